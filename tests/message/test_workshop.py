"""The child process that compiles for all mails of a command."""

from contextlib import closing

import pytest

from dispatch.errors import ThemeError
from dispatch.message import SharedWorkshop, compile_mail, load_theme


@pytest.fixture
def mail_with(release, sender, organisation, theme_folder, tmp_path):
    """Compiles the release in a theme, in a workshop."""

    def make(workshop, theme="note", folder=None):
        look = load_theme(folder or theme_folder(theme))
        return compile_mail(release, look, sender, organisation, confined_to=tmp_path, workshop=workshop)

    return make


def test_mails_share_one_child(mail_with, compiled, theme_folder, ana):
    """Each gets its own shapes, whoever is asked in between."""
    with closing(SharedWorkshop()) as workshop:
        note, classic = mail_with(workshop), mail_with(workshop, "classic")
    for mail, theme in ((classic, "classic"), (note, "note")):
        here = compiled(load_theme(theme_folder(theme)))
        assert mail.personalise(ana) == here.personalise(ana)
        assert mail.frozen().to_bytes() == here.frozen().to_bytes()
    assert len({one._child for one in workshop.given}) == 1


def test_the_child_lives_as_long_as_the_last_mail(mail_with, ana):
    """Closing one mail, twice even, takes nothing from the other; with the last one the child is gone."""
    with closing(SharedWorkshop()) as workshop:
        first, second = mail_with(workshop), mail_with(workshop)
    first.close()
    first.close()
    assert second.personalise(ana)
    second.close()
    assert not workshop.given[0]._child.is_alive


def test_without_a_job_the_child_ends_at_once():
    """What got ready for nothing is not left behind."""
    workshop = SharedWorkshop()
    workshop.close()
    assert not workshop._child.is_alive


def test_a_workshop_that_was_closed_still_takes_jobs(mail_with, ana):
    """A variant that is looked at later than all others gets a child of its own."""
    workshop = SharedWorkshop()
    workshop.close()
    with closing(mail_with(workshop)) as mail:
        assert mail.personalise(ana)


def test_practice_changes_nothing(mail_with, ana):
    """A child that did the jobs of the last edition makes the same mail."""
    with closing(SharedWorkshop()) as before:
        mails = [mail_with(before), mail_with(before, "classic")]
    shapes = [(mail.personalise(ana), mail.frozen().to_bytes()) for mail in mails]
    with closing(SharedWorkshop(like=before)) as after:
        again = [mail_with(after), mail_with(after, "classic")]
    assert after.given[0]._child is not before.given[0]._child
    assert [(mail.personalise(ana), mail.frozen().to_bytes()) for mail in again] == shapes


def test_a_child_that_died_at_practice_is_replaced(mail_with, ana):
    """The next edition does not suffer from what happened while it got ready."""
    with closing(SharedWorkshop()) as workshop:
        workshop._child.end()
        assert mail_with(workshop).personalise(ana)


def test_a_job_after_a_wrong_one_is_done(mail_with, ana, tmp_path):
    """A theme that cannot be compiled leaves the child fit for others."""
    folder = tmp_path / "templates/wrong"
    folder.mkdir(parents=True)
    (folder / "mail.html").write_text("<html><body>{% if %}</body></html>", encoding="utf-8")
    (folder / "mail.txt").write_text("x", encoding="utf-8")
    with closing(SharedWorkshop()) as workshop:
        with pytest.raises(ThemeError):
            mail_with(workshop, folder=folder)
        assert mail_with(workshop).personalise(ana)


def test_getting_ready_for_a_theme_changes_nothing(mail_with, ana, theme_folder):
    """The mail is the same, in that theme, in another one, and in one that is broken."""
    look = load_theme(theme_folder("classic"))
    for expected in ({**look.files}, {**look.files, "mail.html": "{% if %}"}, {}):
        with closing(SharedWorkshop()) as workshop:
            workshop.expect(expected, look.inline)
            mails = [mail_with(workshop, theme) for theme in ("classic", "note")]
        alone = [mail_with(None, theme) for theme in ("classic", "note")]
        for one, other in zip(mails, alone, strict=True):
            assert one.personalise(ana) == other.personalise(ana)
            assert one.frozen().to_bytes() == other.frozen().to_bytes()
