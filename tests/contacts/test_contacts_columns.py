"""Headers: the exports that press offices meet, in four languages."""

import pytest

from dispatch.contacts.columns import map_columns
from dispatch.contacts.fold import fold, words
from dispatch.contacts.remarks import Remarks

GOOGLE = (
    "First Name,Middle Name,Last Name,Phonetic First Name,Name Prefix,Name Suffix,Nickname,File As,Organization Name,"
    "Organization Title,Organization Department,Birthday,Notes,Photo,Labels,E-mail 1 - Label,E-mail 1 - Value,"
    "E-mail 2 - Label,E-mail 2 - Value,Phone 1 - Label,Phone 1 - Value,Address 1 - Region,Address 1 - Country"
)
GOOGLE_OLD = (
    "Name,Given Name,Additional Name,Family Name,Name Prefix,Occupation,Notes,Language,Group Membership,"
    "E-mail 1 - Type,E-mail 1 - Value,Phone 1 - Type,Phone 1 - Value,Organization 1 - Name,Organization 1 - Title"
)
OUTLOOK = (
    "Title,First Name,Middle Name,Last Name,Suffix,Company,Department,Job Title,Business State,Business Country/Region,"
    "Business Phone,Mobile Phone,Categories,E-mail Address,E-mail Type,E-mail 2 Address,Language,Notes"
)
OUTLOOK_FRENCH = (
    "Titre,Prénom,Deuxième prénom,Nom,Suffixe,Société ,Service ,Titre,Téléphone (bureau),Tél. mobile,"
    "Adresse de messagerie,Adresse de messagerie 2,Catégories,Langue,Notes"
)


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (GOOGLE, {"First Name": "first_name", "Organization Name": "outlet", "Organization Title": "role",
                  "Labels": "tags", "E-mail 1 - Value": "email", "E-mail 2 - Value": "alternate",
                  "Phone 1 - Value": "phone", "Name Prefix": "honorific", "Address 1 - Country": "country"}),
        (GOOGLE_OLD, {"Name": "name", "Given Name": "first_name", "Family Name": "last_name",
                      "Organization 1 - Title": "role", "Organization 1 - Name": "outlet", "E-mail 1 - Value": "email",
                      "Group Membership": "tags", "Language": "language"}),
        (OUTLOOK, {"Title": "honorific", "Job Title": "role", "Company": "outlet", "E-mail Address": "email",
                   "E-mail 2 Address": "alternate", "Categories": "tags", "Business Phone": "phone",
                   "Business State": "region", "Business Country/Region": "country"}),
        (OUTLOOK_FRENCH, {"Titre": "honorific", "Titre (8)": "role", "Prénom": "first_name", "Nom": "last_name",
                          "Société": "outlet", "Adresse de messagerie": "email", "Catégories": "tags",
                          "Langue": "language", "Téléphone (bureau)": "phone"}),
        ("Email Address,First Name,Last Name,Phone Number,TIMEZONE,CC,REGION,NOTES,TAGS",
         {"Email Address": "email", "TIMEZONE": "time_zone", "CC": "country", "REGION": "region", "TAGS": "tags"}),
        ("Record ID,First Name,Last Name,Email,Phone Number,Contact owner,Company Name,Country/Region,Job Title",
         {"Email": "email", "Company Name": "outlet", "Job Title": "role", "Country/Region": "country"}),
        ("Nombre,Apellidos,Puesto,Correo de contacto,Teléfono del trabajo,Teléfono móvil,País o región,Observaciones",
         {"Nombre": "first_name", "Puesto": "role", "Correo de contacto": "email", "Teléfono del trabajo": "phone",
          "Teléfono móvil": "mobile", "País o región": "country", "Observaciones": "notes"}),
        ("Journalist*in,Zeitung,E-Mail geschäftlich,Mobiltelefon,Themengebiet,Land/Region,Anmerkungen",
         {"Journalist*in": "name", "Zeitung": "outlet", "E-Mail geschäftlich": "email", "Mobiltelefon": "phone",
          "Themengebiet": "beats", "Land/Region": "country", "Anmerkungen": "notes"}),
        ("Nom du journaliste,Nom du média,E-mail pro,Thématiques,Téléphone portable",
         {"Nom du journaliste": "name", "Nom du média": "outlet", "E-mail pro": "email", "Thématiques": "beats",
          "Téléphone portable": "phone"}),
        ("Publication/Outlet,Reporter Name,Reporter Email,Reporter Phone,Beat/Topic",
         {"Publication/Outlet": "outlet", "Reporter Name": "name", "Reporter Email": "email",
          "Reporter Phone": "phone", "Beat/Topic": "beats"}),
        ("email,outlet,first name,last name,city,zip,personal greetings,address,role,country,tag list,phone",
         {"email": "email", "personal greetings": "personal_greetings", "tag list": "tags", "city": "city"}),
        ("Outlet Name,Contact Name,Contact Job Title,Outlet Email,Outlet Tel,Email",
         {"Outlet Name": "outlet", "Contact Name": "name", "Contact Job Title": "role", "Outlet Email": "alternate",
          "Email": "email"}),
        ("PUBLICATION ,Contact Name,Contact Number,Email", {"PUBLICATION": "outlet", "Contact Number": "phone"}),
        ("outletname,contactitle,contactfirstname,contactlastname,contactemail",
         {"outletname": "outlet", "contactitle": "role", "contactfirstname": "first_name"}),
        ("Nombre,Apellidos,Correo electrónico,Medio,Cargo,Sección,Teléfono,Idioma,País",
         {"Nombre": "first_name", "Apellidos": "last_name", "Correo electrónico": "email", "Medio": "outlet",
          "Cargo": "role", "Sección": "beats", "Teléfono": "phone", "Idioma": "language", "País": "country"}),
        ("Nombre,Correo", {"Nombre": "name", "Correo": "email"}),
        ("Prénom,Nom,Courriel,Média,Fonction,Rubrique,Langue", {"Nom": "last_name", "Courriel": "email",
                                                               "Média": "outlet", "Rubrique": "beats"}),
        ("Nom,Courriel,Média", {"Nom": "name"}),
        ("Anrede,Vorname,Name,E-Mail-Adresse,Redaktion,Funktion,Ressort,Sprache,Land",
         {"Anrede": "honorific", "Name": "last_name", "E-Mail-Adresse": "email", "Redaktion": "outlet",
          "Ressort": "beats", "Sprache": "language"}),
        ("First Name,Last Name,URL,Email Address,Company,Position,Connected On",
         {"Company": "outlet", "Position": "role", "URL": "url"}),
        ("FirstName,LastName,Email,Title,Company", {"Title": "role", "FirstName": "first_name"}),
        ("\ufeffemail,name", {"\ufeffemail": "email"}),
    ],
)  # fmt: skip
def test_known_exports_are_mapped(header, expected):
    """Each column of a known export fills the right field, `Title` and `Nom` by what stands beside them."""
    named = map_columns(header.split(","), Remarks("x"), line=1).named
    assert {source: named[source] for source in map(str.strip, expected)} == expected


def test_two_columns_never_fill_one_field():
    """The second column for a field becomes a custom one, that for addresses alternates, and that is said."""
    remarks = Remarks("x")
    columns = map_columns(["email", "Outlet", "Company", "Email"], remarks, line=3)
    assert columns.fields == ("email", "outlet", "company", "alternate")
    assert [(finding.code, finding.line, finding.column) for finding in remarks.findings] == [
        ("LST014", 3, 3),
        ("LST014", 3, 4),
    ]
    scalars = [field for field in columns.fields if field not in {"beats", "tags", "alternate"}]
    assert len(scalars) == len(set(scalars))


def test_the_person_decides_over_the_aliases():
    """A mapping that was written down wins."""
    columns = map_columns(["email", "Company"], Remarks("x"), line=1, fixed={"company": "notes"})
    assert columns.fields == ("email", "notes")


def test_folding():
    """Headers and words compare without case, accents, punctuation and stray white space."""
    assert fold("  JOSÉ   Ángel ") == "jose angel"
    assert words("E-mail 1 - Value ") == "e mail 1 value"
    assert words("Téléphone (bureau)") == "telephone bureau"
