"""What no letter in French may say, by why."""

from __future__ import annotations

from plugin.letters.refused.kinds import BLAME, LOOK_ALIKE, MARKETING, SHOUTING, THREAT

FRENCH = {
    THREAT: (
        r"(action|procédure|poursuites?|voies?|suites?|moyens?) (judiciaires?|légale?s?)",
        r"\b(au|devant le|le) tribunal\b|\btribunaux\b|en justice\b|\bassign(er|ation)\w*",
        r"huissiers?\b|commissaires? de justice|\bavocats?\b|contentieux",
        r"recouvrement (forcé|judiciaire)|société de recouvrement|agence de recouvrement",
        r"injonction de payer|\bsaisie\b|\bsaisir\b|mise en demeure|mettons en demeure",
        r"(plainte|police|pénale?\w*|prison|fichage|fiché|interdit bancaire|banque de france)",
        r"sans (autre |nouvel |nouveau )?(avis|préavis|avertissement)|conséquences|sinon\b",
        (
            r"(suspend|arrêt|cess|bloqu|refus)\w* (de )?(vos|toute|toutes|votre) "
            r"(livraisons?|commandes?|fournitures?|services?|compte)"
        ),
        r"redressement judiciaire|liquidation|dernière chance|\bpénalités? de\b",
    ),
    LOOK_ALIKE: (
        r"(dossier|affaire|requête) n[°o]|\bdemandeur\b|\bdéfendeur\b|jugement|sommation",
        r"au nom du peuple|ministère de la justice|acte de justice|par la présente|avis officiel",
    ),
    MARKETING: (
        r"\b\d+ ?% de (remise|réduction)|offres? (spéciale|exclusive|du moment)|\bpromo\w*",
        r"newsletter|abonnez|suivez-nous|parrainez|laissez(-nous)? un avis|soldes\b|bons? plans?",
        r"notre (nouvelle|nouveau) (gamme|produit|carte|collection|boutique|site)|code promo",
        r"(visitez|découvrez) (notre|nos|le|la)|ne manquez pas|profitez",
    ),
    BLAME: (
        r"vous (n[’']avez pas (daigné|voulu)|avez (ignoré|négligé|refusé|manqué))",
        r"votre (négligence|mauvaise foi|refus|manquement)|inacceptable|inadmissible",
        r"(payer|régler|règlement|paiement)\b[^.]{0,30}\bimmédiat(ement)?\b|honte|mauvais payeur",
        r"nous exigeons|malgré nos|\bdéçus?\b|\bexcuses? (bidon|facile)",
    ),
    SHOUTING: (r"\burgen(t|ce|te)\b|dernier avertissement|avis important|agissez",),
}
