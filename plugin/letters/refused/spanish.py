"""What no letter in Spanish may say, by why."""

from __future__ import annotations

from plugin.letters.refused.kinds import BLAME, LOOK_ALIKE, MARKETING, SHOUTING, THREAT

SPANISH = {
    THREAT: (
        r"(acciones|medidas|vías?|procedimientos?) (legales|judicial(es)?)|por vía judicial",
        r"\b(al|ante el|ante los) (juzgado|tribunal)\w*|\btribunales\b|\bjuicio\b|demanda(r|rle)\b",
        r"abogad[oa]s?\b|\bprocurador\w*|embarg\w*|monitorio|requerimiento judicial",
        r"agencias? de (cobro|recobro)|empresas? de (cobro|recobro)|cobrador\w*",
        r"morosos\b|\basnef\b|historial crediticio|denuncia\w*|policía|penal(es)?\b|cárcel",
        r"sin (más|previo|otro) (aviso|preaviso)|consecuencias|de lo contrario|última oportunidad",
        (
            r"(suspend|interrump|cort|deten|bloque)\w* (sus?|todas? las?|el|los) "
            r"(entregas?|pedidos?|suministros?|servicios?|cuenta)"
        ),
        r"concurso de acreedores|insolvencia|recargo de\b",
    ),
    LOOK_ALIKE: (
        r"(expediente|causa|autos) n[.º°]|demandante|demandad[oa]\b|sentencia|citación judicial",
        r"por la presente|ministerio de justicia|notificación oficial|diligencia de embargo",
    ),
    MARKETING: (
        r"\b\d+ ?% de (descuento|rebaja)|ofertas? (especial|exclusiva|limitada)\w*|\bpromoci\w+",
        r"newsletter|boletín|suscríb\w+|síganos|recomiénd\w+|déjenos (una )?reseña|rebajas\b",
        r"nuestr[oa] nuev[oa] (gama|producto|carta|colección|tienda|web)|cupón|cupones",
        r"visite (nuestr[oa]|la)|no se pierda|aprovech\w+ (la|esta|nuestra)",
    ),
    BLAME: (
        r"(usted )?(ha|han) (ignorado|incumplido|descuidado|rechazado)|su (negligencia|mala fe)",
        r"inaceptable|vergüenza|vergonzos\w*|excusas|decepcion\w*|a pesar de nuestr\w+",
        r"(pag\w*|abon\w*)\b[^.]{0,30}\b(inmediat\w+|de inmediato)\b|exigimos|mal pagador",
    ),
    SHOUTING: (r"\burgente(mente)?\b|último aviso|aviso importante|actúe ya",),
}
