"""What kind words say, language by language, as values; braces are filled in. It lays nothing out.

None of them asks for anything, offers anything, or says more than the ledger knows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True, kw_only=True)
class KindTexts:
    """Every phrase of an apology, a thank-you and a welcome; amounts and days are filled in."""

    greeting_named: str
    greeting: str
    valediction: str
    footer: str
    invoice: str
    invoices: str
    apology_subject: str
    #: one line: the payment, the message, and that it may be forgotten
    apology: str
    thanks_subject: str
    thanks: str
    #: behind thanks, of whoever paid late, and of whoever never does
    thanks_late: str
    thanks_punctual: str
    #: to whoever pays on time again and again, with the higher limit
    raised_subject: str
    raised_thanks: str
    raised: str
    welcome_subject: str
    welcome: str
    welcome_terms: str
    welcome_order: str
    welcome_ask: str
    welcome_ask_call: str


ENGLISH = KindTexts(
    greeting_named="Dear {name},",
    greeting="Dear all,",
    valediction="Kind regards,",
    footer=(
        "You have this because {customer} has an account with {organisation}. If it has reached "
        "the wrong person, please reply and say so, and we will put our records right."
    ),
    invoice="invoice",
    invoices="invoices",
    apology_subject="Our message and your payment crossed: {invoices}",
    apology=(
        "Your payment of {amount} of {paid} for {invoices} and our message of {written} crossed: "
        "please forget what our message said about this amount, and accept our apologies."
    ),
    thanks_subject="Thank you for your payment of {amount}",
    thanks="Thank you: your payment of {amount} for {invoices} came in on {paid}.",
    thanks_late="Nothing on your account is late now, and we are glad of it.",
    thanks_punctual="You pay on time, one invoice after another. It is noticed, and it helps us.",
    raised_subject="Thank you for paying on time",
    raised_thanks="You pay on time, one invoice after another, and we thank you for it.",
    raised=(
        "Since {paid} your credit limit with us has been {amount}. There is nothing for you to do."
    ),
    welcome_subject="How we work with you: your first invoice, {numbers}",
    welcome="With {invoices} of {amount} you have had the first invoice from us.",
    welcome_terms="It is due on {due}, {days} days after its date.",
    welcome_order=(
        "If our invoices need an order number of yours, reply with it and say which invoice it "
        "is for."
    ),
    welcome_ask="For anything about an invoice, write to {name} at {address}.",
    welcome_ask_call=(
        "For anything about an invoice, write to {name} at {address}, or call {phone}."
    ),
)

FRENCH = KindTexts(
    greeting_named="Bonjour {name},",
    greeting="Bonjour,",
    valediction="Cordialement,",
    footer=(
        "Ce message vous parvient en raison du compte client de {customer} chez {organisation}. "
        "S’il est arrivé à la mauvaise personne, répondez-nous pour nous le dire et nous "
        "corrigerons nos dossiers."
    ),
    invoice="facture",
    invoices="factures",
    apology_subject="Notre message et votre paiement se sont croisés : {invoices}",
    apology=(
        "Votre paiement de {amount} du {paid} pour {invoices} et notre message du {written} se "
        "sont croisés : oubliez ce que notre message disait de ce montant, et veuillez nous en "
        "excuser."
    ),
    thanks_subject="Merci pour votre paiement de {amount}",
    thanks="Merci : votre paiement de {amount} pour {invoices} est arrivé le {paid}.",
    thanks_late="Rien n’est en retard sur votre compte, et nous en sommes heureux.",
    thanks_punctual=(
        "Vous payez à l’heure, facture après facture. Nous le remarquons, et cela nous aide."
    ),
    raised_subject="Merci de payer à l’heure",
    raised_thanks="Vous payez à l’heure, facture après facture, et nous vous en remercions.",
    raised=(
        "Depuis le {paid}, votre limite de crédit chez nous est de {amount}. "
        "Vous n’avez rien à faire."
    ),
    welcome_subject="Comment nous travaillons : votre première facture, {numbers}",
    welcome="Avec {invoices} de {amount}, vous avez reçu notre première facture.",
    welcome_terms="Son échéance est le {due}, {days} jours après sa date.",
    welcome_order=(
        "Si nos factures doivent porter un numéro de commande, répondez-nous en l’indiquant, avec "
        "la facture concernée."
    ),
    welcome_ask="Pour toute question sur une facture, écrivez à {name}, {address}.",
    welcome_ask_call=(
        "Pour toute question sur une facture, écrivez à {name}, {address}, ou appelez le {phone}."
    ),
)

GERMAN = KindTexts(
    greeting_named="Guten Tag {name},",
    greeting="Guten Tag,",
    valediction="Freundliche Grüße",
    footer=(
        "Sie erhalten dies, weil {customer} bei {organisation} ein Kundenkonto hat. Hat es die "
        "falsche Person erreicht, antworten Sie bitte kurz; wir berichtigen dann unsere Unterlagen."
    ),
    invoice="Rechnung",
    invoices="Rechnungen",
    apology_subject="Unsere Nachricht und Ihre Zahlung haben sich überschnitten: {invoices}",
    apology=(
        "Ihre Zahlung von {amount} vom {paid} für {invoices} und unsere Nachricht vom {written} "
        "haben sich überschnitten: Was unsere Nachricht zu diesem Betrag sagte, ist erledigt; wir "
        "bitten um Entschuldigung."
    ),
    thanks_subject="Vielen Dank für Ihre Zahlung von {amount}",
    thanks="Vielen Dank: Ihre Zahlung von {amount} für {invoices} ist am {paid} eingegangen.",
    thanks_late="Auf Ihrem Kundenkonto ist nichts mehr überfällig; das freut uns.",
    thanks_punctual="Sie zahlen pünktlich, Rechnung für Rechnung. Das fällt auf, und es hilft uns.",
    raised_subject="Danke für Ihre pünktlichen Zahlungen",
    raised_thanks="Sie zahlen pünktlich, Rechnung für Rechnung; dafür danken wir Ihnen.",
    raised="Seit dem {paid} beträgt Ihr Kreditlimit bei uns {amount}. Sie müssen nichts tun.",
    welcome_subject="So arbeiten wir zusammen: Ihre erste Rechnung, {numbers}",
    welcome="Mit {invoices} über {amount} haben Sie die erste Rechnung von uns erhalten.",
    welcome_terms="Sie ist am {due} fällig, {days} Tage nach ihrem Datum.",
    welcome_order=(
        "Brauchen unsere Rechnungen eine Bestellnummer von Ihnen, antworten Sie mit der Nummer und "
        "der Rechnung, zu der sie gehört."
    ),
    welcome_ask="Bei Fragen zu einer Rechnung schreiben Sie an {name}, {address}.",
    welcome_ask_call=(
        "Bei Fragen zu einer Rechnung schreiben Sie an {name}, {address}, oder rufen Sie {phone} "
        "an."
    ),
)

SPANISH = KindTexts(
    greeting_named="Hola, {name}:",
    greeting="Hola:",
    valediction="Un saludo,",
    footer=(
        "Recibe este mensaje porque {customer} tiene una cuenta con {organisation}. Si ha llegado "
        "a la persona equivocada, respóndanos y corregiremos nuestros datos."
    ),
    invoice="factura",
    invoices="facturas",
    apology_subject="Nuestro mensaje y su pago se cruzaron: {invoices}",
    apology=(
        "Su pago de {amount} del {paid} por {invoices} y nuestro mensaje del {written} se "
        "cruzaron: olvide lo que nuestro mensaje decía de este importe y acepte nuestras "
        "disculpas."
    ),
    thanks_subject="Gracias por su pago de {amount}",
    thanks="Gracias: su pago de {amount} por {invoices} llegó el {paid}.",
    thanks_late="Ya no hay nada con retraso en su cuenta, y nos alegra.",
    thanks_punctual="Usted paga a tiempo, factura tras factura. Se nota, y nos ayuda.",
    raised_subject="Gracias por pagar a tiempo",
    raised_thanks="Usted paga a tiempo, factura tras factura, y se lo agradecemos.",
    raised=(
        "Desde el {paid} su límite de crédito con nosotros es de {amount}. No tiene que hacer nada."
    ),
    welcome_subject="Cómo trabajamos con usted: su primera factura, {numbers}",
    welcome="Con {invoices} de {amount} ha recibido nuestra primera factura.",
    welcome_terms="Vence el {due}, {days} días después de su fecha.",
    welcome_order=(
        "Si nuestras facturas necesitan un número de pedido, respóndanos con él y con la factura a "
        "la que corresponde."
    ),
    welcome_ask="Para cualquier duda sobre una factura, escriba a {name}, {address}.",
    welcome_ask_call=(
        "Para cualquier duda sobre una factura, escriba a {name}, {address}, o llame al {phone}."
    ),
)

DUTCH = KindTexts(
    greeting_named="Beste {name},",
    greeting="Beste lezer,",
    valediction="Met vriendelijke groet,",
    footer=(
        "U ontvangt dit omdat {customer} een rekening heeft bij {organisation}. Is dit bij de "
        "verkeerde persoon terechtgekomen, laat het ons dan weten; wij passen onze gegevens aan."
    ),
    invoice="factuur",
    invoices="facturen",
    apology_subject="Ons bericht en uw betaling hebben elkaar gekruist: {invoices}",
    apology=(
        "Uw betaling van {amount} van {paid} voor {invoices} en ons bericht van {written} hebben "
        "elkaar gekruist: u kunt vergeten wat ons bericht over dit bedrag zei, met onze excuses."
    ),
    thanks_subject="Dank voor uw betaling van {amount}",
    thanks="Dank u: uw betaling van {amount} voor {invoices} is op {paid} binnengekomen.",
    thanks_late="Op uw rekening staat nu niets meer te laat open, en daar zijn wij blij mee.",
    thanks_punctual="U betaalt op tijd, factuur na factuur. Dat valt op, en het helpt ons.",
    raised_subject="Dank voor uw betalingen op tijd",
    raised_thanks="U betaalt op tijd, factuur na factuur, en daar danken wij u voor.",
    raised="Sinds {paid} is uw kredietlimiet bij ons {amount}. U hoeft niets te doen.",
    welcome_subject="Zo werken wij met u: uw eerste factuur, {numbers}",
    welcome="Met {invoices} van {amount} hebt u de eerste factuur van ons gekregen.",
    welcome_terms="De vervaldatum is {due}, {days} dagen na de factuurdatum.",
    welcome_order=(
        "Hebben onze facturen een bestelnummer van u nodig, antwoord dan met dat nummer en met de "
        "factuur waarbij het hoort."
    ),
    welcome_ask="Voor alles over een factuur schrijft u naar {name}, {address}.",
    welcome_ask_call=(
        "Voor alles over een factuur schrijft u naar {name}, {address}, of belt u {phone}."
    ),
)

TEXTS: Mapping[str, KindTexts] = MappingProxyType(
    {"en": ENGLISH, "fr": FRENCH, "de": GERMAN, "es": SPANISH, "nl": DUTCH}
)
