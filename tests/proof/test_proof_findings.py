"""What preflight says is the same wherever a proof is looked at."""

from dispatch.clock import SystemClock
from dispatch.workflows.material import Selection
from dispatch.workflows.pressroom import Pressroom, ServeRequest
from dispatch.workflows.preview import preview


def test_the_live_page_tells_what_the_preview_tells(root, reopen):
    """Also what depends on who the readers are: with some abroad, a number without a country code (REL052)."""
    release = root / "releases" / "clinics.md"
    release.write_text(release.read_text(encoding="utf-8").replace("+44 23 9200 0000", "023 9200 0000"))
    (root / "lists" / "abroad.csv").write_text("email,name,country\na@a.test,Ana,Spain\nb@b.test,Bo,Kenya\n")
    selection = Selection(lists=("abroad",))
    told = preview(reopen(), "clinics", selection, ledger=None, clock=SystemClock()).draft.findings
    room = Pressroom(reopen, ServeRequest(release="clinics", selection=selection), SystemClock())
    try:
        making = room.make()
        assert making.edition().findings == told
        making.close()
    finally:
        room.close()
    assert "REL052" in {finding.code for finding in told}
