"""What no letter in German may say, by why."""

from __future__ import annotations

from plugin.letters.refused.kinds import BLAME, LOOK_ALIKE, MARKETING, SHOUTING, THREAT

GERMAN = {
    THREAT: (
        r"rechtliche\w* (schritt|maßnahm|mittel)\w*|rechtsweg|gerichtlich\w*|\bgericht(e|es|s)?\b",
        r"(rechts)?anwalt\w*|anwält\w*|\bklage\b|verklag\w*|prozess\b|mahnbescheid|mahnverfahren",
        r"inkasso\w*|vollstreck\w*|gerichtsvollzieher\w*|pfänd\w*|zwangs\w+",
        r"schufa|bonität\w*|negativeintrag|schuldnerverzeichnis|insolvenz\w*",
        r"strafanzeige|\banzeige erstatten|polizei|betrug\w*|strafbar\w*",
        r"ohne (weitere|nochmalige) (ankündigung|mahnung|vorwarnung)|konsequenz\w*|letzte chance",
        (
            r"(liefer\w*|belieferung|leistung\w*|kundenkonto) \w* ?(einstell|sperr|stopp)\w*"
            r"|(stellen|sperren|stoppen) (wir )?(alle |ihre |die )"
            r"(lieferung|belieferung|leistung)\w*"
        ),
        r"\bandernfalls\b|\bsonst (müssen|werden) wir",
    ),
    LOOK_ALIKE: (
        r"aktenzeichen|\bkläger\w*|beklagte\w*|urteil\w*|ladung\b|hiermit (werden|wird|fordern)",
        r"im namen des volkes|justizministerium|amtlich\w*|vollstreckungsbescheid|verfügung\b",
    ),
    MARKETING: (
        r"\b\d+ ?% (rabatt|nachlass)|sonderangebot\w*|aktionspreis\w*|gutschein(code|e)?\b",
        r"newsletter|abonnieren|folgen sie uns|empfehlen sie uns|bewerten sie|schnäppchen",
        r"unser(e|en)? neue[ns]? (produkt|sortiment|karte|kollektion|angebot|shop)\w*",
        r"besuchen sie (unser|den)|nur für kurze zeit|jetzt (kaufen|bestellen)|verpassen sie",
    ),
    BLAME: (
        r"sie haben (es )?(versäumt|ignoriert|unterlassen|verweigert|vernachlässigt)",
        r"ihr(e|en)? (versäumnis|weigerung|nachlässigkeit|ausrede\w*)|inakzeptabel|unverschämt",
        r"(zahl\w*|überweis\w*|begleich\w*)\b[^.]{0,30}\b(unverzüglich|sofort)\b",
        r"(unverzüglich|sofort)\w* (zahl|überweis|begleich)\w*|enttäusch\w*|trotz unserer",
        r"wir (fordern|verlangen)|säumig\w*|zahlungsmoral",
    ),
    SHOUTING: (r"\bdringend\w*\b|\beilt\b|letzte warnung|wichtige mitteilung|\beilig\b",),
}
