"""What the columns of a media list are called, in the exports and languages that press offices meet."""

from functools import cache

from dispatch.contacts.fold import words

# The sources are the header rows of Google Contacts, Outlook, Mailchimp, HubSpot, Prowly, PRmax and lists seen in use.
# Targets beyond the fields of a contact: `alternate` (another address), `mobile`, `status` (says who opted out).
_ALIASES: dict[str, str] = {
    "email": (
        "email, e-mail, email address, e-mail address, e-mail 1 value, primary email, contact email, contactemail, "
        "work email, business email, journalist email, correo, correo electrónico, correo-e, dirección de correo "
        "electrónico, dirección de correo, email de contacto, mail, courriel, adresse e-mail, adresse email, adresse "
        "mail, adresse de messagerie, adresse électronique, e-mail-adresse, emailadresse, mailadresse, e-mail (work), "
        "email 1, e-mail 1, e-mail 1 address, reporter email, email primary, email id, correo institucional, correo "
        "de contacto, e-mail pro, email professionnel, e-mail geschäftlich, e-mail dienstlich"
    ),
    "alternate": (
        "e-mail 2 address, e-mail 3 address, e-mail 2 value, e-mail 3 value, e-mail 4 value, e-mail 5 value, email 2, "
        "email 3, outlet email, secondary email, other email, second email, alternative email, additional email, "
        "adresse de messagerie 2, adresse de messagerie 3, correo electrónico 2, correo 2, e-mail 2, e-mail 3, "
        "e-mail-adresse 2, weitere e-mail"
    ),
    "first_name": (
        "first name, given name, fname, firstname, first, forename, contact first name, contactfirstname, nombre, "
        "nombres, nombre de pila, prénom, vorname, primer nombre"
    ),
    "last_name": (
        "last name, surname, family name, lname, lastname, last, contact last name, contactlastname, apellido, "
        "apellidos, primer apellido, nom de famille, nachname, familienname, zuname"
    ),
    "name": (
        "name, full name, fullname, display name, contact, contact name, contactname, journalist, journalist name, "
        "reporter, reporter name, influencer, nombre completo, nombre y apellido, nombre y apellidos, periodista, nom "
        "complet, nom et prénom, journaliste, ansprechpartner, ansprechperson, vollständiger name, kontakt, nom, "
        "journalist*in, redakteur, redakteurin, kontaktperson, nombre del periodista, nombre del contacto, nom du "
        "journaliste, nom du contact, contact presse, name of journalist, name of contact"
    ),
    "honorific": (
        "honorific, prefix, name prefix, salutation, mr/ms, mr mrs, courtesy title, tratamiento, civilité, anrede"
    ),
    "outlet": (
        "outlet, media outlet, outlet name, outletname, publication, publication name, organization, organisation, "
        "organization name, organisation name, organization 1 name, company, company name, associated company, media, "
        "media name, medium, medio, medio de comunicación, nombre del medio, empresa, organización, média, société, "
        "organisme, nom du média, entreprise, firma, redaktion, organisationsname, unternehmen, blog name, station, "
        "newspaper, employer, publication/outlet, publication title, programme, zeitung, medien, verlag, periódico, "
        "diario, medio / programa, emisora, journal"
    ),
    "role": (
        "job title, jobtitle, role, position, organization title, organization 1 title, contact job title, contact "
        "title, contactitle, contacttitle, cargo, puesto, fonction, poste, funktion, job, berufsbezeichnung, intitulé "
        "du poste, puesto de trabajo, beruf, job role"
    ),
    "beats": (
        "beat, beats, topic, topics, subject, subjects, sectors, sector, coverage, category, genre, sección, "
        "secciones, tema, temas, rubrique, rubriques, ressort, ressorts, thema, themen, coverage area, beat/topic, "
        "area of coverage, thématique, thématiques, áreas de cobertura, themengebiet"
    ),
    "phone": (
        "phone, phone 1 value, phone number, tel, telephone, telephone number, business phone, work phone, contact "
        "phone number, contact phone, contact number, direct phone, teléfono, número de teléfono, téléphone, "
        "téléphone (bureau), telefon, telefonnummer, telefon (geschäftlich), outlet tel, outletphonenumber, reporter "
        "phone, contact no, phone no, tel no, teléfono del trabajo, telefon beruflich, téléphone professionnel, "
        "festnetz"
    ),
    "mobile": (
        "mobile, mobile phone, mobile number, cell, cell phone, móvil, celular, tél mobile, portable, handy, mobile "
        "no, mob, handy-nr, handynummer, mobiltelefon, teléfono móvil, teléfono celular, téléphone mobile, téléphone "
        "portable"
    ),
    "region": (
        "region, state, province, state/region, address 1 region, business state, dma, location, bundesland, "
        "provincia, estado, région, región"
    ),
    "country": (
        "country, country/region, country / location, address 1 country, business country, business country/region, "
        "país, pays, land, cc, país o región, pays/région, land/region, land/region geschäftlich, pays/région "
        "(bureau)"
    ),
    "time_zone": "time zone, timezone, tz, zona horaria, fuseau horaire, zeitzone",
    "language": "language, lang, preferred language, idioma, lengua, langue, sprache",
    "tags": (
        "tags, tag, tag list, labels, categories, group membership, groups, list, lists, keywords, etiquetas, grupos, "
        "catégories, étiquettes, kategorien, gruppen, schlagwörter"
    ),
    "notes": (
        "notes, pitching notes, pitching profile, note, comments, notas, notizen, bemerkungen, remarques, "
        "observaciones, comentarios, commentaires, bemerkung, anmerkung, anmerkungen, kommentar"
    ),
    "embargo": "embargo, embargo trust, embargo ok, trusted, embargo trusted, sperrfrist",
    "pitch": "pitch, personal note, personal line, intro, personal intro",
    "status": (
        "status, opt-in, opt in status, subscribed, unsubscribed, bounced, opted out, opt out, email opt out, do not "
        "email, do not contact, has opted out of email, hasoptedoutofemail, unsubscribed from all email, subscription "
        "status, unsub time, consent, marketing contact status, email status, marketing email confirmation status, "
        "estado de suscripción, contact status"
    ),
}

#: A column that is the honorific beside a column for the job, and the job without one.
TITLES = frozenset({"title", "titre", "titulo", "titel", "contact title"})

#: Columns that fill the region only when no better one does.
WEAK_REGIONS = frozenset({"location", "dma"})

#: Fields that take what several columns say; all others take one column.
PLURAL = frozenset({"beats", "tags", "alternate"})


@cache
def by_header() -> dict[str, str]:
    """Every known header, as `fold.words` writes it, with the field it fills."""
    return {words(alias): field for field, aliases in _ALIASES.items() for alias in aliases.split(",")}
