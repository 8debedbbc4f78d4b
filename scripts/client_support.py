# ruff: noqa: INP001 - a script for developers
"""Refresh what mail programs support: reduce caniemail's data to the programs and features that preflight looks at.

npm pack caniemail && tar xzf caniemail-*.tgz
python scripts/client_support.py package/data/caniemail.json
"""

import json
import sys
from pathlib import Path

TARGET = Path(__file__).parents[1] / "src" / "dispatch" / "preflight" / "clients.json"
#: The programs that a press list meets: our name, caniemail's family and platforms.
CLIENTS = {
    "Outlook for Windows": ("outlook", ("windows",)),
    "Outlook.com": ("outlook", ("outlook-com",)),
    "Gmail": ("gmail", ("desktop-webmail", "ios", "android")),
    "Apple Mail": ("apple-mail", ("macos", "ios")),
    "GMX": ("gmx", ("desktop-webmail", "ios", "android")),
    "WEB.DE": ("web-de", ("desktop-webmail", "ios", "android")),
    "Orange": ("orange", ("desktop-webmail", "ios", "android")),
    "Yahoo": ("yahoo", ("desktop-webmail", "ios", "android")),
}
_WORST = "nay"


def support(feature: dict, family: str, platforms: tuple[str, ...]) -> str:
    """The worst support of the newest versions: `n`, `a` (partly), `y`, or empty when nobody tested it."""
    stats = feature["stats"].get(family, {})
    newest = [list(versions.values())[-1][:1] for name, versions in stats.items() if name in platforms and versions]
    return min((value for value in newest if value in _WORST), key=_WORST.index, default="")


def reduced(data: dict) -> dict:
    """Features that some program lacks or knows partly only, with who."""
    features = {}
    for feature in sorted(data["data"], key=lambda one: one["slug"]):
        if feature["category"] == "others":
            continue
        verdicts = {name: support(feature, *where) for name, where in CLIENTS.items()}
        lacking = {  # numbers of programs
            kind: [number for number, verdict in enumerate(verdicts.values()) if verdict == kind]
            for kind in ("n", "a")
            if kind in verdicts.values()
        }
        if lacking:
            features[feature["slug"]] = {"title": feature["title"], **lacking}
    return {
        "source": "caniemail.com, MIT licence (see clients.LICENSE)",
        "updated": data["last_update_date"][:10],
        "clients": list(CLIENTS),
        "features": features,
    }


def main() -> None:
    """Read caniemail's JSON, write ours."""
    data = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    table = reduced(data)
    features = table.pop("features")
    # A line for each feature: a refresh shows in a diff what became better.
    lines = [f" {json.dumps(slug)}: {json.dumps(entry, ensure_ascii=False)}" for slug, entry in features.items()]
    head = json.dumps(table, ensure_ascii=False)[:-1]
    TARGET.write_text(head + ', "features": {\n' + ",\n".join(lines) + "\n}}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
