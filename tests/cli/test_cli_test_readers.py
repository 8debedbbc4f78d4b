"""`dispatch test` to somebody who is on the list: nobody is there to answer, so nothing goes."""


def test_a_reader_gets_a_test_only_with_yes(dispatch, workspace):
    """Without a terminal it ends as the question about an embargo does: exit 2, and what to add."""
    refused = dispatch("test", "clinics", "national", "--to", "k.lee@post.test")
    assert refused.exit == 2
    assert "The lists have k.lee@post.test" in refused.err
    assert "--yes" in refused.err
    assert not (workspace / "outbox").exists()
    assert dispatch("test", "clinics", "national", "--to", "k.lee@post.test", "--yes").exit == 0


def test_what_lies_in_the_outbox_was_written_not_sent(dispatch, workspace):
    """Nothing was sent to anyone, and no line says that something was."""
    told = dispatch("test", "clinics", "national", "--to", "me@alliance.test", "--to", "boss@alliance.test").out
    assert "Nothing was sent to anyone" in told
    assert "Test written for me@alliance.test" in told
    assert "Test sent" not in told
    assert (workspace / "outbox").exists()
