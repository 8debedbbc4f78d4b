"""`dispatch test` to somebody who is on the list: nobody is there to answer, so nothing goes."""


def test_a_reader_gets_a_test_only_with_yes(dispatch, workspace):
    """Without a terminal it ends as the question about an embargo does: exit 2, and what to add."""
    refused = dispatch("test", "clinics", "national", "--to", "k.lee@post.test")
    assert refused.exit == 2
    assert "The lists have k.lee@post.test" in refused.err
    assert "--yes" in refused.err
    assert not (workspace / "outbox").exists()
    assert dispatch("test", "clinics", "national", "--to", "k.lee@post.test", "--yes").exit == 0
