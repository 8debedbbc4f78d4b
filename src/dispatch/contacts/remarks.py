"""Findings as a reader makes them: in the order of the file, and never so many that they fill the memory."""

from collections import Counter

from dispatch.model.finding import Finding, Severity

#: Findings of one code that are kept in full; the others are counted.
CAP = 1_000

#: What the list readers report, and how much it weighs.
SEVERITIES = {
    "LST001": Severity.INFO,
    "LST002": Severity.WARNING,
    "LST003": Severity.ERROR,
    "LST004": Severity.ERROR,
    "LST005": Severity.ERROR,
    "LST006": Severity.WARNING,
    "LST007": Severity.ERROR,
    "LST008": Severity.INFO,
    "LST009": Severity.ERROR,
    "LST010": Severity.ERROR,
    "LST011": Severity.INFO,
    "LST012": Severity.ERROR,
    "LST013": Severity.INFO,
    "LST014": Severity.INFO,
    "LST015": Severity.INFO,
    "LST016": Severity.WARNING,
    "LST017": Severity.WARNING,
    "LST018": Severity.WARNING,
    "LST019": Severity.ERROR,
    "LST020": Severity.INFO,
    "LST021": Severity.WARNING,
    "LST022": Severity.WARNING,
    "LST023": Severity.INFO,
    "LST024": Severity.WARNING,
    "LST025": Severity.WARNING,
    "LST026": Severity.INFO,
    "LST027": Severity.WARNING,
    "LST028": Severity.WARNING,
    "LST029": Severity.INFO,
    "LST030": Severity.WARNING,
    "LST031": Severity.INFO,
    "LST032": Severity.WARNING,
    "LST033": Severity.ERROR,
    "LST034": Severity.ERROR,
    "LST035": Severity.WARNING,
    "LST036": Severity.WARNING,
    "LST037": Severity.WARNING,
}

#: Findings that refuse one row; every other error is about a list as a whole and stays one without its bad rows.
ROW_CODES = frozenset({"LST005", "LST007", "LST009", "LST010", "LST012", "LST019", "LST033"})


class Remarks:
    """Collects the findings of one list."""

    def __init__(self, file: str) -> None:
        self.file = file
        self._kept: list[Finding] = []
        self._counts: Counter[str] = Counter()

    def add(
        self,
        code: str,
        message: str,
        fix: str = "",
        *,
        line: int | None = None,
        column: int | None = None,
        address: str | None = None,
        file: str | None = None,
    ) -> None:
        """Keep one finding, or count it when there are already `CAP` of its code."""
        self._counts[code] += 1
        if self._counts[code] > CAP:
            return
        self._kept.append(
            Finding(
                code=code,
                severity=SEVERITIES[code],
                message=message,
                fix=fix,
                file=file or self.file or None,
                line=line,
                column=column,
                address=address,
            ),
        )

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was found, and how much more of the same."""
        more = (
            Finding(
                code=code,
                severity=SEVERITIES[code],
                message=f"{count - CAP:,} more of the same ({code}).",
                file=self.file or None,
            )
            for code, count in self._counts.items()
            if count > CAP
        )
        return (*self._kept, *more)
