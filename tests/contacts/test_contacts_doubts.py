"""Doubts: what is probably wrong although it can be mailed."""

import pytest

from dispatch.contacts.doubts import in_small_letters, meant_domain


@pytest.mark.parametrize(
    ("domain", "meant"),
    [
        ("gmial.com", "gmail.com"),
        ("gmai.com", "gmail.com"),
        ("gmaill.com", "gmail.com"),
        ("gnail.com", "gmail.com"),
        ("gmail.con", "gmail.com"),
        ("hotmial.com", "hotmail.com"),
        ("outlok.com", "outlook.com"),
        ("yaho.com", "yahoo.com"),
        ("wanado.fr", "wanadoo.fr"),
    ],
)
def test_slips_of_the_pen(domain, meant):
    """A letter too many, too few, mistaken or swapped in the name of a large provider."""
    assert meant_domain(domain) == meant


@pytest.mark.parametrize(
    "domain", ["gmail.com", "mail.com", "ymail.com", "gmx.de", "web.de", "example.org", "eldiario.test", "live.com"]
)
def test_real_domains_are_left_alone(domain):
    """Real providers and everybody else's domain raise no doubt."""
    assert meant_domain(domain) == ""


def test_doubts_are_warnings_with_a_place(listed, codes):
    """Each doubt names line and cell, says what may be meant, and keeps nobody from being mailed."""
    reading = listed(
        "name,email,phone\n"
        "ANA DE LA CRUZ,ana@gmial.com,3.49E+10\n"
        "JosÃ© PeÃ±a,jose@x.test,\n"
        "Ivan,ivan@p\u0430ypal.example,\n"
        "Käthe,kaethe@bücher.example,\n"
        "WHO,who@x.test,\n",
    )
    assert (len(reading.contacts), reading.invalid) == (5, 0)
    assert [(finding.code, finding.line, finding.column) for finding in reading.findings] == [
        ("LST021", 2, 2),
        ("LST024", 2, 1),
        ("LST028", 2, 3),
        ("LST002", 3, None),
        ("LST022", 4, 2),
        ("LST031", 5, 2),
    ]
    typo, capitals, _, mangled, alike, _ = reading.findings
    assert "ana@gmail.com" in typo.fix
    assert "Ana de la Cruz" in capitals.fix
    assert '"José"' in mangled.message
    assert "xn--" in alike.message
    assert "Cyrillic and Latin" in alike.message
    assert next(iter(reading.contacts)).name == "ANA DE LA CRUZ"


@pytest.mark.parametrize(
    ("name", "expected"),
    [("ANA RUIZ", "Ana Ruiz"), ("MARÍA DE LA CRUZ", "María de la Cruz"), ("JEAN-LUC PICARD", "Jean-Luc Picard")],
)
def test_capitals(name, expected):
    """Particles stay small, double names get two capitals."""
    assert in_small_letters(name) == expected
