"""vCards: three versions and what address books make of them."""

from hypothesis import given, settings
from hypothesis import strategies as st

from dispatch.contacts import read

CARDS = """BEGIN:VCARD
VERSION:3.0
FN:Ana Ruiz
N:Ruiz;Ana;María;Dr.;
ORG:El Diario;News
TITLE:Reporter
EMAIL;type=INTERNET;type=WORK:work@x.test
EMAIL;type=INTERNET;type=pref:ana@x.test
TEL;type=CELL:+1 312 555 0101
CATEGORIES:press,radio
NOTE:Two\\nlines\\, and; semi
item1.EMAIL;type=INTERNET:other@x.test
item1.X-ABLabel:_$!<Other>!$_
PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQSkZJRgABAQAAAQABAAD
 AAAAAAAAAAAAAAAA
 BBBBBBBBBBBBBBBB
END:VCARD
BEGIN:VCARD
VERSION:2.1
N;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:M=C3=BCller;Zo=C3=AB
FN;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:Zo=C3=AB M=C3=BC=
ller
EMAIL;PREF;INTERNET:zoe@x.test
END:VCARD

BEGIN:VCARD
VERSION:4.0
FN:José Peña
N:Peña;José;;;
EMAIL;PREF=2:second@x.test
EMAIL;PREF=1:jose@x.test
LANG:es-MX
ORG:La Voz
END:VCARD
BEGIN:VCARD
VERSION:3.0
FN:Exchange
N:X;Y;;;
EMAIL:TYPE=internet,pref:x@y.test
END:VCARD
BEGIN:VCARD
VERSION:3.0
N:;;;;
FN:The Post
ORG:The Post
EMAIL:desk@post.test
this line is garbage
END:VCARD
BEGIN:VCARD
VERSION:3.0
FN:No Address
N:Address;No;;;
END:VCARD
BEGIN:VCARD
VERSION:3.0
FN:Long na
 me
N:me;Long na;;;
EMAIL:long@x.te
 st
END:VCARD
"""


def test_cards_of_all_versions(listed):
    """Names, preferred addresses, alternates, outlets, languages and notes come out of every version."""
    reading = listed(CARDS, "contacts.vcf")
    ana, zoe, jose, exchange, post, long = reading.contacts
    assert (ana.email, ana.name, ana.first_name, ana.last_name, ana.honorific, ana.outlet, ana.role) == (
        "ana@x.test", "Ana Ruiz", "Ana", "Ruiz", "Dr.", "El Diario", "Reporter",
    )  # fmt: skip
    assert ana.alternates == ("work@x.test", "other@x.test")
    assert (ana.tags, ana.notes, ana.phone) == (("press", "radio"), "Two\nlines, and; semi", "+1 312 555 0101")
    assert (zoe.email, zoe.name, zoe.first_name) == ("zoe@x.test", "Zoë Müller", "Zoë")
    assert (jose.email, jose.language, jose.alternates) == ("jose@x.test", "es-MX", ("second@x.test",))
    assert exchange.email == "x@y.test"
    assert (post.email, post.name, post.outlet) == ("desk@post.test", "", "The Post")
    assert (long.email, long.line) == ("long@x.test", 54)
    assert [(finding.code, finding.line) for finding in reading.findings] == [("LST026", 47), ("LST006", 49)]
    assert reading.format == "vcard"


def test_a_card_in_another_encoding(listed):
    """vCards in UTF-16, or in cp1252 with a note about it."""
    card = "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Peña;Zoë;;;\r\nFN:Zoë Peña\r\nEMAIL:z@x.test\r\nEND:VCARD\r\n"
    for encoding in ("utf-8-sig", "utf-16", "cp1252"):
        reading = listed(card.encode(encoding), "one.vcf")
        assert [contact.name for contact in reading.contacts] == ["Zoë Peña"], encoding


def test_one_broken_card_never_hides_the_next(listed):
    """A card that never ends, or that cannot be parsed, costs only itself."""
    reading = listed(
        "BEGIN:VCARD\nVERSION:3.0\nFN:A\nN:A;;;;\nEMAIL:a@x.test\n"
        "BEGIN:VCARD\nVERSION:3.0\nFN;ENCODING=QUOTED-PRINTABLE;CHARSET=nonsense:=FF\nEMAIL:b@x.test\nEND:VCARD\n"
        "BEGIN:VCARD\nVERSION:3.0\nFN:C\nN:C;;;;\nEMAIL:c@x.test\nEND:VCARD\n",
        "broken.vcf",
    )
    assert {"a@x.test", "c@x.test"} <= {contact.email for contact in reading.contacts}
    assert reading.rows == 3


def test_pictures_and_odd_lines_are_no_trouble(listed, capfd):
    """A picture that is not folded is passed over, tags may stand alone, and the library writes nothing anywhere."""
    reading = listed(
        "BEGIN:VCARD\nFN:A\nN:A\nCATEGORIES:press\nPHOTO;BASE64:AAAA\nBBBB\nCCCC==\nEMAIL:a@x.test\n;:\nEND:VCARD\n"
        "BEGIN:VCARD\nVERSION:3.0\nFN:B\nN:B\nCATEGORIES:press\nX-ODD;=;:x\nTEL;TYPE=:1\nEMAIL:b@x.test\nEND:VCARD\n",
        "odd.vcf",
    )
    assert [(contact.email, contact.tags) for contact in reading.contacts] == [
        ("a@x.test", ("press",)),
        ("b@x.test", ("press",)),
    ]
    assert capfd.readouterr() == ("", "")


@settings(deadline=None)
@given(st.text(max_size=300))
def test_no_card_crashes_the_reader(tmp_path_factory, content):
    """Anything between BEGIN and END gives a contact or a finding."""
    path = tmp_path_factory.mktemp("cards") / "any.vcf"
    path.write_text(f"BEGIN:VCARD\nVERSION:3.0\n{content}\nEND:VCARD\n", encoding="utf-8", errors="surrogatepass")
    reading = read(path)
    assert reading.rows == len(reading.contacts) + reading.invalid
