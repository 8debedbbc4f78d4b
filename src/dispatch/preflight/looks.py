"""Rules about what a theme or a front matter brings into a mail; the message room reports them while it works."""

from typing import Final

from dispatch.model.finding import Severity
from dispatch.preflight.rule import Rule

RULES: Final[tuple[Rule, ...]] = (
    Rule(
        code="MSG017", severity=Severity.ERROR, title="Theme brings what does not belong in a mail",
        explanation="A script never runs in a mail and makes filters refuse it. A hidden picture on a server, a sheet "
        "or a font from elsewhere, and a link that differs for each reader tell somebody who opened the mail: Dispatch "
        "sends no such thing unless you allow it by name. Remove it from the theme; the finding names file and line.",
    ),
    Rule(
        code="MSG018", severity=Severity.ERROR, title="Unknown field in subject or pitch",
        explanation="The subject or the pitch in the front matter names something that is neither a contact's field "
        "nor a part of the release: usually a slip of the pen, or contact. was forgotten before it. Everything else "
        "is checked without it. Write {{ contact.first_name }}, or {{ contact.extra.NAME }} for a column of your own.",
    ),
    Rule(
        code="MSG019", severity=Severity.WARNING, title="Hole in a personal line",
        explanation="Subject or pitch print a field that some readers' rows leave empty, so that they read a sentence "
        "with a hole: I thought  would like this. Say what they read instead, {{ contact.outlet or 'your paper' }}, or "
        "put the sentence between {% if contact.outlet %} and {% endif %}, or fill in the list.",
    ),
    Rule(
        code="MSG020", severity=Severity.WARNING, title="Element of the theme that is not closed",
        explanation="A table, a box or a link of the theme's HTML has no end tag, or an end tag has no beginning. Mail "
        "programs guess where it ends, each in its own way, and may lose what follows. Write the missing tag.",
    ),
)  # fmt: skip
