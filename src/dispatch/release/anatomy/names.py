"""Names of people as running text prints them, and the verbs of saying around them."""

import re

from dispatch.release.expression import Expression

_CAP = (
    r"(?:[A-ZÀ-ÖØ-Þ]\.(?:[A-Z]\.)?|(?:Jr|Sr|St|Ste)\.|"
    r"[A-ZÀ-ÖØ-ÞŁŚŻŽŠČ][\w’'´]*(?:-[A-ZÀ-ÖØ-Þ]?[\w’']+)*)"
)
_PARTICLE = (
    r"(?:de la|de los|de las|de|del|da|dos|di|van der|van den|van|von der|von|zu|bin|ibn|al-|el|la|le|y|d’|d'|ter|ten)"
)
#: What stands before nobody's name but a person's.
HONORIFIC = (
    r"(?:(?:Dre?|Mr|Ms|Mrs|Miss|Prof|Pr|Rev|Sen|Rep|Gov|Sr|Sra|Dra|Lic|Ing|Mme|Mlle|Fr|Hon|Sgt|Lt|Col|Gen|Capt|Cpl|Maj|"
    r"Deputy|Officer|Trooper|Detective|Mag|DI|Councillor|Cllr|Baroness|Lord|Lady)\.?|M\.|Herr|Frau|"
    r"Dr\.(?:\s?[a-zäöü]{1,4}\.){1,4}|Doctor|Professor(?:\s[Ee]merit(?:us|a))?|Senator|Mayor|Monsieur|Madame|Don|Doña|Sir|Dame)\s"
)
#: `Corporal (ret.) Ana Ruiz` too.
_BEFORE = rf"(?<![\w.])(?:(?:{_CAP}\s){{0,2}}{HONORIFIC}|[A-Z][a-z]+\s\([^()]{{2,12}}\)\s){{0,2}}"
_NEXT = rf"\s(?:{_PARTICLE}\s?)?{_CAP}"
#: A personal name of two to five words, honorifics before it left out.
NAME = rf"{_BEFORE}(?P<name>{_CAP}(?:{_NEXT}){{1,4}})"
#: As NAME, or a surname alone.
NAME_OR_SURNAME = rf"{_BEFORE}(?P<name>{_CAP}(?:{_NEXT}){{0,4}})"
#: A chain of capitals that may end in a name: Harbor County District Attorney Simone Baptiste.
_CHAIN = Expression(rf"(?<![\w.-])(?:{HONORIFIC}){{0,2}}(?P<name>{_CAP}(?:{_NEXT}){{1,8}})")

#: Verbs of saying, in four languages.
SAYING = (
    r"(?:said|says|say|saying|agreed|agrees|stated|states|added|adds|explained|explains|noted|notes|remarked|"
    r"commented|comments|continued|"
    r"concluded|concludes|told|declared|declares|announced|argued|argues|warned|warns|emphasi[sz]ed|stressed|stresses|"
    r"observed|recalled|wrote|writes|shared|responded|replied|urged|pointed out|"
    r"dijo|dice|afirmó|afirma|señaló|señala|explicó|explica|declaró|declara|expresó|expresa|indicó|indica|agregó|"
    r"agrega|"
    r"añadió|añade|sostuvo|sostiene|manifestó|manifiesta|comentó|comenta|aseguró|asegura|subrayó|subraya|destacó|"
    r"destaca|"
    r"apuntó|apunta|concluyó|concluye|advirtió|advierte|enfatizó|recordó|denunció|"
    r"(?:a|ont) (?:reconnu|estimé|insisté|regretté|promis|prévenu|averti|assuré|confirmé|répondu|réagi|salué|"
    r"dénoncé|lancé|"
    r"poursuivi|résumé|observé|noté|déclaré|expliqué|affirmé|ajouté|souligné|précisé|indiqué|dit|conclu|rappelé|"
    r"commenté|annoncé|"
    r"confié)|"
    r"déclare|explique|affirme|ajoute|souligne|précise|indique|dit|conclut|rappelle|commente|estime|insiste|confie|"
    r"résume|"
    r"sagt|sagte|erklärt|erklärte|betont|betonte|so|meint|meinte|ergänzt|ergänzte|kommentiert|kommentierte|"
    r"unterstreicht|"
    r"fordert|forderte|fügt|berichtet|berichtete|kritisiert|kritisierte|warnt|warnte|freut sich|resümiert|bekräftigt|"
    r"relata|relató|cuenta|contó|resume|resumió|celebra|celebró|lamenta|lamentó|reclamó|insistió|insiste|"
    r"note|constate|assure|poursuit|lance|observe|reconnaît|plaide|martèle|renchérit|glisse|analyse|détaille|rapporte|"
    r"reconoció|reconoce|matizó|recalcó|reiteró|valoró|criticó|exigió|resaltó|detalló|precisó|confesó|confiesa|opinó|"
    r"remarcó|lobt|lobte|mahnt|mahnte|begrüßt|begrüßte|bestätigt|bestätigte|beschreibt|verspricht|bedauert|bedauerte|"
    r"promet|réagit|dénonce|commente|raconte|témoigne|regrette|prévient|"
    r"führte?|schließt|schloss|(?:ha|han) (?:reconocido|advertido|anunciado|insistido|defendido|criticado|lamentado|"
    r"celebrado|respondido|contado|zanjado|"
    r"agradecido|avanzado|precisado|resaltado|remarcado|reclamado|pedido|sostenido|considerado|valorado|concluido|"
    r"admitido|detallado|comentado|denunciado|expresado|dicho|señalado|explicado|afirmado|declarado|añadido|"
    r"asegurado|destacado|apuntado|"
    r"recordado|indicado|manifestado|subrayado)|"
    r"(?:afirm|señal|explic|declar|expres|indic|agreg|manifest|coment|asegur|subray|destac|apunt|recalc|reiter|"
    r"denunci|reclam|record|lament|celebr)(?:an|aron)|dicen|dijeron|añaden|añadieron|exigen|exigieron|"
    r"(?:déclar|expliqu|affirm|ajout|soulign|précis|indiqu|rappell|comment|estim|insist|confi|résum|dénonc|"
    r"regrett|rapport)ent|disent|concluent|"
    r"(?:sag|erklär|beton|mein|ergänz|kommentier|unterstreich|forder|berichte|kritisier|warn|mahn)e?n)"
)
#: An organisation signs with it; running text leaves it out, and a headline says something about the name.
LEGAL_FORM = Expression(
    r"\s(?:e\.\s?V\.|gGmbH|GmbH(?: & Co\. KG)?|AG|SE|Inc\.?|Ltd\.?|LLC|plc|asbl|SARL|SAS|AB|A/S|ASA|Oyj|SpA|[BN]\.V\.|"
    r"(?:S\.\s?A\.|S\.\s?L\.)(?:\s?B\.|\s?S\.|\s?U\.)?(?:\sDE\sC\.\s?V\.)?|S\.A\.B\. DE C\.V\.)(?:\s\(publ\))?$",
    re.IGNORECASE,
)
_NOT_A_PERSON = Expression(
    r"\b(?:of|and|the|for|party|partei|parti|partido|constabulary|comunicación|communication|desk|correo|electrónico|college|"
    r"academy|museum|theatre|theater|"
    r"arts|church|abbey|hotel|library|orchestra|gallery|fuente|source|corporation|corp|company|partners|associates|"
    r"consulting|communications|korrespondenz|group|holdings?|international|systems|solutions|technologies|"
    r"laboratories|safety|markets?|health|food|"
    r"environment|energy|ambiente|hacienda|cultura|educación|salud|sanidad|santé|gesundheit|umwelt|"
    r"telephone|phone|e-?mail|mobile|teléfono|téléphone|telefon|unidad|servicio|gabinete|departamento|dirección|"
    r"delegación|service|direction|unit|division|team|equipo|"
    r"abteilung|pressestelle|referat|agence|agencia|agentur|ville|commune|mairie|région|département|canton|gemeinde|"
    r"landkreis|ayuntamiento|"
    r"gobierno|county|state|"
    r"alliance|association|council|network|coalition|union|unión|office|department|ministry|committee|institute|center|"
    r"centre|clinics?|hospital|university|school|city|county|foundation|society|fund|trust|board|commission|agency|"
    r"bank|"
    r"street|avenue|press|media|news|radio|release|red|asociación|fundación|alianza|ministerio|universidad|oficina|"
    r"fédération|ministère|verein|verband|stadt|bund|gmbh|inc|ltd|llc)\b|"
    r"\b\w*(?:gericht|behörde|amt|inspektion|direktion|präsidium|bund|verband|verein|werk|stiftung|kammer|"
    r"gesellschaft|ministerium|korrespondenz)\b",
    re.IGNORECASE,
)
_OPENERS_WORDS = (
    "dazu hierzu daraufhin así asimismo además también aussi ainsi u.s. u.k. u.n. e.u. d.c. n.y. the a an in on at by "
    "for from with when while after before since as and but or if "
    "this that these those our "
    "we he she they it its their his her today yesterday according el la los las en un una para por con desde "
    "según hoy le les des du de dans un une pour avec selon der die das ein eine im am mit nach bei laut wir sie "
    "er es ihre ihren ihr seine seinen sein unsere unseren unser sus nuestra nuestro sa ses leur leurs notre nos elle "
    "elles ella él"
)
_OPENERS = frozenset(_OPENERS_WORDS.split())


_OFFICES_WORDS = (
    "manager principal matron kapitän capitán captain capitaine capitana "
    "dr prof professor mr mrs ms miss obfrau obmann district attorney prosecutor officer detective doctor dr. officer "
    "spokesperson chefin chef "
    "préfet préfète cheffe sprecher sprecherin commissioner president director chief secretary councilmember "
    "councilwoman councilman council member judge "
    "justice sheriff "
    "crofter fisherman skipper shopkeeper baker butcher pensioner cyclist commuter passenger tenant landlord widow "
    "veteran firefighter midwife paramedic historian archaeologist biologist ecologist economist geologist astronomer "
    "architect designer composer conductor curator photographer poet novelist playwright beekeeper "
    "gardener mechanic plumber "
    "electrician landowner householder survivor retiree rancher grower shepherd fisher trawlerman publican chef head "
    "mp msp mep td farmer volunteer nurse teacher student artist author researcher scientist engineer resident "
    "selectman selectwoman alderman alderwoman councilor assemblyman assemblywoman lawmaker "
    "organiser campaigner activist neighbour driver coach owner lawyer spokesman "
    "inspector sergeant constable "
    "auditor comptroller controller treasurer superintendent marshal ranger chancellor provost dean rector rectora "
    "captain bishop pastor sister father reverend attorney general executive chairman chairwoman chair ceo cfo cto "
    "founder senator senatorin councillor cllr concejal concejala "
    "minister representative congresswoman congressman governor deputy vice spokesperson spokeswoman spokesman "
    "organizer "
    "stadtrat stadträtin gemeinderat gemeinderätin landrat landrätin vizebürgermeister staatssekretär "
    "presidente presidenta directora ministro ministra alcalde alcaldesa secretario secretaria senadora diputado "
    "diputada "
    "portavoz vocera vocero coordinadora coordinador "
    "président présidente directeur directrice ministre maire député députée porte-parole "
    "präsident präsidentin geschäftsführer geschäftsführerin direktor direktorin ministerin bürgermeister "
    "bürgermeisterin "
    "oberbürgermeister oberbürgermeisterin sprecher sprecherin vorsitzende vorsitzender leiterin leiter vorstand"
)
_OFFICES = frozenset(_OFFICES_WORDS.split())


#: An office in lower case right before a name: `Alliance president Ana Ruiz`.
OFFICE = rf"(?:{'|'.join(sorted(_OFFICES - {'dr', 'mr', 'mrs', 'ms', 'dr.'}, key=len, reverse=True))})"

_OFFICE_ENDINGS = (
    "trainer trainerin obmann obfrau chef chefin "
    "leiter leiterin präsident präsidentin sprecher sprecherin minister ministerin meister meisterin rätin anwalt "
    "anwältin "
    "richter richterin staatsanwalt staatsanwältin "
    "intendant intendantin dekan dekanin lehrling "
    "gründer gründerin kurator kuratorin inhaber inhaberin autor autorin forscher forscherin arzt ärztin wirt wirtin "
    "vorsteher vorsteherin "
    "direktor direktorin führer führerin vorsitzende vorsitzender sekretär sekretärin vorstand vorständin "
    "beauftragte beauftragter wissenschaftler wissenschaftlerin lehrer lehrerin pfleger pflegerin bäcker bäckerin "
    "doktorand doktorandin student studentin dozent dozentin assistent assistentin mitarbeiter mitarbeiterin "
    "praktikant praktikantin betriebsrat aufsichtsrat schüler schülerin ingenieur ingenieurin architekt architektin "
    "mieter mieterin bauer bäuerin fischer biologe biologin historiker historikerin rentner "
    "rentnerin anwohner anwohnerin"
)
_ENDINGS = tuple(_OFFICE_ENDINGS.split())


#: Trades in German; shorter words may be first names: Valentin, Kristin, Severin.
_TRADES, _LONG = ("ologe", "ologin", "erin", "istin", "orin", "entin", "eurin", "ograf", "ografin"), 9


_AFFILIATED = Expression(r"^(\S+(?:\s(?:von|de|van|zu))?(?:\s\S+){1,2}?)\s(?:von der|von|vom|der)\s.+$")


#: `Ana Ruiz y Tom Hall` are two, and `Elm University's Tom Hall` is one.
_JOINED = Expression(r"(?<=\w)(?<!^\w)\sy\s\S+\s\S.*$")
_OF_THEIRS = Expression(r"^.*\S[’']s\s(?=\S+\s\S)")


#: What a postal address begins with.
_STREETS = frozenset(
    ["plaza", "plaça", "calle", "paseo", "avenida", "avda.", "rue", "quai", "boulevard", "place", "cours"]
)
#: What stands behind a name.
_BEHIND = frozenset(
    ["MEP", "MP", "MSP", "TD", "MdB", "MdL", "MdEP", "PhD", "MD", "OBE", "CBE", "MBE", "QC", "KC", "RN", "MLA", "MPP"]
)


def is_office(word: str) -> bool:
    """Whether a word before a name is an office: Commissioner, Presidenta, Amtsleiterin, Mieterbund-Obfrau."""
    word = word.casefold()
    folded = word.removesuffix("s")
    if len(word) >= _LONG and word.endswith(_TRADES):
        return True
    return word in _OFFICES or folded.rpartition("-")[2] in _OFFICES or folded.endswith(_ENDINGS)


def tidy(name: str) -> str:
    """A name without the words of the sentence or the office that cling to its front, or its full stop."""
    words = name.split()
    while words and words[0].casefold() in _OPENERS:
        words.pop(0)
    offices = [at for at, word in enumerate(words[:-2]) if is_office(word)]
    if offices:
        words = words[offices[-1] + 1 :]
    while len(words) > 2 and words[-1].strip(",.") in _BEHIND:  # noqa: PLR2004 - a name keeps two words
        words.pop()
    tidied = _JOINED.sub("", _OF_THEIRS.sub("", " ".join(words)))
    if _NOT_A_PERSON.search(tidied):
        # `Edda von Roon von der Stiftung Alte Sorten`: whom she speaks for.
        tidied = _AFFILIATED.sub(r"\1", tidied)
    return tidied if re.search(r"\b[A-Z]\.$|\b(?:Jr|Sr)\.$", tidied) else tidied.rstrip(".,")


def is_person(name: str) -> bool:
    """Whether capitalised words may be a person: two to five words and nothing that only organisations have."""
    longest = 5
    words = name.split()
    if not 1 < len(words) <= longest or all(map(is_office, words)) or words[0].casefold() in _STREETS:
        return False
    return _NOT_A_PERSON.search(name) is None and LEGAL_FORM.search(name) is None


def is_organisation(name: str) -> bool:
    """Whether words hold something that only organisations are called."""
    return _NOT_A_PERSON.search(name) is not None


def _behind_organisation(name: str) -> str:
    """The last two words where one before them is an organisation's: `Landgericht Ana Ruiz`."""
    *before, one, two = name.split() if " " in name else ("", name)
    return f"{one} {two}" if one[:1].isupper() and any(map(_NOT_A_PERSON.search, before)) else name


def people(text: str) -> list[str]:
    """Every full name in a text that may be a person's, in order, each once."""
    found = (_behind_organisation(tidy(match["name"])) for match in _CHAIN.finditer(text))
    return list(dict.fromkeys(name for name in found if is_person(name) and not is_office(name.split()[0])))
