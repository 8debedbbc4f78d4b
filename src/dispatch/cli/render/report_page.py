"""The report of a mailing as one self-contained page that prints well: no script, no request to anywhere."""

from html import escape
from string import Template

from dispatch.cli.render.report import approval_words, timeline, when
from dispatch.cli.render.shapes import reply_of
from dispatch.inert import inert
from dispatch.ledger.records import DeliveryRecord
from dispatch.model.mailing import Counts
from dispatch.workflows.local_time import local_words
from dispatch.workflows.report import MARK, Report

_STYLE = """
:root { color-scheme: light dark; --ink: #1b1f24; --dim: #57606a; --line: #d0d7de; --fill: #1f4e79; --page: #fff; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6edf3; --dim: #9aa4af; --line: #3d444d; --fill: #6cb0f2; --page: #15191e; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 52rem; padding: 2rem 1.25rem; background: var(--page); color: var(--ink);
  font: 16px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .25rem; overflow-wrap: anywhere; }
h2 { font-size: 1.05rem; margin: 2rem 0 .5rem; border-bottom: 1px solid var(--line); padding-bottom: .25rem; }
.dim { color: var(--dim); margin: 0; }
table + .dim, div + .dim { margin-top: 1rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1.25rem; margin: 0; }
dt { color: var(--dim); }
dd { margin: 0; overflow-wrap: anywhere; }
.counts { display: flex; flex-wrap: wrap; gap: .5rem 2rem; padding: 0; margin: 0; list-style: none; }
.counts b { display: block; font-size: 1.6rem; line-height: 1.2; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .3rem .75rem .3rem 0; border-bottom: 1px solid var(--line); }
th { color: var(--dim); font-weight: 600; }
td { overflow-wrap: break-word; }
th, td:first-child { white-space: nowrap; }
p { overflow-wrap: anywhere; }
svg { display: block; width: 100%; height: auto; }
svg text { fill: var(--dim); font: 12px system-ui, sans-serif; }
svg .area { fill: var(--fill); fill-opacity: .18; }
svg .edge { fill: none; stroke: var(--fill); stroke-width: 2; }
svg .axis { stroke: var(--line); }
@media (max-width: 30rem) { svg { min-width: 34rem; }
  dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .5rem; } }
@media print {
  :root { color-scheme: light; --ink: #000; --dim: #444; --line: #bbb; --fill: #000; --page: #fff; }
  body { max-width: none; padding: 0; font-size: 11pt; }
  h2, tr, svg { break-inside: avoid; } h2 { break-after: avoid; }
}
"""
_PAGE = Template("""<!DOCTYPE html>
<html lang="en">
<head>
$mark
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>$name: $headline</title>
<style>$style</style>
</head>
<body>
<main>
<h1>$headline</h1>
<p class="dim">Mailing $name · $state$rehearsal</p>
<h2>Outcome</h2>
<ul class="counts">$counts</ul>
$later$chart
<h2>What</h2>
<dl>$facts</dl>
<h2>Approved</h2>
$approvals
$waves
<h2>Needs a person</h2>
$attention
<h2>What happened</h2>
<div class="wide"><table><thead><tr><th scope="col">When</th><th scope="col">What</th><th scope="col">Detail</th></tr>
</thead><tbody>$events</tbody></table></div>
<p class="dim">Made $made by Dispatch from the ledger.</p>
</main>
</body>
</html>
""")
_WIDTH, _HEIGHT = 720, 200
_LEFT, _RIGHT, _TOP, _BOTTOM = 48, 12, 12, 28


def build(report: Report) -> str:
    """The page as HTML; everything from outside is escaped and inert."""
    record = report.mailing
    return _PAGE.substitute(
        mark=MARK,
        style=_STYLE,
        name=_text(record.name),
        headline=_text(record.headline or record.name),
        state=_text(record.state.value + (f": {record.reason}" if record.reason else "")),
        rehearsal="" if record.final else " · a rehearsal: nobody got it",
        counts=_counts(report.counts),
        later=_later(report),
        chart=_chart(report),
        facts=_facts(report),
        approvals=_approvals(report),
        waves=_waves(report),
        attention=_attention(report.attention),
        events="".join(_row(when(report, one.at), one.kind, one.detail) for one in report.events),
        made=_text(when(report, report.made)),
    )


def _text(value: str) -> str:
    return escape(inert(value))


def _row(*cells: str) -> str:
    return "<tr>" + "".join(f"<td>{_text(cell)}</td>" for cell in cells) + "</tr>"


def _counts(counts: Counts) -> str:
    names = (
        "accepted", "deferred", "refused", "in_doubt", "expired", "suppressed", "cancelled", "queued", "in_flight",
    )  # fmt: skip
    shown = [(name, getattr(counts, name)) for name in names if getattr(counts, name)] or [("accepted", 0)]
    return "".join(f"<li><b>{count:,}</b>{name.replace('_', ' ')}</li>" for name, count in shown)


def _later(report: Report) -> str:
    if not report.feedback:
        return ""
    told = ", ".join(f"{count:,} {kind}" for kind, count in report.feedback)
    return f'<p class="dim">Of the accepted ones later: {_text(told)}</p>'


def _facts(report: Report) -> str:
    record = report.mailing
    rows = [
        ("Release", f"{record.release}, version {record.version}, {record.occasion}"),
        ("From", f"{record.sender.name} <{record.sender.email}>"),
        ("Through", f"{record.backend}, theme {record.theme}"),
        *timeline(report),
        ("Fingerprint", record.fingerprint),
    ]
    return "".join(f"<dt>{_text(label)}</dt><dd>{_text(words)}</dd>" for label, words in rows)


def _approvals(report: Report) -> str:
    if not report.approvals:
        return '<p class="dim">By nobody: none was asked for.</p>'
    return "".join(f"<p>{_text(approval_words(approval, report))}</p>" for approval in report.approvals)


def _waves(report: Report) -> str:
    if len(report.waves) < 2:  # noqa: PLR2004 - one wave is no news
        return ""
    rows = "".join(
        _row(
            str(number),
            when(report, wave.not_before) if wave.not_before else "at once",
            f"{wave.accepted:,} of {wave.deliveries:,}",
        )
        for number, wave in enumerate(report.waves, start=1)
    )
    head = '<tr><th scope="col">Wave</th><th scope="col">From</th><th scope="col">Accepted</th></tr>'
    return f'<h2>Waves</h2><div class="wide"><table><thead>{head}</thead><tbody>{rows}</tbody></table></div>'


def _attention(records: tuple[DeliveryRecord, ...]) -> str:
    if not records:
        return '<p class="dim">Nobody.</p>'
    rows = "".join(
        _row(row.state.value.replace("_", " "), row.address, row.name, reply_of(row) or row.reason) for row in records
    )
    head = "".join(f'<th scope="col">{word}</th>' for word in ("State", "Address", "Name", "Why"))
    return f'<div class="wide"><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'


def _chart(report: Report) -> str:
    """Accepted messages over time: a line that only rises."""
    if not report.steps or report.first_accepted is None:
        return ""
    top = report.steps[-1].accepted
    start = report.first_accepted.replace(microsecond=0)
    whole = max((report.steps[-1].at - start).total_seconds(), 1.0)
    right, floor = _WIDTH - _RIGHT, _HEIGHT - _BOTTOM
    points = [(_LEFT, floor)]
    for step in report.steps:
        x = _LEFT + (right - _LEFT) * (step.at - start).total_seconds() / whole
        points.append((round(x), round(floor - (floor - _TOP) * step.accepted / top)))
    line = " ".join(f"{x},{y}" for x, y in points)
    began, ended = (_text(local_words(at, report.zone)) for at in (start, report.steps[-1].at))
    title = _text(f"{top:,} accepted between {when(report, start)} and {when(report, report.steps[-1].at)}")
    return (
        '<h2>Accepted over time</h2><div class="wide">'
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{title}">'
        f'<line class="axis" x1="{_LEFT}" y1="{floor}" x2="{right}" y2="{floor}"/>'
        f'<polygon class="area" points="{line} {right},{floor}"/><polyline class="edge" points="{line}"/>'
        f'<text x="{_LEFT - 8}" y="{_TOP + 8}" text-anchor="end">{top:,}</text>'
        f'<text x="{_LEFT - 8}" y="{floor}" text-anchor="end">0</text>'
        f'<text x="{_LEFT}" y="{_HEIGHT - 8}">{began}</text>'
        f'<text x="{right}" y="{_HEIGHT - 8}" text-anchor="end">{ended}</text></svg></div>'
    )
