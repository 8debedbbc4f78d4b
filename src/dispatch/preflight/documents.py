"""What the readers of documents, pages and mail have to say."""

from dispatch.model.finding import Severity
from dispatch.preflight.rule import Rule

RULES: tuple[Rule, ...] = (
    Rule(
        code="REL093", severity=Severity.ERROR, title="Tracked change left in",
        explanation="The document still holds changes that somebody proposed and nobody decided on. What goes out "
        "reads as if all were accepted, which may not be what was approved. Accept or reject each in the word "
        "processor, and save.",
    ),
    Rule(
        code="REL094", severity=Severity.ERROR, title="Comment left in",
        explanation="A remark in the margin says that somebody had a question about this text. It does not go out, but "
        "the question is open. Answer it, delete the comment, and save.",
    ),
    Rule(
        code="REL095", severity=Severity.WARNING, title="Picture inside the document",
        explanation="Pictures that lie inside a document or a page do not go out with the release. `dispatch inspect "
        "FILE --to-markdown NEW.md` puts those of a Word document beside a clean source and names them under `images`."
        " Else save each as a file and name it under `images` or `attachments`, or link to it. Journalists prefer a"
        " link to a large picture.",
    ),
    Rule(
        code="REL096", severity=Severity.INFO, title="Not what its name says",
        explanation="The name of the file promises one format and its content is another. It was read by its content. "
        "Give it the right ending, so that nobody else stumbles over it.",
    ),
    Rule(
        code="REL097", severity=Severity.INFO, title="Mail with files",
        explanation="The release came as a mail that has files with it. Only its text is read. Save the files that "
        "journalists need, and name them under `attachments`. When the mail is only a note that covers an attached "
        "document, this is a warning: save that document, and read it with `dispatch inspect`.",
    ),
    Rule(
        code="REL098", severity=Severity.INFO, title="Footnote",
        explanation="A mail has no foot of a page. What stands in footnotes and endnotes goes out among the notes below"
        " the release, in their order, and the marks in the text are left out. What readers need while they read "
        "belongs into the text.",
    ),
)  # fmt: skip
