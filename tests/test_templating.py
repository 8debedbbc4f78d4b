"""The sandbox for templates."""

import pytest
from jinja2 import UndefinedError
from jinja2.exceptions import SecurityError, TemplateAssertionError, TemplateNotFound

from dispatch.templating import Fields, LenientFields, bounded_range, near, sandbox


def render(text, name="a.txt", **values):
    return sandbox({name: text}).get_template(name).render(values)


def test_html_is_escaped_and_text_is_not():
    """The name of a template decides."""
    assert render("{{ x }}", "a.html", x="<b>&'\"") == "&lt;b&gt;&amp;&#39;&#34;"
    assert render("{{ x }}", "a.txt", x="<b>") == "<b>"


def test_fields_are_read_only_and_know_their_names():
    """A wrong name says what may have been meant; underscores lead nowhere; lenient fields are empty."""
    fields = Fields("contact", {"first_name": "Ana", "items": "mine"})
    assert render("{{ c.first_name }}{{ c['items'] }}{{ c.items }}", c=fields) == "Anaminemine"
    with pytest.raises(UndefinedError, match="contact has no field 'frist_name'; did you mean first_name"):
        render("{{ c.frist_name }}", c=fields)
    for text in ("{{ c._values }}", "{{ c.__missing__('x') }}", "{{ c.__class__ }}"):
        with pytest.raises((SecurityError, UndefinedError)):
            render(text, c=fields)
    lenient = LenientFields("contact.extra", {"age": "9"}, lambda name: f"no {name}")
    assert render("{{ c.pet }}, {{ c['pet'] }}, {{ c.age }}", c=lenient) == "no pet, no pet, 9"


@pytest.mark.parametrize(
    "text",
    ["{{ 'a' * 10**9 }}", "{{ 10**9 * [1] }}", "{{ 9**9999999 }}",
     "{{ 'a' * 100000 + 'a' * 100000 * 11 }}", "{{ range(10**8) }}"],
)  # fmt: skip
def test_arithmetic_cannot_fill_memory(text):
    """Repetitions, powers, sums and ranges are bounded."""
    with pytest.raises(OverflowError):
        render(text)


def test_usual_arithmetic_works():
    """Numbers, short repetitions and sums are fine."""
    assert render("{{ '-' * 10 }} {{ 3 * 4 + 2 }} {{ 2 ** 8 }} {{ [1] + [2] }} {{ range(3)|list }}") == (
        "---------- 14 256 [1, 2] [0, 1, 2]"
    )
    assert list(bounded_range(1, 7, 2)) == [1, 3, 5]


@pytest.mark.parametrize("text", ["{{ x|safe }}", "{{ [1]|random }}"])
def test_filters_that_trust_or_gamble_are_gone(text):
    """Data never becomes markup by a filter, and the same mail is made twice."""
    with pytest.raises(TemplateAssertionError):
        render(text, x="<b>")


def test_only_given_files_can_be_included():
    """Neither the disk nor another folder is behind an include."""
    assert sandbox({"a.txt": "{% include 'b.txt' %}", "b.txt": "b"}).get_template("a.txt").render() == "b"
    for name in ("/etc/passwd", "../a.txt", "c.txt"):
        with pytest.raises(TemplateNotFound):
            render(f"{{% include '{name}' %}}")


def test_data_is_never_compiled():
    """What looks like a template in a value stays as it is."""
    assert render("{{ x }}", x="{{ 7*7 }}{% include '/etc/passwd' %}") == "{{ 7*7 }}{% include '/etc/passwd' %}"


def test_near_names():
    """Alike names are offered, others are not."""
    assert near("outlett", ["outlet", "email"]) == "; did you mean outlet?"
    assert near("zzz", ["outlet", "email"]) == ""
