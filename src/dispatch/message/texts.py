"""The few words a theme needs in the language of the release, and how that language writes dates."""

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Final

#: Words by language; a theme may replace or add to them in `[texts.LANGUAGE]` of its theme.toml.
TEXTS: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "en": {
            "release": "Press release",
            "advisory": "Media advisory",
            "statement": "Statement",
            "correction": "Correction",
            "update": "Update",
            "withdrawal": "Withdrawal",
            "immediate": "For immediate release",
            "embargoed": "Embargoed until",
            "about": "About",
            "contacts": "Media contact",
            "notes": "Notes to editors",
            "links": "Links",
            "pictures": "Pictures",
            "picture": "Picture",
            "why": "You receive this because your address is on our media list.",
            "remove": "Remove me from this list",
            "remove_how": "To be removed, write to",
            "website": "Website",
        },
        "es": {
            "release": "Nota de prensa",
            "advisory": "Convocatoria de prensa",
            "statement": "Comunicado",
            "correction": "Rectificación",
            "update": "Actualización",
            "withdrawal": "Retirada",
            "immediate": "Para publicación inmediata",
            "embargoed": "Embargado hasta",
            "about": "Acerca de",
            "contacts": "Contacto de prensa",
            "notes": "Notas para la redacción",
            "links": "Enlaces",
            "pictures": "Imágenes",
            "picture": "Imagen",
            "why": "Recibe este mensaje porque su dirección figura en nuestra lista de prensa.",
            "remove": "Darme de baja de esta lista",
            "remove_how": "Para darse de baja, escriba a",
            "website": "Sitio web",
        },
        "fr": {
            "release": "Communiqué de presse",
            "advisory": "Invitation presse",
            "statement": "Déclaration",
            "correction": "Rectificatif",
            "update": "Mise à jour",
            "withdrawal": "Retrait",
            "immediate": "Pour diffusion immédiate",
            "embargoed": "Sous embargo jusqu’au",
            "about": "À propos de",
            "contacts": "Contact presse",
            "notes": "Notes aux rédactions",
            "links": "Liens",
            "pictures": "Images",
            "picture": "Image",
            "why": "Vous recevez ce message parce que votre adresse figure dans notre fichier presse.",
            "remove": "Me retirer de cette liste",
            "remove_how": "Pour ne plus recevoir nos communiqués, écrivez à",
            "website": "Site web",
        },
        "de": {
            "release": "Pressemitteilung",
            "advisory": "Presseeinladung",
            "statement": "Stellungnahme",
            "correction": "Berichtigung",
            "update": "Aktualisierung",
            "withdrawal": "Rücknahme",
            "immediate": "Zur sofortigen Veröffentlichung",
            "embargoed": "Sperrfrist:",
            "about": "Über",
            "contacts": "Pressekontakt",
            "notes": "Hinweise für die Redaktion",
            "links": "Links",
            "pictures": "Bilder",
            "picture": "Bild",
            "why": "Sie erhalten diese Nachricht, weil Ihre Adresse in unserem Presseverteiler steht.",
            "remove": "Aus dem Verteiler austragen",
            "remove_how": "Zum Austragen schreiben Sie an",
            "website": "Website",
        },
    },
)

_MONTHS: Final = {
    "en": "January February March April May June July August September October November December",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
}
#: English regions that write the month first.
_MONTH_FIRST: Final = frozenset({"en", "en-us", "en-ph"})


def primary(language: str) -> str:
    """The language we have words for: `es` for `es-MX`; English when we have none (RFC 5646 section 2.2.1)."""
    subtag = language.replace("_", "-").split("-")[0].lower()
    return subtag if subtag in TEXTS else "en"


def texts(language: str, own: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """The words for a language, with a theme's own on top.

    Args:
        language: BCP 47.
        own: The theme's words by language.

    Returns:
        Every word; one that the theme has in English only stays English.
    """
    subtag = primary(language)
    return {**own.get("en", {}), **TEXTS[subtag], **own.get(subtag, {})}


def written_date(day: date, language: str) -> str:
    """`November 26, 2018`, `26 de noviembre de 2018`, `1er mars 2018`, `26. November 2018`."""
    subtag = primary(language)
    month = _MONTHS[subtag].split()[day.month - 1]
    if subtag == "es":
        return f"{day.day} de {month} de {day.year}"
    if subtag == "fr":
        return f"{'1er' if day.day == 1 else day.day} {month} {day.year}"
    if subtag == "de":
        return f"{day.day}. {month} {day.year}"
    if language.replace("_", "-").lower() in _MONTH_FIRST:
        return f"{month} {day.day}, {day.year}"
    return f"{day.day} {month} {day.year}"


def written_instant(instant: datetime, language: str) -> str:
    """The date, the clock and the zone: an embargo without its zone is no embargo."""
    offset = instant.strftime("%z")
    zone = instant.tzname() or ""
    shown = f"{zone} (UTC{offset[:3]}:{offset[3:5]})" if zone and not zone.startswith("UTC") else zone or "UTC"
    return f"{written_date(instant.date(), language)}, {instant:%H:%M} {shown}"
