import psycopg
import pytest

from dispatch.errors import BusyError, LedgerError
from dispatch.model.mailing import Counts


@pytest.fixture
def machines(postgres, tmp_path, clock, make_desk):
    """Two machines that share a ledger."""
    desks = [make_desk(postgres, clock, folder=tmp_path / name / ".dispatch") for name in ("one", "two")]
    yield desks
    for desk in desks:
        desk.ledger.close()


def test_one_machine_sends_a_mailing(machines):
    """A second machine is refused while the first is alive, and welcome when its session has ended."""
    one, two = machines
    staged = one.stage("a@x.test", "b@x.test")
    with one.ledger.own(staged.mailing) as owner:
        (claim,) = owner.claim(1)
        owner.write([one.mark(claim)])
        assert two.ledger.busy(staged.mailing)
        assert two.ledger.recover() == ()
        with pytest.raises(BusyError, match="Another machine"):
            two.ledger.own(staged.mailing)
        owner.write([one.settle(claim)])
    assert not two.ledger.busy(staged.mailing)
    assert two.send_all(staged.mailing) == ["B@X.Test"]
    assert one.ledger.counts(staged.mailing) == Counts(accepted=2)


def test_a_lost_session_lets_the_next_machine_on_but_not_twice(machines, postgres):
    """When the server ends the holder's sessions, the next one doubts what was marked; the holder marks no more."""
    one, two = machines
    staged = one.stage("a@x.test", "b@x.test")
    owner = one.ledger.own(staged.mailing).__enter__()
    marked, claimed = owner.claim(2)
    owner.write([one.mark(marked)])
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE pid <> pg_backend_pid() AND datname IS NOT NULL",
        )
    third = two.second()
    assert third.ledger.recover() == (staged.mailing,)
    with pytest.raises(LedgerError):
        owner.write([one.mark(claimed)])
    assert third.send_all(staged.mailing) == ["B@X.Test"]
    assert third.ledger.counts(staged.mailing) == Counts(accepted=1, in_doubt=1)
    owner._let_go(remove=True)
    third.ledger.close()


@pytest.mark.parametrize("setting", ["synchronous_commit"])
def test_a_forgetful_server_is_refused(postgres, tmp_path, clock, make_desk, setting):
    """A server that acknowledges commits before they are durable is no ledger."""
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f"ALTER ROLE CURRENT_USER SET {setting} = off")
    try:
        with pytest.raises(LedgerError, match=setting):
            make_desk(postgres, clock, folder=tmp_path / ".dispatch")
    finally:
        with psycopg.connect(postgres, autocommit=True) as connection:
            connection.execute(f"ALTER ROLE CURRENT_USER RESET {setting}")


def test_no_password_is_shown(clock, make_desk):
    """What cannot be reached is named without its password."""
    with pytest.raises(LedgerError) as caught:
        make_desk("postgresql://press:s3cret-canary@127.0.0.1:1/press", clock)
    assert "s3cret-canary" not in caught.value.message + caught.value.fix
