"""What milestones and the question for a recommendation say, language by language, as values.

Neither offers anything, and nothing depends on the answer. It lays nothing out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True, kw_only=True)
class BondTexts:
    """Every phrase; `paid` is the day of the first invoice, of a payment or of a good answer."""

    year_subject: str
    year: str
    paid_subject: str
    passed: str
    #: so many invoices one after the other
    row_subject: str
    row: str
    #: behind each
    thanks: str
    recommend_subject: str
    recommend: str
    recommend_how: str
    recommend_rarely: str
    #: what the link is called by which one is never asked again
    no_more: str


_ENGLISH = BondTexts(
    year_subject="A year as our customer: thank you",
    year="Your first invoice from us was dated {paid}: you have been our customer for a year.",
    paid_subject="Thank you for your custom",
    passed="With your payment of {paid}, all that you bought from us and paid passed {amount}.",
    row_subject="Thank you for paying on time",
    row=(
        "Your payment of {paid} was for the last of {count} invoices in a row paid on time. "
        "It is noticed."
    ),
    thanks="We thank you for it, and are glad to work with you.",
    recommend_subject="Would you say a word for us?",
    recommend=(
        "You pay on time, and on {paid} you told us that it went well with us. Thank you for both."
    ),
    recommend_how=(
        "If you know somebody whom we could serve as well, we would be glad if you gave them our "
        "name. Or reply with a sentence about us that we may show to others."
    ),
    recommend_rarely="Nothing depends on it, and we ask at most once a year.",
    no_more="Please do not ask me this again",
)
_FRENCH = BondTexts(
    year_subject="Un an que vous êtes notre client : merci",
    year="Notre première facture date du {paid} : vous êtes notre client depuis un an.",
    paid_subject="Merci de votre fidélité",
    passed=(
        "Avec votre paiement du {paid}, tout ce que vous nous avez acheté et payé a dépassé "
        "{amount}."
    ),
    row_subject="Merci de payer à l’heure",
    row=(
        "Votre paiement du {paid} réglait la dernière de {count} factures de suite payées à "
        "l’heure. Nous le remarquons."
    ),
    thanks="Nous vous en remercions, et travaillons volontiers avec vous.",
    recommend_subject="Diriez-vous un mot pour nous ?",
    recommend=(
        "Vous payez à l’heure, et le {paid} vous nous avez dit que tout s’était bien passé avec "
        "nous. Merci pour les deux."
    ),
    recommend_how=(
        "Si vous connaissez quelqu’un que nous pourrions servir aussi, nous serions heureux que "
        "vous lui donniez notre nom. Ou répondez par une phrase sur nous que nous pourrons montrer."
    ),
    recommend_rarely="Rien n’en dépend, et nous le demandons une fois par an au plus.",
    no_more="Ne plus me poser cette question",
)
_GERMAN = BondTexts(
    year_subject="Ein Jahr unser Kunde: vielen Dank",
    year="Unsere erste Rechnung an Sie ist vom {paid}: Seit einem Jahr sind Sie unser Kunde.",
    paid_subject="Vielen Dank für Ihre Treue",
    passed=(
        "Mit Ihrer Zahlung vom {paid} hat alles, was Sie bei uns gekauft und bezahlt haben, "
        "{amount} überschritten."
    ),
    row_subject="Danke für Ihre pünktlichen Zahlungen",
    row=(
        "Ihre Zahlung vom {paid} galt der letzten von {count} Rechnungen, die Sie "
        "nacheinander pünktlich bezahlt haben. Das fällt auf."
    ),
    thanks="Dafür danken wir Ihnen; wir arbeiten gern mit Ihnen.",
    recommend_subject="Würden Sie ein Wort für uns einlegen?",
    recommend=(
        "Sie zahlen pünktlich, und am {paid} haben Sie uns gesagt, dass es mit uns gut lief. Danke "
        "für beides."
    ),
    recommend_how=(
        "Wenn Sie jemanden kennen, für den wir auch arbeiten könnten, freuen wir uns, wenn Sie "
        "unseren Namen nennen. Oder antworten Sie mit einem Satz über uns, den wir zeigen dürfen."
    ),
    recommend_rarely="Es hängt nichts davon ab, und wir fragen höchstens einmal im Jahr.",
    no_more="Bitte fragen Sie mich das nicht mehr",
)
_SPANISH = BondTexts(
    year_subject="Un año como cliente nuestro: gracias",
    year="Nuestra primera factura es del {paid}: hace un año que es cliente nuestro.",
    paid_subject="Gracias por su confianza",
    passed="Con su pago del {paid}, todo lo que nos ha comprado y pagado ha superado {amount}.",
    row_subject="Gracias por pagar a tiempo",
    row=(
        "Su pago del {paid} fue de la última de {count} facturas seguidas pagadas a tiempo. "
        "Se nota."
    ),
    thanks="Se lo agradecemos, y nos alegra trabajar con usted.",
    recommend_subject="¿Diría unas palabras sobre nosotros?",
    recommend=(
        "Usted paga a tiempo, y el {paid} nos dijo que le había ido bien con nosotros. Gracias por "
        "ambas cosas."
    ),
    recommend_how=(
        "Si conoce a alguien a quien también pudiéramos servir, nos alegraría que le diera nuestro "
        "nombre. O respóndanos con una frase sobre nosotros que podamos mostrar."
    ),
    recommend_rarely="Nada depende de ello, y lo preguntamos una vez al año como mucho.",
    no_more="No quiero que me lo pregunten más",
)
_DUTCH = BondTexts(
    year_subject="Een jaar klant bij ons: dank u",
    year="Onze eerste factuur aan u is van {paid}: u bent een jaar onze klant.",
    paid_subject="Dank voor uw vertrouwen",
    passed=(
        "Met uw betaling van {paid} is alles wat u bij ons hebt gekocht en betaald boven {amount} "
        "gekomen."
    ),
    row_subject="Dank voor uw betalingen op tijd",
    row=(
        "Uw betaling van {paid} was voor de laatste van {count} facturen op rij die op tijd "
        "betaald zijn. Dat valt op."
    ),
    thanks="Daar danken wij u voor; wij werken graag met u samen.",
    recommend_subject="Wilt u een goed woord voor ons doen?",
    recommend=(
        "U betaalt op tijd, en op {paid} hebt u ons verteld dat het goed ging met ons. Dank voor "
        "allebei."
    ),
    recommend_how=(
        "Kent u iemand voor wie wij ook zouden kunnen werken, dan zijn wij blij als u onze naam "
        "noemt. Of antwoord met een zin over ons die wij mogen laten zien."
    ),
    recommend_rarely="Er hangt niets van af, en wij vragen het hooguit één keer per jaar.",
    no_more="Vraag mij dit niet meer",
)

BOND_TEXTS: Mapping[str, BondTexts] = MappingProxyType(
    {"en": _ENGLISH, "fr": _FRENCH, "de": _GERMAN, "es": _SPANISH, "nl": _DUTCH}
)
