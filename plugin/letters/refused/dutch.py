"""What no letter in Dutch may say, by why."""

from __future__ import annotations

from plugin.letters.refused.kinds import BLAME, LOOK_ALIKE, MARKETING, SHOUTING, THREAT

DUTCH = {
    THREAT: (
        r"(juridische|gerechtelijke|rechts)[ -]?(stappen|maatregelen|acties?|procedures?|bijstand)",
        r"\brechtbank\b|\brechter\b|\bkantonrechter\b|voor het gerecht|dagvaard\w*|aanklag\w*",
        r"advoca(at|ten)\b|deurwaarder\w*|incasso(bureau|kosten|traject)?\b|beslag\b|executie\w*",
        r"\bbkr\b|kredietregistratie|zwarte lijst|wanbetaler\w*|faillissement\w*",
        r"aangifte|politie|strafbaar\w*|\bfraude\w*",
        r"zonder (verdere|nadere) (aankondiging|kennisgeving|waarschuwing)|gevolgen|laatste kans",
        (
            r"(stop|blokkeer|staak|schort|weiger)\w* (wij )?(alle |uw |de )"
            r"(leveringen?|bestellingen?|diensten|dienstverlening|account)"
        ),
        r"\bingebrekestelling\b|\banders (zijn|zien|moeten) wij|boete van\b",
    ),
    LOOK_ALIKE: (
        r"(zaak|dossier|rol)nummer|\beiser\w*|gedaagde\w*|vonnis\w*|exploot",
        r"in naam (van|der) |ministerie van justitie|officiële mededeling|sommatie",
    ),
    MARKETING: (
        r"\b\d+ ?% korting|(speciale|nieuwste|exclusieve) aanbieding\w*|kortingscode|\bpromotie\w*",
        r"nieuwsbrief|schrijf (u|je) in|volg ons|beveel ons aan|laat een (review|beoordeling)",
        r"ons nieuwe (assortiment|product|menu|collectie|winkel)|uitverkoop|\bvouchers?\b",
        r"bezoek onze|mis het niet|profiteer|alleen vandaag",
    ),
    BLAME: (
        r"u (heeft|hebt) (verzuimd|genegeerd|geweigerd|nagelaten)|uw (nalatigheid|verzuim)",
        r"onacceptabel|onaanvaardbaar|schande\w*|teleurgesteld|ondanks onze",
        r"(betaal|betal|voldoe|overma)\w*\b[^.]{0,30}\b(onmiddellijk|direct|per omgaande)\b",
        r"(onmiddellijk|per omgaande) (betalen|te betalen|voldoen|te voldoen)|wij eisen",
    ),
    SHOUTING: (r"\bdringend\w*\b|\bspoed\b|laatste waarschuwing|belangrijke mededeling",),
}
