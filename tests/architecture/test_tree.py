"""The tree keeps what belongs in it, and nothing of the machines it was written on."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
#: Where packages are downloaded from, and folders that only one machine has; in pieces, to be clean itself.
FOREIGN = re.compile(
    "|".join(["python" + "hosted", "registry" + r"\.npm", "deb" + r"\.debian", r"/simple" + "/", "/ro" + "ot/"])
)


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in listed.splitlines()]


def test_no_registry_hosts_and_no_paths_of_a_machine():
    """No tracked file names a package registry's host or a path of the machine it was written on."""
    hits = []
    for path in tracked():
        if not path.is_file():
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        hits += [f"{path.relative_to(ROOT)}: {match[0]}" for match in FOREIGN.finditer(text)]
    assert hits == []


def test_constraints_hold_versions_and_no_addresses():
    """constraints.txt pins names to versions and nothing else."""
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not re.fullmatch(r"(#.*)?|[\w.-]+==[\w.+!-]+", line)] == []
