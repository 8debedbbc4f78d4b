"""What a finding knows of itself."""

from dispatch.model.finding import Finding, Severity, by_weight


def finding(severity=Severity.ERROR, **place):
    return Finding(code="REL001", severity=severity, message="Something is wrong.", **place)


def test_a_place_is_told_as_far_as_it_is_known():
    """File, line and column, from the left."""
    assert finding().place == ""
    assert finding(file="lists/radio.csv").place == "lists/radio.csv"
    assert finding(file="lists/radio.csv", line=43).place == "lists/radio.csv:43"
    assert finding(file="lists/radio.csv", line=43, column=2).place == "lists/radio.csv:43:2"


def test_what_weighs_most_comes_first():
    """Errors, warnings, remarks; those of one weight stay in their order."""
    found = [finding(Severity.INFO), finding(Severity.WARNING), finding(line=1), finding(line=2)]
    assert by_weight(found) == [found[2], found[3], found[1], found[0]]


def test_what_keeps_a_file_from_being_read_comes_first():
    """The front matter's own error stands before errors that follow from it, and behind no other weight."""
    weights = {"REL045": Severity.WARNING, "MSG003": Severity.ERROR, "REL010": Severity.ERROR, "REL080": Severity.ERROR}
    found = [Finding(code=code, severity=severity, message="It is.") for code, severity in weights.items()]
    assert [one.code for one in by_weight(found)] == ["REL080", "MSG003", "REL010", "REL045"]
