"""Sentences that an owner may type under a reminder, and those that no customer should read."""

from __future__ import annotations

import pytest

from plugin.letters.lint import sentence_complaints

THREATS = (
    "We will take legal action next week.",
    "Otherwise we shall see you in court.",
    "This goes to court on Monday.",
    "The courts take a dim view of this.",
    "We would have to sue.",
    "We will issue a claim on Friday.",
    "This could end in small claims.",
    "Our solicitor has the papers.",
    "Our lawyers are ready.",
    "Expect a visit from the bailiffs.",
    "A CCJ stays with you for six years.",
    "We use a debt collector.",
    "A collection agency will ring you.",
    "The Disputes Tribunal is our next stop.",
    "Not paying is a criminal matter.",
    "We will report this to the police.",
    "It will harm your credit rating.",
    "A credit reference agency will be told.",
    "We will send a statutory demand.",
    "There will be consequences.",
    "Pay by Friday, or else.",
    "We act without further notice.",
    "This is your last chance.",
    "We will stop all further deliveries.",
    "We will withdraw your credit account.",
    "We will write to your employer.",
    "There is a fine of £50 for this.",
)
LOOK_ALIKES = (
    "Case no. 4711 is now open.",
    "You are hereby informed of the debt.",
    "This is a letter before action.",
    "Notice of intended proceedings",
    "The defendant is asked to pay.",
    "A judgment against you may follow.",
)
MARKETING = (
    "Get 20% off everything this week.",
    "See our special offers on cheese.",
    "Sign up for our newsletter.",
    "Please leave us a review.",
    "Refer a friend and save.",
    "Our new range is in the shop.",
    "Visit our website for more.",
    "Use the voucher code SPRING.",
)
BLAME = (
    "You have failed to pay again.",
    "Your failure costs us money.",
    "This is unacceptable.",
    "We are disappointed.",
    "Please pay this immediately.",
    "We demand the money.",
    "No more excuses.",
)
SHOUTS = (
    "URGENT",
    "This is a final warning.",
    "PLEASE PAY THIS NOW",
    "Pay today!",
)
BAD = {
    **dict.fromkeys(THREATS, "an untrue threat"),
    **dict.fromkeys(LOOK_ALIKES, "a court look-alike"),
    **dict.fromkeys(MARKETING, "marketing"),
    **dict.fromkeys(BLAME, "blame"),
    **dict.fromkeys(SHOUTS[:3], "a word that shouts"),
    SHOUTS[3]: "an exclamation mark",
}

GOOD = (
    "It was good to see you at the market on Saturday.",
    "Thank you for the order of last week.",
    "Sorry that our invoice reached you late.",
    "Congratulations on the new kitchen.",
    "Please excuse our slow reply; we were moving.",
    "We are happy to split this over two months.",
    "Tell me if half now and half in December would help.",
    "If the delivery was not right, I would like to know.",
    "Our credit note of last week is in the post.",
    "Your credit note CN-12 has been taken off.",
    "Our bank details have not changed.",
    "To guard against fraud, we never change our bank details by email.",
    "We have a new bookkeeper, Jo, who will answer you.",
    "The office is closed from 23 December to 2 January.",
    "We stop deliveries over Christmas, from the 23rd.",
    "Your order is in the courtyard, by the case of lemons.",
    "We met in the food court at the fair.",
    "The tennis court invoice is the one from June.",
    "Our case of wine for you is number 12 in the cellar.",
    "Your insurance claim was mentioned when we spoke.",
    "The warranty claim is a separate matter and is not in this amount.",
    "The suede samples are not in this amount.",
    "Your subscription for November is not in this amount.",
    "Congratulations on your promotion.",
    "The voucher that you returned has been taken off.",
    "We look into it immediately if anything is wrong.",
    "In my judgment the second box was short, and I have noted it.",
    "Use your own judgment about the date.",
    "The police closed our road on Monday, hence the late delivery.",
    "I will call you on Thursday at ten.",
    "Purchase order 4471 is quoted on both.",
    "Kind regards to Tom.",
    "As agreed on the telephone, the last box was replaced.",
    "If cash is tight just now, please say so.",
    "We have put the disputed 80 pounds aside.",
    "You asked for a copy; it is attached.",
    "The price went up on 1 October, as we wrote in August.",
    "I enjoyed the lunch, and so did Jo.",
    "This is the amount without the deposit.",
    "Your statement comes separately, on the first of the month.",
    "VAT is included, and nothing has been added.",
)


@pytest.mark.parametrize("words", list(BAD))
def test_what_no_customer_should_read_is_refused_with_its_reason(words: str) -> None:
    """The complaint names the kind of fault and the very words."""
    found = sentence_complaints(words)
    assert any(each.startswith(f"{BAD[words]} in your sentence") for each in found), found


@pytest.mark.parametrize("words", GOOD)
def test_what_a_kind_owner_writes_passes(words: str) -> None:
    """Ordinary words that only look alike draw no complaint."""
    assert sentence_complaints(words) == ()


OTHER_LANGUAGES = {
    "fr-FR": (
        "Nous engagerons une procédure judiciaire.",
        "Un huissier passera chez vous.",
        "Ceci vaut mise en demeure.",
        "Nous suspendrons vos livraisons.",
        "Dossier n° 4711",
        "Profitez de 20 % de remise.",
        "Votre négligence est inacceptable.",
        "Merci de payer immédiatement.",
        "URGENT",
    ),
    "de-DE": (
        "Wir werden rechtliche Schritte einleiten.",
        "Unser Anwalt ist informiert.",
        "Als Nächstes folgt ein Mahnbescheid.",
        "Das Inkassobüro meldet sich.",
        "Das schadet Ihrer Schufa-Auskunft.",
        "Aktenzeichen 4711",
        "Jetzt 20 % Rabatt auf alles.",
        "Sie haben es versäumt zu zahlen.",
        "Zahlen Sie unverzüglich.",
        "Letzte Warnung",
    ),
    "es-ES": (
        "Emprenderemos acciones legales.",
        "Nuestro abogado tiene los papeles.",
        "Una agencia de cobro le llamará.",
        "Suspenderemos sus pedidos.",
        "Expediente n.º 4711",
        "Aproveche esta oferta especial.",
        "Su negligencia es inaceptable.",
        "Pague de inmediato.",
        "Último aviso",
    ),
    "nl-NL": (
        "Wij nemen juridische stappen.",
        "De deurwaarder komt langs.",
        "Een incassobureau neemt het over.",
        "Wij stoppen uw leveringen.",
        "Dossiernummer 4711",
        "Nu 20 % korting op alles.",
        "U heeft verzuimd te betalen.",
        "Betaal onmiddellijk.",
        "Dringend",
    ),
}
KIND = {
    "fr-FR": (
        "Merci pour votre commande de la semaine dernière.",
        "Nos bureaux sont fermés du 24 décembre au 2 janvier.",
        "Nous pouvons étaler ce montant sur deux mois.",
        "L’avoir de la semaine dernière a été déduit.",
        "Je vous appelle jeudi à dix heures.",
    ),
    "de-DE": (
        "Vielen Dank für die Bestellung der letzten Woche.",
        "Unser Büro ist vom 24. Dezember bis 2. Januar geschlossen.",
        "Wir können den Betrag gern auf zwei Monate verteilen.",
        "Sagen Sie uns bitte Bescheid, wenn die Lieferung nicht stimmte.",
        "Ich rufe Sie am Donnerstag um zehn Uhr an.",
    ),
    "es-ES": (
        "Gracias por el pedido de la semana pasada.",
        "Nuestra oficina cierra del 24 de diciembre al 2 de enero.",
        "Podemos repartir el importe en dos meses.",
        "El abono de la semana pasada ya está descontado.",
        "Le llamaré el jueves a las diez.",
    ),
    "nl-NL": (
        "Dank u voor de bestelling van vorige week.",
        "Ons kantoor is gesloten van 24 december tot 2 januari.",
        "Wij kunnen het bedrag over twee maanden verdelen.",
        "De creditnota van vorige week is al verrekend.",
        "Ik bel u donderdag om tien uur.",
    ),
}


@pytest.mark.parametrize("language", list(OTHER_LANGUAGES))
def test_each_language_is_read_by_its_own_rules(language: str) -> None:
    """Threats, look-alikes, marketing, blame and shouting in French, German, Spanish and Dutch."""
    missed = [
        each for each in OTHER_LANGUAGES[language] if not sentence_complaints(each, (), language)
    ]
    assert missed == []


@pytest.mark.parametrize("language", list(KIND))
def test_kind_words_pass_in_each_language(language: str) -> None:
    """And are not taken for English either."""
    found = [
        complaint
        for each in KIND[language]
        for complaint in sentence_complaints(each, (), language)
    ]
    assert found == []


def test_english_is_read_under_a_french_letter_too() -> None:
    """An owner who types English under a letter in another language is not let off."""
    assert sentence_complaints("We will take legal action.", (), "fr-FR") != ()
    assert len(BAD) >= 40
    assert len(GOOD) >= 40
