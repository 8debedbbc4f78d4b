"""Each rule about releases, embargoes and senders: an example that fails and one that passes."""

from datetime import UTC, datetime

import pytest

from dispatch import preflight, release
from dispatch.model.mail import Organisation, Sender
from dispatch.preflight.rule import Account

NOW = datetime(2026, 3, 9, 15, 0, tzinfo=UTC)
ORGANISATION = Organisation(name="Alliance for Open Clinics", address="12 Harbour Street")
SENDER = Sender(name="Press Office", email="press@alliance.test")
HEAD = "Night clinics open in six cities\n\n"
LEAD = "DENVER – Six clinics of the Alliance for Open Clinics open on Monday, and more will follow in the spring.\n\n"
ABOUT = "About the Alliance for Open Clinics\n\nThe Alliance for Open Clinics is a network of 43 clinics.\n\n"
CONTACT = "Media contact\n\nMaya Lindqvist\nmaya.lindqvist@alliance.test\n+44 23 5550 0142\n"
END = "###\n\n"
GOOD = HEAD + LEAD + END + ABOUT + CONTACT
GERMAN = (
    "Kliniken öffnen nachts\n\nBONN – Die TK zahlt für alle Kinder, die in diesem Winter zu uns kommen, und wir danken "
    "der Kasse dafür, dass sie das seit Jahren tut.\n"
)
SPANISH = (
    "Abren clínicas nocturnas en seis ciudades\n\nMADRID – Seis clínicas de la alianza abren el lunes y más seguirán "
    "en primavera, según la organización.\n\nContacto de prensa\n\nMaya Ruiz\nmaya@alianza.test\n"
)
MARKDOWN = "---\n{}\n---\n\n" + GOOD


def body(paragraph):
    """A good release with one more paragraph."""
    return HEAD + LEAD + paragraph + "\n\n" + END + ABOUT + CONTACT


def top(line):
    """A good release with one more line on top."""
    return line + "\n\n" + GOOD


#: Code, a text that has the trouble, a text that looks like it and has none.
EXAMPLES = [
    (
        "REL001",
        "DENVER, March 9, 2026 – Six clinics open on Monday, and the alliance says that more will follow.",
        GOOD,
    ),
    ("REL002", "Night clinics open in six cities", GOOD),
    ("REL003", HEAD + GOOD, top("PRESS RELEASE")),
    ("REL004", "Night clinics " + "and day clinics and evening clinics " * 3 + "open\n\n" + LEAD, GOOD),
    ("REL005", HEAD.upper() + LEAD, "NHS opens night clinics\n\n" + LEAD),
    (
        "REL006",
        HEAD + LEAD.replace("Alliance for Open Clinics", "alliance"),
        HEAD + LEAD.replace("Alliance for Open Clinics", "AOC"),
    ),
    ("REL007", "Announces night clinics in six cities\n\n" + LEAD, "Open clinics by night announced\n\n" + LEAD),
    ("REL010", HEAD + LEAD + ABOUT, HEAD + LEAD + "Contact: Maya Lindqvist, +44 23 5550 0142\n"),
    ("REL010", HEAD + LEAD + "Questions from patients go to help@alliance.test.\n\n" + ABOUT, GOOD),
    ("REL011", GOOD.replace("maya.lindqvist", "john.smith"), GOOD.replace("maya.lindqvist", "press.office")[:0] + GOOD),
    (
        "REL012",
        GOOD.replace("maya.lindqvist@alliance.test", "[email\u00a0protected]"),
        body("The site is protected by e-mail."),
    ),
    (
        "REL013",
        body("The clinics open in [CITY] on Monday."),
        body("The clinics open [as planned] on Monday, by XXL demand."),
    ),
    ("REL013", body("Dear {{ first_name }}, the clinics open."), body("The set {a, b} has two members, TKO or not.")),
    ("REL013", body("It grew by TK percent."), body("Guests of Super Bowl XXX came on flight TK 1984.")),
    (
        "REL013",
        body("It costs XXX dollars."),
        GERMAN,
    ),
    (
        "REL014",
        body("The clinics open. [Comment: check this with legal]"),
        body("Comment is free, and deleted scenes are fun."),
    ),
    ("REL015", "Night clinics \u202eopen\u202c in six cities\n\n" + LEAD, GOOD),
    ("REL020", GOOD + "\nSpread the love\n", body("They spread the love of reading, one share at a time.")),
    ("REL021", GOOD + "\nRelated posts\n\nOld news\n", body("Read more than a menu, he said, and search no further.")),
    (
        "REL022",
        body("The clinics are open to all. Learn more at"),
        body("The clinics are open to all. Learn more at https://alliance.test."),
    ),
    ("REL022", body("Weitere Informationen finden Sie unter"), body("They came to learn more at night.")),
    ("REL008", HEAD.replace("cities", "cities!") + LEAD, body("They came at once!")),
    ("REL009", HEAD.replace("cities", "cities \U0001f389") + LEAD, GOOD),
    ("REL016", body("The clinics\u00a0\u00a0open."), body("The clinics open at 9\u00a0p.m.")),
    ("REL035", HEAD.replace("open", "opened in Q2 2024") + LEAD, HEAD.replace("open", "open in Q1 2026") + LEAD),
    (
        "REL035",
        HEAD + LEAD.replace("Monday", "the third quarter of 2024"),
        body("It began in the third quarter of 2024."),
    ),
    (
        "REL037",
        body("The clinics will open their doors on Monday, March 10, 2025, at noon."),
        body("The clinics will open on March 10, 2026. The law adopted on March 10, 2025, will take effect then."),
    ),
    (
        "REL037",
        body("Les portes ouvertes auront lieu le mardi 11 mars 2025."),
        body("Le budget voté le 11 mars 2025 aura lieu d’être revu, et les portes ouvrent le 11 mars 2027."),
    ),
    (
        "REL037",
        body("El acto tendrá lugar el 3 de mayo de 2025 en la plaza."),
        body("El acto tendrá lugar el 3 de mayo de 2026, y recuerda el del 3 de mayo de 2025."),
    ),
    (
        "REL037",
        body("Die Messe findet am 3. Mai 2025 statt."),
        body("Die Messe findet seit dem 3. Mai 2025 an jedem Montag statt."),
    ),
    (
        "REL037",
        "MEDIA ADVISORY\n\n" + HEAD + "WHAT: A tour.\nWHEN: Thursday, March 13, 2025\nWHERE: 12 Harbour St.\n",
        "MEDIA ADVISORY\n\n" + HEAD + "WHAT: A tour.\nWHEN: Thursday, March 12, 2026\nWHERE: 12 Harbour St.\n",
    ),
    ("REL045", HEAD + LEAD + ABOUT + CONTACT, HEAD + LEAD),
    (
        "REL045",
        HEAD + LEAD + CONTACT,
        SPANISH,
    ),
    (
        "REL056",
        body("“Nobody should wait,” said Ruth Okafor. “We open at night.\n\nWe ask for nothing else.”"),
        body("“Nobody should wait,” said Ruth Okafor. “We open at night.\n\n“We ask for nothing else.”"),
    ),
    ("REL036", body("They open on March 3rd."), body("They open on March 3, on 3rd Avenue.")),
    ("REL043", body("It is a groundbreaking clinic."), body("Ground was broken in 2021.")),
    ("REL044", top("FOR IMMEDIATE RELEASE"), GOOD),
    ("REL051", body("Clinics Inc. (NASDAQ:CLNC) pays."), body("Clinics Inc. (NASDAQ: CLNC) pays (in cash).")),
    ("REL062", body("See http://alliance.example.org/plan."), body("See https://alliance.example.org/plan.")),
    ("REL023", body("To register click here today."), "[register](https://alliance.test)".join([body(""), ""])),
    (
        "REL030",
        HEAD
        + "Six clinics open on Monday, the Alliance for Open Clinics said, and more will follow in spring.\n\n"
        + ABOUT,
        GOOD,
    ),
    (
        "REL031",
        GOOD.replace("DENVER –", "DENVER – March 3, 2026 –"),
        GOOD.replace("DENVER –", "DENVER – March 9, 2026 –"),
    ),
    (
        "REL032",
        GOOD.replace("DENVER –", "DENVER – February 30, 2026 –"),
        GOOD.replace("DENVER –", "DENVER – March 9, 2026 –"),
    ),
    (
        "REL033",
        GOOD.replace("DENVER –", "DENVER, Tuesday, March 9, 2026 –"),
        GOOD.replace("DENVER –", "DENVER, Monday, March 9, 2026 –"),
    ),
    (
        "REL033",
        body("The first clinic opens on Friday, March 13, 2027, at noon."),
        body("The first opens on Friday, March 13, 2026."),
    ),
    ("REL034", GOOD.replace("DENVER –", "DENVER, 03/04/2026 –"), GOOD.replace("DENVER –", "DENVER, 13/03/2026 –")),
    ("REL040", HEAD + LEAD + CONTACT, GOOD),
    ("REL041", body("Nobody should wait for a nurse at night. " * 110), GOOD),
    (
        "REL042",
        body("Four in ten waited more than five hours [3]."),
        body("Four in ten waited [1].\n\nNotes to editors\n\n[1] Counted in May."),
    ),
    (
        "REL042",
        body("Four in ten waited more than five hours.³"),
        body("They have 43 m², all tiled. Four in ten waited.¹\n\nNotes to editors\n\n¹ Counted in May."),
    ),
    (
        "REL050",
        body("“Nobody should wait, said Ruth Okafor, a nurse."),
        body("“Nobody should wait,” said Ruth Okafor, a nurse."),
    ),
    (
        "REL053",
        body("“We open,” said Ruth Okafor. Later Ruth Okafar left."),
        body("“We open,” said Ruth Okafor. Ruth Okafor left."),
    ),
    (
        "REL060",
        body("See https://alliance.test/?utm_source=mail for more."),
        body("See https://alliance.test/?page=2 for more."),
    ),
    ("REL061", body("See https:/alliance.test for more."), body("See https://alliance.test for more.")),
    ("REL070", "Las clínicas de la noche abren en seis ciudades para todos\n\n" + LEAD * 3, GOOD),
    (
        "REL071",
        "CORRECTION: " + GOOD,
        "CORRECTION: " + body("The third paragraph should have said six cities, not seven."),
    ),
    ("EMB001", top("EMBARGOED until 4/12/26"), body("Sin embargo, the embargo on grain until 2014 hurt farmers.")),
    ("EMB001", top("STRICTLY EMBARGOED"), top("Embargoed until 9 a.m. ET, March 12, 2026")),
    ("EMB002", top("Embargoed until March 12, 2026"), top("Embargoed until 9 a.m. ET, March 12, 2026")),
    ("EMB003", top("Embargoed until 9 a.m., March 12, 2026"), top("Embargoed until 9 a.m. ET, March 12, 2026")),
    (
        "EMB004",
        top("Embargoed until 9 a.m. ET/9 a.m. CT, March 12, 2026"),
        top("Embargoed until 9 a.m. ET/8 a.m. CT, March 12, 2026"),
    ),
    ("EMB005", top("Sperrfrist: Redebeginn"), top("Sperrfrist: 12. März 2026, 10 Uhr MEZ")),
    (
        "EMB006",
        top("Embargoed until 9 a.m. ET, Friday, March 12, 2026"),
        top("Embargoed until 9 a.m. ET, Thursday, March 12, 2026"),
    ),
    (
        "EMB007",
        top("Embargoed until 1:30 a.m. ET, November 1, 2026"),
        top("Embargoed until 1:30 a.m. EDT, November 1, 2026"),
    ),
    ("EMB008", top("Embargoed until 9 a.m. ET, March 6, 2026"), top("Embargoed until 9 a.m. ET, March 12, 2026")),
    ("EMB009", top("FOR IMMEDIATE RELEASE\n\nEmbargoed until 9 a.m. ET, March 12, 2026"), top("FOR IMMEDIATE RELEASE")),
    ("EMB010", top("Embargoed until 12:01 a.m. ET, March 12, 2026"), top("Embargoed until 00:01 GMT, March 12, 2026")),
    (
        "EMB012",
        top("Achtung, Redaktionen: Die Sperrfrist endet am Mittwoch um acht in der Früh"),
        top("MEDIA RELEASE | EMBARGO: None"),
    ),
    (
        "EMB012",
        top("Please note that journalists who got this early agreed to an embargo that runs out tomorrow at noon."),
        top("Oil embargo hits refineries on the coast"),
    ),
    (
        "EMB012",
        GOOD + "\n\nNotes to editors\n\nThis release is under embargo until the minister has spoken.\n",
        GOOD + "\n\nNotes to editors\n\nThe study is no longer under embargo.\n",
    ),
    (
        "EMB012",
        body("Bitte beachten Sie die Sperrfrist."),
        body("Two papers broke the embargo, she said."),
    ),
    ("EMB012", body("Please respect the embargo on this story."), top("EMBARGO: FOR IMMEDIATE RELEASE")),
    ("EMB011", top("Embargoed until 9 a.m. EST, July 12, 2026"), top("Embargoed until 9 a.m. EDT, July 12, 2026")),
]
FRONT_MATTER = [
    (
        "REL064",
        'images: ["https://alliance.test/a.jpg"]',
        'images: [{src: "https://alliance.test/a.jpg", alt: A nurse, credit: Ana Ruiz}]',
    ),
    (
        "REL064",
        "images: [{src: a.png, decorative: no}]",
        "images: [{src: a.png, decorative: yes}]",
    ),
    (
        "REL065",
        'images: [{src: "https://alliance.test/a.jpg", alt: A nurse}]',
        "images: [{src: a.jpg, alt: A nurse, caption: A nurse at night}]",
    ),
    ("REL080", 'headline: "Night', "headline: Night clinics open"),
    ("REL081", "headine: Night clinics open", "headline: Night clinics open"),
    ("REL082", "date: next Tuesday", "date: 2026-03-09"),
    ("REL082", 'subject: "Night\\nBcc: e@x.test"', "subject: Night"),
    ("REL015", "subject: =?utf-8?q?Night?=", "subject: Night"),
    ("REL083", "kicker: Health\nkicker: Night", "kicker: Night"),
    ("REL082", "kind: announcement", "kind: statement"),
    ("EMB003", "embargo: 2026-03-12 09:00", "embargo: 2026-03-12 09:00 America/Chicago"),
    (
        "EMB004",
        "embargo: 2026-03-12 09:00 America/Chicago\n---\n\nEmbargoed until 9 a.m. ET, March 12, 2026\n\n<!--",
        "embargo: 2026-03-12 09:00 UTC",
    ),
]
SENDERS = [
    ("SND001", {"name": ""}, {}),
    ("SND002", {}, {"address": ""}),
    ("SND003", {"email": "alliance@gmail.com"}, {}),
    ("SND004", {"bounce": "bounces@bulk.test"}, {}),
    ("SND005", {}, {"name": ""}),
]


def codes(text, tmp_path, suffix=".txt", **changed):
    """Codes of everything preflight says about a text."""
    path = tmp_path / f"release{suffix}"
    path.write_text(text, encoding="utf-8")
    read, found = release.read(path, shown=path.name)
    values = {"organisation": ORGANISATION, "sender": SENDER} | changed
    findings = preflight.run(preflight.Case(release=read, now=NOW, **values), found=found)
    assert all(item.fix for item in findings)
    assert all(item.line is None or item.column for item in findings)
    return [item.code for item in findings]


@pytest.mark.parametrize(
    ("code", "bad", "good"), EXAMPLES, ids=[f"{code}-{at}" for at, (code, *_) in enumerate(EXAMPLES)]
)
def test_a_rule_fires_on_its_example_and_not_on_what_looks_like_it(code, bad, good, tmp_path):
    """The failing example has the code, the passing one does not."""
    assert code in codes(bad, tmp_path)
    assert code not in codes(good, tmp_path)


@pytest.mark.parametrize(("code", "bad", "good"), FRONT_MATTER)
def test_a_rule_about_front_matter_fires_on_its_example(code, bad, good, tmp_path):
    """The failing front matter has the code, the passing one does not."""
    assert code in codes(MARKDOWN.format(bad), tmp_path, ".md")
    assert code not in codes(MARKDOWN.format(good), tmp_path, ".md")


def test_a_picture_in_the_text_is_declared_decorative_in_the_front_matter(tmp_path):
    """The entry of the same file says so for it; without it the missing description is an error."""
    text = MARKDOWN.replace("DENVER –", "![](line.png)\n\nDENVER –", 1)
    assert "REL064" in codes(text.format("kind: release"), tmp_path, ".md")
    found = codes(text.format("images: [{src: line.png, decorative: yes}]"), tmp_path, ".md")
    assert not {"REL064", "REL065", "REL082"} & set(found)


@pytest.mark.parametrize(("code", "sender", "organisation"), SENDERS)
def test_a_rule_about_the_sender_fires_on_its_example(code, sender, organisation, tmp_path):
    """The failing settings have the code, the good ones do not."""
    values = {"name": SENDER.name, "email": SENDER.email} | sender
    firm = {"name": ORGANISATION.name, "address": ORGANISATION.address} | organisation
    assert code in codes(GOOD, tmp_path, sender=Sender(**values), organisation=Organisation(**firm))
    assert code not in codes(GOOD, tmp_path)


@pytest.mark.parametrize(
    ("code", "email", "bad", "good"),
    [
        ("SND007", "press@alliance.test", ("gmail", "alliance@gmail.com"), ("gmail", "press@alliance.test")),
        ("SND007", "press@alliance.test", ("smtp.office365.com", "a@other.test"), ("smtp.office365.com", "")),
        ("SND007", "press@alliance.test", ("smtp.gmx.net", "a@gmx.de"), ("smtp.relay.test", "a@other.test")),
        ("SND007", "press@mail.alliance.test", ("gmail", "a@gmail.com"), ("gmail", "a@alliance.test")),
        ("SND008", "alliance@gmail.com", ("smtp.relay.test", "apikey"), ("smtp.gmail.com", "alliance@gmail.com")),
        ("SND008", "alliance@outlook.com", ("gmail", "alliance@gmail.com"), ("smtp-mail.outlook.com", "")),
        ("SND008", "alliance@gmx.de", ("notgmx.net", ""), ("127.0.0.1", "")),
        ("SND008", "alliance@web.de", ("smtp.relay.test", ""), ("smtp.web.de", "alliance@web.de")),
    ],
)
def test_a_rule_about_the_account_fires_on_its_example(code, email, bad, good, tmp_path):
    """Two domains where that fails; a domain below the other, relays and loopback are left alone."""
    sender = Sender(name="Press Office", email=email)
    for (host, username), told in ((bad, True), (good, False)):
        account = Account(host=host, username=username)
        assert (code in codes(GOOD, tmp_path, sender=sender, account=account)) is told


@pytest.mark.parametrize(("code", "data"), [("REL090", "Café «ñandú»".encode("cp1252")), ("REL091", "CafÃ©".encode())])
def test_a_rule_about_bytes_fires_on_its_example(code, data, tmp_path):
    """A guessed encoding and broken characters are told; clean UTF-8 has neither."""
    path = tmp_path / "release.txt"
    path.write_bytes(data + b"\n\n" + GOOD.encode("cp1252" if code == "REL090" else "utf-8"))
    _, found = release.read(path)
    assert code in [item.code for item in found]
    assert code not in codes(GOOD + "Ã la carte, â la mode", tmp_path)


def test_a_text_too_long_for_a_release_is_told(tmp_path):
    """What is beyond the bound is an error, not silence."""
    assert "REL092" in codes(GOOD + "More text.\n" * 6000, tmp_path)


def test_a_good_release_has_no_finding_at_all(tmp_path):
    """Nothing cries wolf."""
    assert codes(GOOD, tmp_path) == []


def test_contacts_in_the_front_matter_replace_a_section_with_hidden_addresses(tmp_path):
    """Then the hidden addresses go out nowhere, and are no trouble."""
    text = body("").replace(
        CONTACT, "Media contact\n\nWrite to [email protected] or [email protected] for interviews. Or ring.\n"
    )
    assert codes(text, tmp_path).count("REL012") == 2
    front = "---\ncontacts: {name: Maya Lindqvist, email: maya@alliance.test}\n---\n\n"
    assert codes(front + text, tmp_path, ".md") == []


def test_a_link_on_the_next_line_of_a_wrapped_paragraph_does_not_dangle(tmp_path):
    """Where the source breaks its lines means nothing in Markdown."""
    assert "REL022" not in codes(body("The clinics are open. Learn more at\nhttps://alliance.test."), tmp_path, ".md")
    assert "REL022" in codes(body("The clinics are open to all. Learn\nmore at"), tmp_path, ".md")


def test_words_that_are_a_link_lead_somewhere(tmp_path):
    """`More information here`, where the last word is the link, as pages and documents have it."""
    linked = body("The clinics are open to all. Learn more at [our site](https://alliance.test/clinics)")
    assert "REL022" not in codes(linked, tmp_path, ".md")
    here = body("The clinics are open to all.\n\nMore information [here](https://alliance.test/clinics)")
    assert "REL022" not in codes(here, tmp_path, ".md")
    assert "REL022" in codes(body("The clinics are open to all.\n\nLearn more at"), tmp_path, ".md")


def test_what_documents_and_mail_bring_along_is_told(tmp_path):
    """A mail with files (REL097) under a wrong name (REL096); REL093, REL094 and REL095 need Word files."""
    header = "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\n"
    enclosed = (
        '\n--b\nContent-Type: application/pdf\nContent-Disposition: attachment; filename="plan.pdf"\n\nx\n--b--\n'
    )
    path = tmp_path / "release.docx"
    path.write_bytes((header + GOOD + enclosed).encode())
    _, found = release.read(path)
    assert {"REL096", "REL097"} <= {item.code for item in found}
    assert not {"REL093", "REL094", "REL095", "REL096", "REL097"} & set(codes(GOOD, tmp_path))


def test_a_number_that_cannot_be_dialled_from_abroad_is_told(tmp_path):
    """REL052 only when somebody is abroad, and only without a country code."""
    for phone, abroad, told in (
        ("020 7946 0142", True, True),
        ("+44 20 7946 0142", True, False),
        ("020 7946 0142", False, False),
    ):
        path = tmp_path / "release.txt"
        path.write_text(GOOD.replace("+44 23 5550 0142", phone), encoding="utf-8")
        read, _ = release.read(path)
        case = preflight.Case(release=read, organisation=ORGANISATION, sender=SENDER, now=NOW, abroad=abroad)
        assert ("REL052" in [item.code for item in preflight.run(case)]) is told


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("The tour begins on July 14, 2026, at 2 p.m. EST.", True),
        ("The tour begins on July 14 at 2:30 PM (EST).", True),
        ("The tour begins at 14:00 PST on 14 July.", True),
        ("The tour begins on January 14, 2027, at 2 p.m. EDT.", True),
        ("Die Führung beginnt am 14. Juli um 10:00 Uhr MEZ.", True),
        ("The tour begins on July 14 at 2 p.m. ET.", False),
        ("The tour begins on July 14 at 2 p.m. EDT.", False),
        ("The tour begins on January 14 at 2 p.m. EST.", False),
        ("The tour begins on July 14 at 2 p.m. MST.", False),
        ("The tour in Cancún begins on July 14 at 2 p.m. EST.", False),
        ("The tour begins on March 8 at 2 p.m. EST.", False),
        ("Tickets are sold from January 14 on for the tour on July 14 at 2 p.m. EST.", False),
        ("The tour begins on Monday at 2 p.m. EST.", False),
        ("Embargoed until July 14, 2026, 2 p.m. EST", False),
        ("The 14 July est. cost is 20 million, 10 p.m. estimates say.", False),
    ],
)
def test_a_zone_out_of_season_is_told(words, told, tmp_path):
    """REL055 only with a time, and with exactly one date beside it that is clearly in the other season."""
    assert ("REL055" in codes(body(words), tmp_path)) is told


def test_a_contact_nobody_can_call_is_told(tmp_path):
    """REL054 for a number too long for its country; local, invented and annotated numbers are left alone."""
    assert "REL054" in codes(GOOD.replace("+44 23 5550 0142", "+1 303 555 01423"), tmp_path)
    for phone in ("+44 (0)23 5550 0142", "023 5550 0142", "(303) 555-0142 ext. 12", "+1-303-555-0142"):
        assert "REL054" not in codes(GOOD.replace("+44 23 5550 0142", phone), tmp_path)


def test_tracking_behind_the_words_of_a_link_is_told(tmp_path):
    """REL063 sees what a page does not show; REL060 has the rest."""
    link = "<p>Read <a href='https://a.test/?{}=1'>the plan</a> of the clinics.</p>"
    page = "<html><body><h1>Night clinics open</h1><p>{}</p>" + link + "</body></html>"
    for parameter, told in (("utm_source", True), ("page", False)):
        path = tmp_path / "release.html"
        path.write_text(page.format(LEAD, parameter), encoding="utf-8")
        read, _ = release.read(path)
        case = preflight.Case(release=read, organisation=ORGANISATION, sender=SENDER, now=NOW)
        assert ("REL063" in [item.code for item in preflight.run(case)]) is told


def test_an_embargo_that_has_just_lifted_does_not_block_and_an_old_one_does(tmp_path):
    """EMB008: late-comers are still written to for a week; after that the date is taken for a slip."""
    weights = {}
    for day in ("March 6, 2026", "March 6, 2025"):
        path = tmp_path / "release.txt"
        path.write_text(top(f"Embargoed until 9 a.m. ET, {day}"), encoding="utf-8")
        read, _ = release.read(path)
        case = preflight.Case(release=read, organisation=ORGANISATION, sender=SENDER, now=NOW)
        weights[day] = [str(item.severity) for item in preflight.run(case) if item.code == "EMB008"]
    assert weights == {"March 6, 2026": ["warning"], "March 6, 2025": ["error"]}


def test_a_language_whose_grammar_is_not_known_is_not_blamed(tmp_path):
    """What was not found in an Arabic text is information, and says which languages are read."""
    path = tmp_path / "release.md"
    text = "قال تحالف العيادات المفتوحة اليوم إن ست عيادات ليلية ستفتح أبوابها يوم الاثنين في ست مدن. " * 2
    front = "---\nlanguage: ar\nheadline: ست عيادات ليلية تفتح أبوابها\n---\n\n"
    path.write_text(f"{front}{text}\n\n{text}\n", encoding="utf-8")
    read, _ = release.read(path)
    found = {one.code: one for one in preflight.run(preflight.Case(release=read, organisation=ORGANISATION, now=NOW))}
    for code in ("REL030", "REL040"):
        assert found[code].severity == "info"
        assert "English, Spanish, French and German only" in found[code].message
