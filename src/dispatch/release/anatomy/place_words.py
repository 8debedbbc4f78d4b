"""Words beside the place of a dateline: codes of states and cantons, and words that open a row and are no city."""

from dispatch.release.anatomy.dates import fold

#: Two-letter codes of US states, Canadian provinces and the other places that open a dateline without a dash.
_CODES_WORDS = (
    "AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH "
    "OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY PR VI GU AB BC MB NB NL NS NT NU ON PE QC SK YT UK US"
)
_CODES = frozenset(_CODES_WORDS.split())
#: Codes of the Swiss cantons; a place is followed by one without a comma.
_CANTONS_WORDS = "AG AI AR BE BL BS FR GE GL GR JU LU NE NW OW SG SH SO SZ TG TI UR VD VS ZG ZH"
_CANTONS = frozenset(_CANTONS_WORDS.split())
#: Words that open a line with a dash after them and are no city.
_NO_CITY_WORDS = (
    "dia jour tag datum termin uhrzeit heure zeit hours asunto asistentes tema sujet thema "
    "publie published posted publicado publicada veroffentlicht stand issued updated released note notes background "
    "update correction news press release media advisory statement contact contacts about "
    "what when where who why how date time photo photos caption video question answer editor editors embargo "
    "embargoed nota notas que quien quienes cuando donde como contacto contexto antecedentes comunicado fecha "
    "hora lugar communique contexte quoi quand ou qui pourquoi date lieu wann wo wer was warum hinweis "
    "hintergrund kontakt for immediate end ends fin ende by today yesterday tomorrow hoy ayer heute hier monday "
    "tuesday wednesday thursday friday saturday sunday "
    # who sends, and not from where: Ville d'Arnelles – Direction de la communication
    "ville mairie ministere ayuntamiento diputacion ministerio universidad universite university universitat stadt "
    "landkreis gemeinde kanton ministerium"
)
_NO_CITY = frozenset(_NO_CITY_WORDS.split())


def is_state(code: str) -> bool:
    """Whether two capitals are the code of a state or province of the United States or Canada."""
    return code in _CODES


def is_region(code: str) -> bool:
    """Whether two capitals are the code of a state, a province or a Swiss canton."""
    return code in _CODES or code in _CANTONS


def is_label(place: str) -> bool:
    """Whether what stands where a place may stand is, or begins with, a word that labels a row: `Contact`."""
    return fold(place) in _NO_CITY or fold(place.split(maxsplit=1)[0]) in _NO_CITY
