"""What can be wrong with a media list: the catalogue of what the list readers report."""

from dispatch.model.finding import Severity
from dispatch.preflight.rule import Rule


def _rule(code: str, severity: Severity, title: str, explanation: str) -> Rule:
    return Rule(code=code, severity=severity, title=title, explanation=explanation)


RULES: tuple[Rule, ...] = (
    _rule(
        "LST001",
        Severity.INFO,
        "Encoding guessed",
        "The bytes of this list are not UTF-8 and carry no mark, so their encoding is a guess between the usual "
        "ones of Windows and of old Macs. A wrong guess shows in accented names. Look at a few of them, and give "
        "--encoding if they are wrong; saving the list as UTF-8 settles it for good.",
    ),
    _rule(
        "LST002",
        Severity.WARNING,
        "Letters mangled",
        "A word holds the marks that appear when UTF-8 is read in another encoding, or was saved so once. Names "
        "with accents would go out mangled. Export the list again as UTF-8, or repair the cells that are shown.",
    ),
    _rule(
        "LST003",
        Severity.ERROR,
        "No e-mail column",
        "No column is named like an e-mail column, and none holds addresses. Without one nobody on this list can "
        "be mailed. Name the column email, or check that this is the right file.",
    ),
    _rule(
        "LST004",
        Severity.ERROR,
        "Columns swapped",
        "The column that is named like an e-mail column holds no addresses, while another one does. Reading on "
        "would put names where addresses belong and addresses where names belong. Put the right names above the "
        "columns.",
    ),
    _rule(
        "LST005",
        Severity.ERROR,
        "Not an address",
        "This cell is not one complete e-mail address. The row is left alone rather than repaired by guessing, "
        "because a guess could reach a stranger. Correct the cell, or go on without the row with --skip-invalid.",
    ),
    _rule(
        "LST006",
        Severity.WARNING,
        "No address",
        "This row names somebody but has no address, so nobody is mailed for it. That is common for freelancers "
        "and does not block a send. Add the address, or take the row out.",
    ),
    _rule(
        "LST007",
        Severity.ERROR,
        "Several addresses in one cell",
        "A message goes to exactly one recipient, and which of these was meant cannot be told. Give each address "
        "a row of its own, so that each person gets a message of their own. With --skip-invalid the row is left "
        "out.",
    ),
    _rule(
        "LST008",
        Severity.INFO,
        "Address unwrapped",
        "The cell held more than the bare address, such as a name in front of it, mailto: or invisible "
        "characters. The address inside was clear and is used. Nothing needs to be done.",
    ),
    _rule(
        "LST009",
        Severity.ERROR,
        "Unsafe characters",
        "A line break, control character, direction mark or encoded word stands in a cell that can reach the head "
        "of a mail. Such characters can forge headers, add recipients or make text read backwards, and they never "
        "belong in a name. Type the cell again; copying it brings them along.",
    ),
    _rule(
        "LST010",
        Severity.ERROR,
        "A letter was lost",
        "The cell holds the sign that programs put where they could not read a letter. A name would go out "
        "misspelled. Open the source of the list and export it again as UTF-8, or correct the cell.",
    ),
    _rule(
        "LST011",
        Severity.INFO,
        "Stands twice",
        "The same address stands in an earlier row, in this list or another. It gets one message, made from the "
        "earlier row with the tags of both. It counts as trusted with embargoes only if every row says so.",
    ),
    _rule(
        "LST012",
        Severity.ERROR,
        "Too many cells",
        "The row has more cells than the header has columns, so a delimiter inside a cell has moved everything "
        "after it. Outlet and role would be wrong in the mail. Put quotation marks around the cell that holds the "
        "delimiter.",
    ),
    _rule(
        "LST013",
        Severity.INFO,
        "Header used twice",
        "Two columns have the same header. The first one is used, the second is kept as a custom column with a "
        "number. Give it a name of its own if you want to use it.",
    ),
    _rule(
        "LST014",
        Severity.INFO,
        "Two columns for one field",
        "Two columns mean the same field of a contact. The first one fills it, the other is kept as a custom "
        "column under its own name. Rename one of them if the wrong one was taken.",
    ),
    _rule(
        "LST015",
        Severity.INFO,
        "Rows above the header",
        "Titles or notes stand above the row that names the columns. They are passed over. Nothing needs to be done.",
    ),
    _rule(
        "LST016",
        Severity.WARNING,
        "Header unclear",
        "No column is named like an e-mail column, so the one that holds addresses was taken. The other columns "
        "cannot be used in greetings, because nobody says what they are. Name the columns in the first row.",
    ),
    _rule(
        "LST017",
        Severity.WARNING,
        "Language unknown",
        "The language of this contact is neither a language tag nor the name of a language that is known here. "
        "The contact gets the release in its own language. Write a tag such as es, or es-MX for a variety.",
    ),
    _rule(
        "LST018",
        Severity.WARNING,
        "Time zone unknown",
        "The time zone of this contact is not in the IANA database. Local sending times fall back to the zone of "
        "the sender. Write a name such as America/Chicago or Europe/Madrid; abbreviations such as EST are "
        "ambiguous.",
    ),
    _rule(
        "LST019",
        Severity.ERROR,
        "Quotation mark never closed",
        "A quotation mark opens in this row and does not close where the row ends. It would swallow the rows "
        "after it, so only this row is refused and the others are read on their own. Close the mark, or write it "
        "twice if it belongs to the text.",
    ),
    _rule(
        "LST020",
        Severity.INFO,
        "Name and content differ",
        "The file is in another format than its name says, which happens when a list is renamed instead of "
        "exported. It is read as what it is. Give it the right ending so that other programs can open it too.",
    ),
    _rule(
        "LST021",
        Severity.WARNING,
        "Domain probably mistyped",
        "The domain of this address is one letter away from that of a large mail provider. Such addresses bounce, "
        "or belong to somebody who collects mistyped mail. Ask for the address, or leave it when it is right.",
    ),
    _rule(
        "LST022",
        Severity.WARNING,
        "Look-alike letters",
        "The domain mixes letters of two alphabets that look the same, which real domains hardly ever do and "
        "forged ones often do. The message shows the name that is really used on the wire. Type the address again "
        "rather than copying it.",
    ),
    _rule(
        "LST023",
        Severity.INFO,
        "List of people not to mail",
        "The name of this file says that its people unsubscribed or that their addresses failed, as in "
        "Mailchimp's exports. Nobody on it is mailed, and they are left out of other lists too. Rename the file "
        "if that is wrong.",
    ),
    _rule(
        "LST024",
        Severity.WARNING,
        "Name in capitals",
        "The name is written in capitals and would stand so in the greeting. It is not changed, because only a "
        "person knows whether it is Mcdonald or McDonald. Write it as it should read.",
    ),
    _rule(
        "LST025",
        Severity.WARNING,
        "Several sheets with addresses",
        "The workbook has more than one sheet with addresses, and a list is one sheet. The visible one with the "
        "most addresses is read. Put everybody on one sheet, save the others as lists of their own, or name the "
        "sheet in the TOML file beside the list.",
    ),
    _rule(
        "LST026",
        Severity.INFO,
        "Line outside a vCard",
        "A line of this file belongs to no vCard property and is passed over. The rest of the card is read. "
        "Export the cards again if something is missing.",
    ),
    _rule(
        "LST027",
        Severity.WARNING,
        "Column renamed",
        "The header begins with an underscore, which has a special meaning in templates and programs. The column "
        "is kept under a harmless name. Give it a plain name in the list.",
    ),
    _rule(
        "LST028",
        Severity.WARNING,
        "Phone number rounded",
        "A spreadsheet has taken the phone number for a number and written it in powers of ten, so its last "
        "digits are lost. Format the column as text and type the number again. Nothing is mailed differently for "
        "it.",
    ),
    _rule(
        "LST029",
        Severity.INFO,
        "Header nearly known",
        "The header is a letter or two away from a known one and no other column has that field, so it is taken "
        "for it. Look at the mapping before you trust it. Rename the column if it is something else.",
    ),
    _rule(
        "LST030",
        Severity.WARNING,
        "Empty list",
        "The file can be read but holds no contacts. Nobody on it can be mailed. Check that it is the right file, "
        "and that the program that exported it has finished.",
    ),
    _rule(
        "LST031",
        Severity.INFO,
        "International domain",
        "The domain of this address has letters beyond ASCII and travels in the form that is shown. Both "
        "spellings count as the same person. Nothing needs to be done.",
    ),
    _rule(
        "LST032",
        Severity.WARNING,
        "Encoding doubtful",
        "Some bytes of this list fit neither UTF-8 nor the usual encodings of Western names: letters are broken, or "
        "it is another script, and its encoding was guessed by statistics. Look at the names. Give --encoding, or save "
        "the list as UTF-8 again; rows that lost a letter are refused until then.",
    ),
    _rule(
        "LST033",
        Severity.ERROR,
        "Not a name",
        "The cell for a name or an outlet is so long that it cannot be one, or a number stands where a name belongs. "
        "It would stand in the header of the mail and in its greeting. If it is so in every row, two columns are "
        "mixed up: put the right names above them. Else put the text where it belongs, or go on without the row with "
        "--skip-invalid.",
    ),
    _rule(
        "LST034",
        Severity.ERROR,
        "Not a list",
        "A file in lists/ cannot be read as a list: it is of another kind, or its permissions forbid it. The other "
        "lists are read. Take it out of lists/, or save it as CSV.",
    ),
    _rule(
        "LST035",
        Severity.WARNING,
        "Not a phone number",
        "The number has more or fewer digits than any number of its country, or begins with a code that no country "
        "has. Such cells come from mistyping, or from programs that cut digits off. Correct it; the contact is mailed "
        "all the same.",
    ),
    _rule(
        "LST036",
        Severity.WARNING,
        "Heading between rows",
        "A row holds nothing but a word or two in the column of addresses, as lists do that part radio from print. It "
        "is passed over and nobody is mailed for it. Take it out; if it is a person, the address is missing.",
    ),
    _rule(
        "LST037",
        Severity.WARNING,
        "Suppressed people on a list",
        "Somebody on this list opted out, asked to be removed, or has an address that fails. They are left out of "
        "every mailing, whatever list they stand on, so this stops nothing. Take them out of the list all the same: "
        "it may be used elsewhere one day.",
    ),
)
