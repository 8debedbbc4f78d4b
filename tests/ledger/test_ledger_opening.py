import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from needs import root

from dispatch.errors import LedgerError, RefusedError
from dispatch.ledger import files, open_ledger
from dispatch.ledger.migrations import climb
from dispatch.ledger.places import machine_id


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_importing_the_room_costs_no_sqlalchemy():
    """Only opening a ledger imports SQLAlchemy."""
    code = "import sys, dispatch.ledger; assert 'sqlalchemy' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_folder_and_files_are_private(desk, place):
    """The folder is 0700, every file in it 0600, whatever the umask."""
    desk.stage("a@x.test")
    assert mode(place.parent) == 0o700
    names = {path.name for path in place.parent.iterdir()}
    assert {"ledger.db", "ledger.db-wal", "ledger.db-shm"} <= names
    with desk.ledger.own("night-clinics-open-1"):
        assert {mode(path) for path in place.parent.iterdir()} == {0o600}
        assert any(path.name.startswith("journal-") for path in place.parent.iterdir())


def test_loose_permissions_are_tightened(desk, place, clock, make_desk):
    """A ledger that others could read is closed to them when it is opened."""
    desk.ledger.close()
    place.parent.chmod(0o755)
    place.chmod(0o644)
    make_desk(str(place), clock).ledger.close()
    assert (mode(place.parent), mode(place)) == (0o700, 0o600)


def test_every_commit_is_durable(desk):
    """WAL with synchronous FULL: nothing that was committed is lost with the power."""
    with desk.ledger._store.write("look") as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar_one() == "wal"
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar_one() == 2


@pytest.mark.parametrize("name", ["ledger.db", "ledger.db-wal", "ledger.db-shm"])
def test_a_symbolic_link_is_refused(place, clock, make_desk, name):
    """Neither the ledger nor its companions may be links."""
    place.parent.mkdir()
    (place.parent / "elsewhere").write_bytes(b"")
    (place.parent / name).symlink_to("elsewhere")
    with pytest.raises(LedgerError, match="symbolic link"):
        make_desk(str(place), clock)


def test_a_linked_folder_is_refused(place, clock, make_desk):
    """Nor may the folder be."""
    real = place.parent.parent / "real"
    real.mkdir()
    place.parent.symlink_to(real)
    with pytest.raises(LedgerError, match="symbolic link"):
        make_desk(str(place), clock)


def test_a_pipe_is_refused(place, clock, make_desk):
    """What is not a regular file is no ledger."""
    place.parent.mkdir()
    os.mkfifo(place)
    with pytest.raises(LedgerError, match="not a regular file"):
        make_desk(str(place), clock)


@pytest.mark.parametrize("whose", ["folder", "file"])
def test_someone_elses_ledger_is_refused(desk, place, clock, make_desk, whose):
    """A ledger of another user is not touched."""
    root()  # nobody else can give files away
    desk.ledger.close()
    os.chown(place.parent if whose == "folder" else place, 65534, 65534)
    with pytest.raises(LedgerError, match="another user"):
        make_desk(str(place), clock)


def test_a_folder_that_others_may_write_in_is_refused(place, clock, make_desk):
    """In a shared folder of another name anyone could put a ledger in ours' place."""
    shared = place.parent.parent / "shared"
    shared.mkdir()
    shared.chmod(0o777)
    with pytest.raises(LedgerError, match="Others may write"):
        make_desk(str(shared / "ledger.db"), clock)


MOUNTS = """\
22 1 254:0 / / rw,relatime - ext4 /dev/vda rw
30 22 0:30 / /srv rw,relatime shared:1 - nfs4 server:/export rw
31 30 0:31 / /srv/local\\040disk rw - xfs /dev/vdb rw
32 22 0:32 / /home/ana/remote rw - fuse.sshfs ana@host: rw
33 22 0:33 / /home/ana/vault rw - fuse.gocryptfs vault rw
"""


@pytest.mark.parametrize(
    ("folder", "kind", "network"),
    [
        ("/var/lib", "ext4", False),
        ("/srv/press", "nfs4", True),
        ("/srvother", "ext4", False),
        ("/srv/local disk/press", "xfs", False),
        ("/home/ana/remote", "fuse.sshfs", True),
        ("/home/ana/vault/x", "fuse.gocryptfs", False),
    ],
)
def test_the_file_system_is_told_from_the_mounts(tmp_path, folder, kind, network):
    """The longest mount point above a folder says what it is on."""
    mounts = tmp_path / "mountinfo"
    mounts.write_text(MOUNTS)
    assert files.filesystem_of(Path(folder), mounts) == kind
    assert files.is_network(kind) is network


def test_a_ledger_on_a_network_file_system_is_refused(tmp_path):
    """SQLite's locks are not safe there."""
    mounts = tmp_path / "mountinfo"
    mounts.write_text("22 1 0:30 / / rw - nfs4 server:/export rw\n")
    with pytest.raises(LedgerError, match="network file system"):
        files.prepare(tmp_path / ".dispatch" / "ledger.db", mounts)


def test_an_empty_ledger_is_refused(desk, place, clock, make_desk):
    """A file cut down to nothing is not taken for a new ledger: everybody would get everything again."""
    desk.stage("a@x.test")
    desk.ledger.close()
    for name in ("", "-wal", "-shm"):
        place.with_name(place.name + name).unlink(missing_ok=True)
    place.touch()
    with pytest.raises(LedgerError, match="is empty"):
        make_desk(str(place), clock)
    assert place.stat().st_size == 0


@pytest.mark.parametrize("damage", ["text", "head", "middle"])
def test_a_damaged_ledger_says_so(desk, place, clock, make_desk, damage):
    """Garbage in the file is one clear error, at opening or at the first use of what is damaged."""
    desk.stage(*(f"p{number}@x.test" for number in range(300)))
    desk.ledger.close()
    size = place.stat().st_size
    with place.open("r+b") as file:
        if damage == "text":
            file.truncate()
            file.write(b"not a database, but long enough to look like something that was one" * 20)
        else:
            file.seek(0 if damage == "head" else size // 2)
            file.write(os.urandom(4096 if damage == "head" else size // 3))
    for companion in ("-wal", "-shm"):
        place.with_name(place.name + companion).unlink(missing_ok=True)
    with pytest.raises(LedgerError, match=r"damaged|not a ledger") as caught:  # noqa: PT012
        again = make_desk(str(place), clock)
        list(again.ledger.deliveries("night-clinics-open-1"))
        again.send_all("night-clinics-open-1")
    assert "backup" in caught.value.fix


def test_another_programs_database_is_refused(place, clock, make_desk):
    """A database that is not a ledger is not written to."""
    place.parent.mkdir()
    with sqlite3.connect(place) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
    connection.close()
    with pytest.raises(LedgerError, match="not a ledger"):
        make_desk(str(place), clock)


def test_a_newer_ledger_is_refused(desk, place, clock, make_desk):
    """Tables of a version that is not known yet are left alone; the fix names the upgrade."""
    desk.ledger.close()
    with sqlite3.connect(place) as connection:
        connection.execute("UPDATE meta SET value = '999' WHERE key = 'version'")
    connection.close()
    with pytest.raises(LedgerError, match="newer Dispatch") as caught:
        make_desk(str(place), clock)
    assert "upgrade" in caught.value.fix


def test_a_locked_ledger_is_waited_for_and_then_named(desk, place, clock, make_desk):
    """Another process that holds the write lock too long is one clear error; nothing was written."""
    impatient = make_desk(str(place), clock, patience=0.05)
    other = sqlite3.connect(place, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(LedgerError, match="another process holds it"):
        impatient.stage("a@x.test")
    assert impatient.ledger.mailings() == []
    other.execute("ROLLBACK")
    other.close()
    assert impatient.stage("a@x.test").deliveries == 1
    impatient.ledger.close()


def test_a_folder_in_the_way_is_an_error(place, clock, make_desk):
    """What cannot be made is said, without a traceback."""
    place.parent.parent.joinpath("file").write_text("")
    with pytest.raises(LedgerError):
        make_desk(str(place.parent.parent / "file" / "ledger.db"), clock)


def test_a_ledger_knows_its_machine(desk, place, clock):
    """On another machine it is read, but nothing is sent until it is adopted."""
    staged = desk.stage("a@x.test")
    desk.ledger.close()
    elsewhere = open_ledger(str(place), clock=clock, machine="another")
    assert not elsewhere.machine_matches()
    assert elsewhere.counts(staged.mailing).queued == 1
    with pytest.raises(RefusedError) as caught:
        elsewhere.own(staged.mailing)
    assert "dispatch trust --ledger" in caught.value.fix
    elsewhere.adopt()
    with elsewhere.own(staged.mailing) as owner:
        assert len(owner.claim(1)) == 1
    elsewhere.close()


def test_a_copied_folder_is_another_place(desk, place, clock, make_desk):
    """A copy, or a restored backup, does not send until it is adopted; a moved folder does."""
    desk.ledger.close()
    workspace = place.parent.parent / "copy"
    shutil.copytree(place.parent, workspace / ".dispatch")
    copied = make_desk(str(workspace / ".dispatch" / "ledger.db"), clock)
    assert not copied.ledger.machine_matches()
    copied.ledger.close()
    moved = place.parent.parent / "moved"
    moved.mkdir()
    place.parent.rename(moved / ".dispatch")
    renamed = make_desk(f"sqlite:///{moved / '.dispatch' / 'ledger.db'}", clock)
    assert renamed.ledger.machine_matches()
    renamed.ledger.close()


def test_the_machine_has_a_name():
    """The operating system, or at least the host, says which machine it is."""
    assert machine_id()
    assert machine_id() == machine_id()


def test_an_older_ledger_climbs_step_by_step(desk, place, clock, make_desk):
    """Each migration runs once, in order, in one transaction with the new version; a failing one changes nothing."""
    desk.stage("a@x.test")

    def step(number):
        return lambda connection: connection.exec_driver_sql(f"CREATE TABLE step_{number} (a INTEGER)")

    store = desk.ledger._store
    with store.write("climb") as connection:
        climb(connection, 1, {2: step(2), 3: step(3)}, 3)
    with store.read() as connection:
        tables = [
            name for (name,) in connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE name LIKE 'step%'")
        ]
        assert tables == ["step_2", "step_3"]
        assert connection.exec_driver_sql("SELECT value FROM meta WHERE key = 'version'").scalar_one() == "3"
    with pytest.raises(LedgerError), store.write("climb") as connection:
        climb(connection, 3, {4: step(4), 5: step(2)}, 5)
    with store.read() as connection:
        assert connection.exec_driver_sql("SELECT value FROM meta WHERE key = 'version'").scalar_one() == "3"
        found = connection.exec_driver_sql("SELECT count(*) FROM sqlite_master WHERE name = 'step_4'").scalar_one()
        assert found == 0


def test_a_place_where_nothing_can_be_made_says_so(clock, make_desk):
    """A ledger where not even root may write is one clear error with its place."""
    with pytest.raises(LedgerError, match="/proc/press"):
        make_desk("/proc/press/.dispatch/ledger.db", clock)


def test_modes_that_keep_its_owner_out_are_set_right(desk, place, clock, make_desk):
    """A ledger whose files were made read-only is its owner's all the same: it is opened and written again."""
    desk.ledger.close()
    place.chmod(0o400)
    place.parent.chmod(0o500)
    assert make_desk(str(place), clock).stage("a@x.test").deliveries == 1
    assert (stat.S_IMODE(place.stat().st_mode), stat.S_IMODE(place.parent.stat().st_mode)) == (0o600, 0o700)


def test_a_ledger_that_became_read_only_says_so(desk):
    """SQLite's own refusal to write is translated, and nothing was written."""
    with desk.ledger._store.write("look") as connection:
        connection.exec_driver_sql("SELECT 1")
    desk.ledger._store._writer.connection.driver_connection.execute("PRAGMA query_only = ON")
    with pytest.raises(LedgerError, match="cannot be written"):
        desk.stage("a@x.test")
    desk.ledger._store._writer.connection.driver_connection.execute("PRAGMA query_only = OFF")
    assert desk.stage("a@x.test").deliveries == 1


def test_a_full_database_says_so(desk):
    """When the disk has no page left nothing of the mailing is staged, and it can be staged once there is room."""
    release = desk.bind()
    driver = desk.ledger._store._writer.connection.driver_connection
    driver.execute(f"PRAGMA max_page_count = {driver.execute('PRAGMA page_count').fetchone()[0]}")
    with pytest.raises(LedgerError, match="disk is full"):
        desk.stage(*(f"p{number}@x.test" for number in range(500)), release=release)
    assert desk.ledger.mailings() == []
    driver.execute("PRAGMA max_page_count = 1000000")
    assert desk.stage("a@x.test").deliveries == 1
