"""The few words a theme needs in the language of the release."""

from collections.abc import Mapping, Sequence
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
            "below": "English version below",
        },
        "es": {
            "release": "Nota de prensa",
            "advisory": "Convocatoria de prensa",
            "statement": "Comunicado",
            "correction": "Rectificación",
            "update": "Actualización",
            "withdrawal": "Retirada",
            "immediate": "Para publicación inmediata",
            "embargoed": "Embargado hasta el",
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
            "below": "Versión en español más abajo",
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
            "below": "Version française ci-dessous",
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
            "below": "Deutsche Fassung weiter unten",
        },
        "it": {
            "release": "Comunicato stampa",
            "advisory": "Invito stampa",
            "statement": "Dichiarazione",
            "correction": "Rettifica",
            "update": "Aggiornamento",
            "withdrawal": "Ritiro",
            "immediate": "Per pubblicazione immediata",
            "embargoed": "Sotto embargo fino a",
            "about": "Chi siamo:",
            "contacts": "Contatto stampa",
            "notes": "Note per la redazione",
            "links": "Link",
            "pictures": "Immagini",
            "picture": "Immagine",
            "why": "Riceve questo messaggio perché il suo indirizzo figura nel nostro elenco stampa.",
            "remove": "Cancellami da questo elenco",
            "remove_how": "Per essere cancellati, scrivere a",
            "website": "Sito web",
            "below": "Versione italiana più sotto",
        },
        "pt": {
            "release": "Comunicado de imprensa",
            "advisory": "Convite à imprensa",
            "statement": "Declaração",
            "correction": "Retificação",
            "update": "Atualização",
            "withdrawal": "Retirada",
            "immediate": "Para publicação imediata",
            "embargoed": "Sob embargo até",
            "about": "Sobre",
            "contacts": "Contacto de imprensa",
            "notes": "Notas aos editores",
            "links": "Ligações",
            "pictures": "Imagens",
            "picture": "Imagem",
            "why": "Recebe esta mensagem porque o seu endereço consta da nossa lista de imprensa.",
            "remove": "Remover-me desta lista",
            "remove_how": "Para ser removido, escreva para",
            "website": "Sítio Web",
            "below": "Versão portuguesa mais abaixo",
        },
        "nl": {
            "release": "Persbericht",
            "advisory": "Persuitnodiging",
            "statement": "Verklaring",
            "correction": "Rectificatie",
            "update": "Update",
            "withdrawal": "Intrekking",
            "immediate": "Voor onmiddellijke publicatie",
            "embargoed": "Onder embargo tot",
            "about": "Over",
            "contacts": "Perscontact",
            "notes": "Noot voor de redactie",
            "links": "Links",
            "pictures": "Beelden",
            "picture": "Beeld",
            "why": "U ontvangt dit bericht omdat uw adres in ons persbestand staat.",
            "remove": "Verwijder mij uit deze lijst",
            "remove_how": "Om u af te melden, schrijft u naar",
            "website": "Website",
            "below": "Nederlandse versie hieronder",
        },
        "pl": {
            "release": "Informacja prasowa",
            "advisory": "Zaproszenie dla mediów",
            "statement": "Oświadczenie",
            "correction": "Sprostowanie",
            "update": "Aktualizacja",
            "withdrawal": "Wycofanie",
            "immediate": "Do natychmiastowej publikacji",
            "embargoed": "Embargo do:",
            "about": "O nas:",
            "contacts": "Kontakt dla mediów",
            "notes": "Informacje dla redakcji",
            "links": "Odnośniki",
            "pictures": "Zdjęcia",
            "picture": "Zdjęcie",
            "why": "Otrzymują Państwo tę wiadomość, ponieważ adres znajduje się na naszej liście prasowej.",
            "remove": "Usuń mnie z tej listy",
            "remove_how": "Aby zrezygnować, proszę napisać na adres",
            "website": "Strona internetowa",
            "below": "Wersja polska poniżej",
        },
        "ar": {
            "release": "بيان صحفي",
            "advisory": "دعوة إلى وسائل الإعلام",
            "statement": "تصريح",
            "correction": "تصحيح",
            "update": "تحديث",
            "withdrawal": "سحب",
            "immediate": "للنشر الفوري",
            "embargoed": "محظور النشر حتى",
            "about": "نبذة عن",
            "contacts": "للتواصل الإعلامي",
            "notes": "ملاحظات للمحررين",
            "links": "الروابط",
            "pictures": "الصور",
            "picture": "صورة",
            "why": "تصلكم هذه الرسالة لأن عنوانكم مدرج في قائمتنا الصحفية.",
            "remove": "إزالة عنواني من هذه القائمة",
            "remove_how": "لإزالة عنوانكم، اكتبوا إلى",
            "website": "الموقع الإلكتروني",
            "below": "النسخة العربية أدناه",
        },
    },
)


#: What `de` becomes before an article or a vowel, by how the word for "about" begins: Spanish (an article that belongs
#: to a name, with a capital, stays apart: Ortografía de la lengua española 2010, V 6.2.3), French.
_CONTRACTED: Final[Mapping[str, Sequence[tuple[str, str]]]] = MappingProxyType(
    {
        "A": (("el ", "del "),),
        "À": (
            ("les ", "des "), ("Les ", "des "), ("le ", "du "), ("Le ", "du "),
            *((vowel, f"d’{vowel}") for vowel in "aàâeéèêiîoôuAÀÂEÉÈÊIÎOÔU"),
        ),
    }
)  # fmt: skip


def subtag(language: str) -> str:
    """The language without region or script: `es` for `es-MX`, `es_MX` and `ES` (RFC 5646 section 2.2.1)."""
    return language.replace("_", "-").partition("-")[0].lower()


def primary(language: str) -> str:
    """The language we have words for: `es` for `es-MX`; English when we have none."""
    bare = subtag(language)
    return bare if bare in TEXTS else "en"


def texts(language: str, own: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """The words for a language, with a theme's own on top, also in languages for which we have none.

    Args:
        language: BCP 47.
        own: The theme's words by language.

    Returns:
        Every word; one that the theme has in English only stays English.
    """
    known = primary(language)
    return {**own.get("en", {}), **TEXTS[known], **own.get(known, {}), **own.get(subtag(language), {})}


def about(words: Mapping[str, str], title: str) -> str:
    """A heading that somebody's name follows: `About the Alliance`, `Acerca del Museo`, `À propos des Amis du Port`.

    Args:
        words: Those of the release's language, as `texts` gives them; `about` of a theme may be another word.
        title: What it is about, with the article it has.
    """
    word = words["about"]
    if not word.endswith(" de"):
        return f"{word} {title}"
    for article, contracted in _CONTRACTED.get(word[:1], ()):
        if title.startswith(article):
            return f"{word[:-2]}{contracted}{title[len(article) :]}"
    return f"{word} {title}"
