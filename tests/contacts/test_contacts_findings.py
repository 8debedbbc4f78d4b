"""Every finding about lists: a list that has the trouble, and one that looks like it and has none."""

import io
import zipfile

import pytest

from dispatch import contacts
from dispatch.errors import InputError
from dispatch.preflight.lists import RULES

#: Code, a list that has the trouble, a list that looks like it and has none; a name other than list.csv stands first.
EXAMPLES = [
    ("LST001", "email,name\nana@x.test,José\n".encode("cp1252"), "email,name\nana@x.test,José\n"),
    ("LST002", "email,name\nana@x.test,JosÃ©\n", "email,name\nana@x.test,Ã la carte\n"),
    ("LST003", "name,town\nAna,Quito\n", "name,mail\nAna,ana@x.test\n"),
    ("LST004", "email,name\nAna Ruiz,ana@x.test\n", "email,name\nana@x.test,Ana Ruiz\n"),
    ("LST005", "email,name\nana.x.test,Ana\n", "email,name\nana.ruiz@x.test,Ana\n"),
    ("LST006", "email,name\n,Ana Ruiz\n", "email,name\nana@x.test,\n"),
    ("LST007", 'email,name\n"ana@x.test, bo@x.test",Ana\n', 'email,name\n"Ruiz, Ana <ana@x.test>",Ana\n'),
    ("LST008", "email,name\nmailto:ana@x.test,Ana\n", "email,name\nana@x.test,mailto\n"),
    ("LST009", "email,name\nana@x.test,A\u202ena\n", 'email,name,notes\nana@x.test,Ana,"two\nlines"\n'),
    ("LST010", "email,name\nana@x.test,Jos\ufffd\n", "email,name\nana@x.test,Jos?\n"),
    ("LST011", "email,name\nana@x.test,Ana\nANA@X.TEST,Bo\n", "email,name\nana@x.test,Ana\nana@y.test,Ana\n"),
    ("LST012", "email,name\nana@x.test,Ruiz,Ana\n", "email,name\nana@x.test,Ana,,\n"),
    ("LST013", "email,town,town\nana@x.test,A,B\n", "email,town,town 2\nana@x.test,A,B\n"),
    ("LST014", "email,name,full name\nana@x.test,Ana,Ana Ruiz\n", "email,beat,topics\nana@x.test,health,work\n"),
    ("LST015", "Radio list 2026,\nemail,name\nana@x.test,Ana\n", "email,name\nana@x.test,Ana\n"),
    ("LST016", "ana@x.test,Ana\nbo@x.test,Bo\n", "email,name\nana@x.test,Ana\n"),
    ("LST017", "email,language\nana@x.test,Klingon\n", "email,language\nana@x.test,Español (México)\n"),
    ("LST018", "email,time zone\nana@x.test,EDT5\n", "email,time zone\nana@x.test,America/Chicago\n"),
    ("LST019", 'email,name\nana@x.test,"Ana\nbo@x.test,Bo\n', 'email,name\nana@x.test,"Ana\nRuiz"\n'),
    ("LST020", "list.xlsx", "email,name\nana@x.test,Ana\n", "email,name\nana@x.test,Ana\n"),
    ("LST021", "email\nana@gmial.com\n", "email\nana@ymail.com\n"),
    ("LST022", "email\nana@ex\u0430mple.test\n", "email\nana@пример.test\n"),
    ("LST023", "unsubscribed_members.csv", "Email Address\nana@x.test\n", "Email Address\nana@x.test\n"),
    ("LST024", "email,name\nana@x.test,ANA RUIZ\n", "email,name\nana@x.test,BBC\n"),
    (
        "LST026",
        "list.vcf",
        "BEGIN:VCARD\nVERSION:3.0\nFN:Ana\nEMAIL:ana@x.test\nwords\nEND:VCARD\n",
        "email\na@x.test\n",
    ),
    ("LST027", "email,__class__\nana@x.test,x\n", "email,class_\nana@x.test,x\n"),
    ("LST028", "email,phone\nana@x.test,3.49E+10\n", "email,phone\nana@x.test,+34 912 345 678\n"),
    ("LST029", "email,outlett\nana@x.test,El Día\n", "email,outside\nana@x.test,El Día\n"),
    ("LST030", "email,name\n", "email,name\nana@x.test,Ana\n"),
    ("LST031", "email\nana@bücher.test\n", "email\nana@buecher.test\n"),
    (
        "LST032",
        "email,name\nana@x.test,Ξενοφών Παπαδόπουλος\n".encode("iso8859-7"),
        "email,name\nana@x.test,Ibáñez Núñez\n".encode("cp1252"),
    ),
    ("LST033", "email,name\nana@x.test," + "A" * 201 + "\n", "email,notes\nana@x.test," + "A" * 201 + "\n"),
    ("LST033", "contact name,contact number,email\n0912345,Ana Ruiz,ana@x.test\n", "outlet,email\n98.5,ana@x.test\n"),
    ("LST035", "email,phone\nana@x.test,+44 1\n", "email,phone\nana@x.test,call the desk\n"),
    ("LST036", "email,name\nRADIO,\nana@x.test,Ana\n", "email,name\nRadio@x.test,\n,RADIO\n"),
]
#: Those that need more than one file or sheet, or none: tested in the modules that are named.
ELSEWHERE = {
    "LST025": "test_contacts_workbooks.py",
    "LST034": "test_contacts_examples.py",
    "LST037": "test_contacts_selection.py",
}


def codes(folder, name, content):
    """Codes of everything that is said about a list and its selection."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    reading = contacts.read(path)
    findings = (*reading.findings, *contacts.select([reading]).findings)
    assert all(item.fix or item.severity == "info" for item in findings)
    return [item.code for item in findings]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example[0])
def test_a_list_with_the_trouble_is_told_and_one_like_it_is_not(example, tmp_path):
    """The failing example has the code, the passing one does not."""
    code, *name, bad, good = example
    assert code in codes(tmp_path, name[0] if name else "list.csv", bad)
    assert code not in codes(tmp_path, "good.csv", good)


def test_every_finding_about_lists_has_examples(request):
    """The table above names each code of the catalogue, or says where else it is tested."""
    for code, module in ELSEWHERE.items():
        assert code in (request.path.parent / module).read_text(encoding="utf-8")
    assert {rule.code for rule in RULES} == {code for code, *_ in EXAMPLES} | set(ELSEWHERE)


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"<html><table><tr><td>email</td></tr></table></html>", "a web page"),
        (b"\xef\xbb\xbf<!DOCTYPE html>\n<html>", "a web page"),
        (b'<?xml version="1.0"?><Workbook/>', "an XML file"),
        (b"%PDF-1.7\n", "a PDF"),
        (b"{\\rtf1 email}", "a text document"),
        (b'{"email": "ana@x.test"}', "a JSON file"),
        (b"PK\x05\x06" + bytes(18), "an empty archive"),
    ],
)
def test_what_is_no_list_is_named_and_refused(content, what, tmp_path):
    """Whatever it is called; a web page under the name of a workbook is what some databases export."""
    for name in ("list.csv", "list.xls"):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(InputError, match=what) as refused:
            contacts.read(tmp_path / name)
        assert refused.value.fix


def test_an_archive_without_lists_says_so(tmp_path):
    """It is neither read as text nor taken for empty."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("readme.txt", "hello")
    (tmp_path / "a.zip").write_bytes(data.getvalue())
    with pytest.raises(InputError, match="without lists"):
        contacts.read(tmp_path / "a.zip")


@pytest.mark.parametrize(
    ("name", "codec", "ends"),
    [
        ("Núñez", "cp1252", "\r\n"),
        ("Ibáñez", "cp1252", "\n"),
        ("Núñez", "mac_roman", "\r"),
        ("Bó", "mac_roman", "\r"),
        ("Müller – Groß", "cp1252", "\r\n"),
    ],
)
def test_few_accents_are_enough_to_tell_windows_from_an_old_mac(name, codec, ends, tmp_path):
    """Two accents side by side are a Spanish name and no other script; old Macs end their lines with CR alone."""
    path = tmp_path / "list.csv"
    path.write_bytes(ends.join(["email;name", f"ana@x.test;{name}", ""]).encode(codec))
    (contact,) = contacts.read(path).contacts
    assert contact.name == name


def test_a_heading_between_rows_hides_nobody(tmp_path):
    """It is passed over and not counted, and the rows around it are read."""
    path = tmp_path / "list.csv"
    path.write_text("email,name\nRADIO,\nana@x.test,Ana\nPrint & online,\nbo@x.test,Bo\nana.x.test,\n", "utf-8")
    reading = contacts.read(path)
    assert [contact.email for contact in reading.contacts] == ["ana@x.test", "bo@x.test"]
    assert [(item.code, item.line) for item in reading.findings] == [("LST036", 2), ("LST036", 4), ("LST005", 6)]
    assert (reading.rows, reading.invalid) == (3, 1)


@pytest.mark.parametrize(
    ("cell", "kept"),
    [
        ("Dr.", "Dr."),
        ("Dear Ms", "Ms"),
        ("Querida Ana,", ""),
        ("Sehr geehrte Frau Dr.", "Frau Dr."),
        ("Hidalgo", "Hidalgo"),
    ],
)
def test_a_salutation_is_no_honorific(cell, kept, tmp_path):
    """A column of whole salutations would greet somebody as Dear Dear Ana."""
    path = tmp_path / "list.csv"
    path.write_text(f'email,salutation,last name\nana@x.test,"{cell}",Ruiz\n', "utf-8")
    (contact,) = contacts.read(path).contacts
    assert contact.honorific == kept
