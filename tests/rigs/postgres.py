"""A PostgreSQL server of its own, from the binaries that Debian installs."""

import os
import pwd
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory


@cache
def binaries() -> Path | None:
    """The folder of `initdb` and `pg_ctl`; None when no PostgreSQL is installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parent.parent.name))
    return found[-1].parent if found else None


@contextmanager
def server() -> Iterator[str]:
    """Start one on a Unix socket; its URL."""
    programs = binaries()
    assert programs is not None
    # it refuses to run as root
    user = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        data, log = Path(folder) / "data", Path(folder) / "log"
        data.mkdir(mode=0o700)
        if os.geteuid() == 0:
            for path in (Path(folder), data):
                entry = pwd.getpwnam(user)
                os.chown(path, entry.pw_uid, entry.pw_gid)

        def run(*command: str) -> None:
            subprocess.run(
                command, user=user if os.geteuid() == 0 else None, cwd=folder, check=True, stdout=subprocess.DEVNULL
            )

        run(str(programs / "initdb"), "-D", str(data), "-U", "press", "-A", "trust", "--no-sync", "-E", "UTF8")
        control = (str(programs / "pg_ctl"), "-D", str(data), "-w")
        run(*control, "-l", str(log), "-o", f"-c listen_addresses='' -k {folder}", "start")
        try:
            yield f"postgresql://press@/postgres?host={folder}"
        finally:
            run(*control, "-m", "immediate", "stop")
