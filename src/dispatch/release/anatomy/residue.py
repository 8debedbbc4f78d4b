"""Residue: what web pages, wires and newsletters leave around a release."""

import re

from dispatch.release.expression import Expression

_LONGEST = 160
_WIDGET = Expression(
    r"spread the (?:love|word)!?|share(?: (?:this(?: (?:article|post|page|story|release|news|via|on|entry|page))?|on|"
    r"via|"
    r"article|post|now))?[:!]?(?:\s*(?:on|via)?[\s,|/•·]*(?:facebook|twitter|x|linkedin|whatsapp|e-?mail|print|"
    r"telegram|"
    r"pinterest|reddit|bluesky|threads|copy link|link|mastodon|instagram|messenger|tumblr|pocket|more))*|"
    r"(?:facebook|twitter|linkedin|whatsapp|e-?mail|print|telegram|pinterest|reddit|bluesky|instagram|youtube|imprimir|"
    r"drucken|imprimer|correo)(?:[\s,|/•·]+(?:facebook|twitter|x|linkedin|whatsapp|e-?mail|print|telegram|pinterest|"
    r"reddit|bluesky|threads|copy link|instagram|youtube|imprimir|drucken|imprimer|correo|rss|tiktok))+|"
    r"(?:compartir|comparte|partager|teilen)\s?:?(?:[\s,|/•·]*(?:facebook|twitter|x|linkedin|whatsapp|e-?mail|telegram|"
    r"instagram|correo|bluesky))+|loading\.{0,3}|"
    r"(?:tweet|retweet|pin it|like this|like loading\.{0,3}|follow us(?: on .{2,40})?|e-?mail this|print(?: this)?(?: "
    r"page|"
    r" article)?|copy link|síguenos(?: en .{2,40})?|comparte(?: (?:esto|esta|en|este).{0,30})?|compartir(?: (?:en|"
    r"esta?|"
    r"esto|por).{0,30})?|partager(?: (?:sur|cet?|cette).{0,30})?|teilen(?: (?:auf|sie|mit|per).{0,30})?|"
    r"artikel teilen|beitrag teilen|seite drucken|imprimer|imprimir|drucken)[:!]?",
    re.IGNORECASE,
)
_FURNITURE = Expression(
    r"\[ad_\d\]|quelle|fuente|source|(?:\*{2,3}\s)?ots-originaltext.{0,140}|"
    r"inhaltlicher verantwortung des aussenders.{0,40}|"
    r"(?:comments are closed|kommentare sind geschlossen|los comentarios están cerrados|"
    r"les commentaires sont fermés).{0,80}|"
    r"(?:zeichen|characters|caracteres|signes)(?:\s?\([^()]{3,30}\))?\s?:\s?[\d.,\s]+|"
    r"(?:sie sind hier|vous êtes ici|(?:usted )?está(?:s)? (?:en|aquí))\s?:.{0,120}|navigation überspringen|vorlesen|"
    r"(?:kontakt|contact|contacto)\s?\|\s?(?:impressum|datenschutz|privacy|aviso|mentions).{0,60}|"
    r"last (?:updated|modified)(?: on)?\s?:?\s.{4,40}|join us|get involved|become a member|"
    r"(?:exhibit|ex-?)\s?99(?:\.\d{1,2})?|news provided by|"
    r"(?:access|globe|pr|business|send2press) ?(?:news)?wire|abonnieren|alle meldungen|"
    r"(?:hier geht es )?zu(?:r|m) original(?:quelle|meldung)|"
    r"(?:click here|read more|learn more|continue reading|more info|see more|view (?:more|all)|load more|leer más|"
    r"lire (?:la suite|plus)|mehr lesen|weiterlesen|weitere meldungen)(?:\s?(?:»|›|→|>+|…|\.{3}))?|"
    r"(?:[\w’' ]{0,20}related (?:posts?|articles?|news|stories|content|links?)|recent posts?|latest (?:news|posts|"
    r"releases)|"
    r"you (?:may|might) also (?:like|be interested in)|more (?:news|stories|from .{2,40})|popular posts?|"
    r"entradas relacionadas|noticias relacionadas|artículos relacionados|(?:también )?te puede interesar|"
    r"articles? (?:liés|similaires|connexes)|"
    r"(?:à )?lire aussi|(?:lea|lee|ver) también|"
    r"(?:read|see) also|lesen sie auch|"
    r"ähnliche (?:artikel|beiträge)|verwandte (?:artikel|themen)|"
    r"das könnte sie auch interessieren):?|"
    r"view source version on .{2,120}|source:? view .{2,80}|view original content.{0,200}|"
    r"(?:estimated )?(?:reading time:?\s)?\d{1,3}\s?(?:min(?:ute)?s?)(?:\sread|\sde lectura|\slesezeit)?|"
    r"(?:lesezeit|tiempo de lectura|temps de lecture):?\s\d{1,3}\s?min\w*\.?|"
    r"(?:home|inicio|accueil|startseite)\s?(?:[»›>/|]\s?[^»›>/|]{2,60}){1,6}|you are here:?.{0,100}|"
    r"skip to (?:main )?content|saltar al contenido|aller au contenu|zum inhalt springen|menu|menü|menú|search|suche|"
    r"(?:back to (?:top|news|all news|press(?: releases)?|newsroom)|volver(?: arriba| a noticias)?|retour(?: en haut| "
    r"aux? .{2,30})?|"
    r"nach oben|zurück zur übersicht|zurück)|(?:previous|next|older|newer)(?: (?:post|article|story|page))?"
    r"(?:\s?[:»«›‹→←].{0,120})?|[‹←]\s?.{2,120}|leave a (?:reply|comment)|(?:\d+|no) comments?|post a comment|"
    r"(?:filed|posted) (?:under|in|by|on):?\s.{2,100}|(?:categories|tags|tagged(?: with)?|categorías|etiquetas|"
    r"schlagworte|"
    r"schlagwörter|mots[- ]clés|kategorien?|catégories?|topics?)\s?:\s?.{2,140}|"
    r"(?:we use cookies|this (?:web)?site uses cookies|utilizamos cookies|este sitio (?:web )?utiliza cookies|"
    r"ce site utilise des cookies|nous utilisons des cookies|wir (?:verwenden|nutzen) cookies|diese (?:web)?seite "
    r"(?:verwendet|nutzt) cookies).{0,140}|accept(?: all)?(?: cookies)?|aceptar(?: todas)?|alle akzeptieren|tout "
    r"accepter|"
    r"(?:please )?(?:verify|confirm) (?:that )?you are (?:a )?human.{0,60}|enable javascript.{0,100}|"
    r"(?:subscribe|sign up)(?: (?:to|for) .{2,80})?|suscríbete.{0,80}|s['’]abonner.{0,60}|newsletter abonnieren|"
    r"you (?:are receiving|received) this .{2,140}|(?:to )?unsubscribe\b.{0,100}|update (?:your )?preferences.{0,60}|"
    r"(?:vous recevez|sie erhalten|recibe|usted recibe|está recibiendo) (?:ce|cet|diese|este) (?:e-?mail|courriel|"
    r"message|"
    r"nachricht|correo|mensaje).{0,120}|se désabonner.{0,60}|darse de baja.{0,60}|cancelar (?:la )?suscripción.{0,60}|"
    r"(?:newsletter )?(?:abmelden|abbestellen).{0,60}|"
    r"(?-i:SOURCE|FUENTE):?\s.{2,90}|original-content von:.{2,120}|cision\b.{0,80}|(?:photo|logo|image|video) - https?://\S+|"
    r"(?:a )?photos? accompanying this .{5,140}|view (?:the )?original .{2,120}|"
    r"(?:©|\(c\)|copyright)\s?.{0,140}|all rights reserved\.?|todos los derechos reservados\.?|"
    r"tous droits réservés\.?|alle rechte vorbehalten\.?|(?:privacy policy|terms of (?:use|service)|impressum|"
    r"datenschutz|aviso legal|mentions légales)(?:\s?[|·•/]\s?.{2,80})*|download (?:pdf|as pdf|this release|image|"
    r"photo)s?|"
    r"(?:pdf )?herunterladen|descargar(?: pdf)?|télécharger(?: le pdf| en pdf)?|advertisement|anzeige|publicidad|"
    r"publicité|"
    r"(?:region|topic)s? ?/ ?country|most (?:viewed|read|popular)|lo más (?:leído|visto)|les plus lus|meistgelesen|"
    r"cookies on this .{2,30}|news (?:and|&) (?:media|events)|"
    r"(?:more )?sharing options|available in .{2,60}|donate(?: now)?|take action|"
    r"[A-ZÄÖÜ]{2,4}\d{3,5}(?:\s[A-Z0-9]{1,5}){0,4}|(?:[A-ZÄÖÜ][\w-]{2,24}/){2,6}[A-ZÄÖÜ][\w-]{2,24}|"
    r"ots-originaltext\b.{0,140}|"
    r"news(?:room)?|noticias|actualités|aktuelles|nachrichten|press (?:room|releases)|sala de prensa|salle de presse|"
    r"by (?:admin|webmaster)|updated? on:?\s.{4,40}|image \d+ of \d+|play video|watch the video",
    re.IGNORECASE,
)
_MENU_ITEM = r"[^\d@.|•·»›:;\"“”]{2,24}"
_MENU = Expression(
    rf"{_MENU_ITEM}(?:\s?[|•·»›]\s?{_MENU_ITEM}){{4,14}}|"
    r"(?:(?:home|about(?: us)?|news(?:room)?|contact(?: us)?|donate|join(?: us)?|log ?in|shop|events|blog|careers|"
    r"search|"
    r"inicio|noticias|contacto|tienda|accueil|actualités|boutique|startseite|aktuelles|kontakt|über uns|quiénes somos|"
    r"qui sommes-nous|press|presse|prensa|media)(?:\s?[|•·»›/]\s?|\s{1,3}|$)){3,12}",
    re.IGNORECASE,
)
_SITE_SUFFIX = Expression(r"\s(?:[-–—|»·•:]|\|)\s[^|–—]{2,60}$")
_RELATED = Expression(
    r"(?:region|topic)s?(?: ?/ ?country)?|most (?:viewed|read|popular)|lo más (?:leído|visto)|les plus lus|"
    r"meistgelesen|"
    r"more from .{2,40}|(?:más|otras|últimas) noticias|otros comunicados|autres (?:communiqués|actualités)|"
    r"dernières (?:actualités|nouvelles)|(?:weitere|neueste|aktuelle) (?:pressemitteilungen|meldungen|beiträge|"
    r"artikel)|"
    r"(?:[\w’' ]{0,20}related (?:posts?|articles?|news|stories|content)|recent posts?|latest (?:news|posts|releases)|"
    r"you (?:may|"
    r"might) also (?:like|be interested in)|more (?:news|stories)|popular posts?|entradas relacionadas|noticias "
    r"relacionadas|"
    r"artículos relacionados|(?:también )?te puede interesar|articles? (?:liés|similaires|connexes)|"
    r"(?:à )?lire aussi|(?:lea|lee|ver) también|"
    r"(?:read|see) also|lesen sie auch|ähnliche "
    r"(?:artikel|beiträge)|das könnte sie auch interessieren|leave a (?:reply|comment)|weitere meldungen):?",
    re.IGNORECASE,
)


def reason_of(text: str) -> str | None:
    """Why a line is residue: `share widget`, `page furniture`; None when it may be part of the release."""
    if len(text) > _LONGEST:
        return None
    stripped = text.strip(" *_•·|-–—")
    if _WIDGET.fullmatch(stripped):
        return "share widget"
    return "page furniture" if _FURNITURE.fullmatch(stripped) or _MENU.fullmatch(stripped) else None


#: Fewer entries than elsewhere make a menu on the very top of a page.
_TOP_MENU = Expression(rf"{_MENU_ITEM}(?:\s?[|•·»›]\s?{_MENU_ITEM}){{3,14}}")
_PATH = Expression(r"(?:home|inicio|accueil|startseite)\s?[»›>/|]\s?.{2,120}", re.IGNORECASE)
_LANGUAGES = Expression(r"[^\W\d_]{2,12}(?:\s?[|·/]\s?[^\W\d_]{2,12}){2,14}")
_BREADCRUMBS = Expression(
    r"[^«»›>/|:.,]{2,40}(?:\s?[»›>]\s?[^«»›>/|,]{2,80}){1,6}|menu|menü|menú|search|suche", re.IGNORECASE
)


def is_navigation(text: str) -> bool:
    """Whether a line is a menu or a path through a site: what stands above it belongs to the page."""
    stripped = text.strip(" *_•·|-–—")
    menus = (_MENU, _TOP_MENU, _LANGUAGES, _BREADCRUMBS, _PATH)
    return len(text) <= _LONGEST and any(pattern.fullmatch(stripped) for pattern in menus)


def opens_related(text: str) -> bool:
    """Whether everything after this line belongs to the page and not to the release."""
    return len(text) <= _LONGEST and _RELATED.fullmatch(text.strip(" *_•·|-–—")) is not None


def without_site(text: str) -> str:
    """A page title without its ` - Site name` or ` | Site name`."""
    return _SITE_SUFFIX.sub("", text)
