"""The Dutch of every reminder. It lays nothing out and takes its dates from the facts."""

from __future__ import annotations

from plugin.credit.account import CreditKind
from plugin.credit.money import total
from plugin.credit.parts import NamedPart
from plugin.credit.policy import Tone
from plugin.letters.facts import LetterCredit, LetterFacts, LetterLine, PaymentBack
from plugin.letters.languages.language import Labels, Language
from plugin.letters.wording import sentence

_CREDIT_NAMES = {
    CreditKind.CREDIT_NOTE: "creditnota",
    CreditKind.OVERPAYMENT: "overbetaling",
    CreditKind.PREPAYMENT: "aanbetaling",
}


class Dutch(Language):
    """Dutch, to the customer as u."""

    name = "Nederlands"
    conjunction = "en"
    small = ("geen", "één", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen")
    labels = Labels(
        also="Ook nog open; hiervoor vragen wij vandaag niets",
        how_to_pay="Zo betaalt u",
        pay_link="Online bekijken en betalen",
        view_link="Online bekijken",
        invoice="Factuur",
        reference="Uw referentie",
        due="Vervaldatum",
        amount="Bedrag",
        total="Totaal",
        due_inline="vervaldatum",
        reference_inline="uw referentie",
    )

    def more(self, number: int) -> str:
        return f"nog {self.spelled(number)}"

    def credit_name(self, credit: LetterCredit) -> str:
        return f"{_CREDIT_NAMES[credit.kind]} {credit.number}".strip()

    def lateness(self, line: LetterLine) -> str:
        if line.days_late > 0:
            return f"{self._days(line.days_late)} te laat"
        if line.days_late < 0:
            return f"te betalen over {self._days(-line.days_late)}"
        return "vandaag te betalen"

    def subject(self, facts: LetterFacts) -> str:
        numbers = facts.numbers
        which = f"factuur {numbers[0]}"
        if len(numbers) > 1:
            which = f"facturen {self.listed(numbers, 2)}"
        oldest = facts.oldest
        on = self.day(facts, oldest.due)
        said = f"{which}: {self.money(facts.total)}"
        if facts.tone.is_firm:
            first = {
                Tone.FINAL: "laatste herinnering, ",
                Tone.BEFORE_ACTION: "onze laatste brief, ",
            }.get(facts.tone, "")
            late = f"{self._days(oldest.days_late)} te laat"
            return f"{first}{said}, {late if len(facts.lines) == 1 else f'de oudste {late}'}"
        on = f"vandaag, {on}" if oldest.due == facts.on else on
        if facts.has_one_date:
            return f"{said}, vervaldatum {on}"
        return f"{said}, {'eerste' if facts.is_early else 'oudste'} vervaldatum {on}"

    def greeting(self, facts: LetterFacts) -> str:
        if facts.recipient:
            return f"Beste {facts.recipient},"
        return "Geachte heer, mevrouw," if facts.tone.is_firm else "Goedendag,"

    def about(self, facts: LetterFacts) -> str:
        subject = f"factuur {facts.numbers[0]}"
        if len(facts.numbers) > 1:
            subject = f"{self.spelled(len(facts.numbers))} openstaande facturen"
        elif len(facts.lines) > 1:
            subject = f"{self.spelled(len(facts.lines))} termijnen van {subject}"
        again = " opnieuw" if facts.last_written_on else ""
        opening = {
            Tone.COURTESY: "Dit is een bericht vooraf over",
            Tone.FRIENDLY: "Dit is een herinnering over",
            Tone.PLAIN: "Wij schrijven u over",
            Tone.FIRM: f"Wij schrijven u{again} over",
            Tone.FINAL: "Dit is onze laatste herinnering over",
            Tone.BEFORE_ACTION: "Dit is onze laatste brief over",
        }[facts.tone]
        return f"{opening} {subject}."

    def amounts(self, facts: LetterFacts) -> str:
        oldest, coming = facts.oldest, facts.coming
        when, late = self._when(facts, oldest), self._days(oldest.days_late)
        whole = "Het totaalbedrag van" if len(facts.lines) > 1 else "Het bedrag van"
        amount = f"{whole} {self.money(facts.total)}"
        if facts.is_early:
            if facts.has_one_date:
                return f"{amount} is {when} verschuldigd."
            return f"{amount} is in de komende dagen verschuldigd, het eerste deel {when}."
        if facts.has_one_date:
            if facts.tone is Tone.FRIENDLY:
                return f"{amount} was {when} verschuldigd en lijkt nog niet bij ons binnen te zijn."
            return f"{amount} was {when} verschuldigd en is nu {late} te laat."
        state = "staat open" if coming else "is nog niet betaald"
        if facts.tone is Tone.FRIENDLY and not coming:
            state = "lijkt nog niet bij ons binnen te zijn"
        said = (
            f"{amount} {state}; de oudste post, {oldest.number}, was {when} verschuldigd en is "
            f"{late} te laat."
        )
        return f"{said} {self._not_yet_due(facts)}" if coming else said

    def _not_yet_due(self, facts: LetterFacts) -> str:
        coming = facts.coming
        if len(coming) == 1:
            due = self.day(facts, coming[0].due)
            amount = self.money(coming[0].amount)
            return f"{coming[0].number} ({amount}) is pas op {due} verschuldigd."
        amount = self.money(total((line.amount for line in coming), facts.total.currency))
        count = sentence(self.spelled(len(coming)))
        return f"{count} daarvan, samen {amount}, zijn nog niet verschuldigd."

    def last_written(self, facts: LetterFacts, on: str) -> str:
        return f"Wij schreven u hierover voor het laatst op {on}."

    def left_out(self, facts: LetterFacts) -> str:
        named = [f"{self.money(each.amount)} van {each.number}" for each in facts.left_out]
        return (
            f"{self.listed(named)}: dat wordt nog uitgezocht en hoort niet bij wat wij hier vragen."
        )

    def part(self, part: NamedPart) -> str:
        if part.is_retention:
            return "ingehouden deel"
        return f"termijn {part.number} van {part.count}"

    def thanks(self, facts: LetterFacts) -> str:
        payments = facts.part_payments
        if len(payments) == 1:
            only = payments[0]
            return (
                f"Dank u voor uw betaling van {self.money(only.amount)} voor {only.number}, die op "
                f"{self.day(facts, only.on)} bij ons binnenkwam. Het bedrag hier is wat nog "
                "openstaat."
            )
        named = self.listed([f"{self.money(each.amount)} voor {each.number}" for each in payments])
        return f"Dank u voor uw betalingen: {named}. De bedragen hier zijn wat nog openstaat."

    def came_back(self, facts: LetterFacts, payment: PaymentBack) -> str:
        amount = "" if payment.amount is None else f" van {self.money(payment.amount)}"
        return (
            f"De betaling{amount} voor {payment.number} is op {self.day(facts, payment.on)} "
            "teruggeboekt, zodat de factuur weer openstaat. Het kan helpen om met uw bank te "
            "overleggen voordat u opnieuw betaalt."
        )

    def netted(self, named: str, number: int) -> str:
        if number == 1:
            return f"Uw {named} is al van dit bedrag afgetrokken."
        return f"Al van dit bedrag afgetrokken: {named}."

    def kept_credit(self, credit: LetterCredit) -> str:
        return (
            f"Wij hebben ook nog uw {self.credit_name(credit)} van {self.money(credit.remaining)}, "
            "die niet is afgetrokken. Wilt u die hiermee verrekenen, laat het ons dan weten."
        )

    def request(self, facts: LetterFacts) -> str:
        amount = self.money(facts.total)
        day = "ons te laten weten op welke dag wij de betaling kunnen verwachten"
        match facts.tone:
            case Tone.COURTESY:
                return (
                    "Tot die tijd hoeft u niets te doen, tenzij er iets niet klopt: antwoord dan, "
                    "en wij brengen het in orde."
                )
            case Tone.FRIENDLY if facts.is_early:
                return "Wilt u nagaan of de betaling is ingepland?"
            case Tone.FRIENDLY:
                return (
                    "Wilt u de betaling in orde maken, of ons laten weten op welke dag wij die "
                    "kunnen verwachten?"
                )
            case Tone.PLAIN:
                return (
                    f"Wij vragen u {amount} te betalen, of {day}. Staat er iets in de weg, laat "
                    "het ons weten; dan lossen wij het samen op."
                )
            case _:
                return self._firm_request(facts, amount, day)

    def _firm_request(self, facts: LetterFacts, amount: str, day: str) -> str:
        match facts.tone:
            case Tone.FIRM:
                subject = "de factuur" if len(facts.numbers) == 1 else "de facturen"
                return (
                    f"Wij verzoeken u {amount} nu te betalen, of {day}. Klopt er iets niet aan "
                    f"{subject}, of is het bedrag op dit moment lastig voor u, laat het ons weten: "
                    "dat horen wij liever dan dat wij ernaar raden."
                )
            case Tone.FINAL:
                return (
                    f"Wij verzoeken u {amount} nu te betalen, of met ons te bespreken hoe het "
                    "wordt voldaan. Dit is de laatste herinnering die wij hierover sturen; daarna "
                    "bekijkt een van ons dit persoonlijk, en wij horen veel liever eerst "
                    "van u."
                )
            case _:
                return (
                    f"Wij verzoeken u {amount} uiterlijk op {self.day(facts, facts.answer_by)} te "
                    "betalen, of vóór die tijd met ons te bespreken hoe het wordt voldaan. Wij "
                    "herinneren u hier niet opnieuw aan: daarna beslist een van ons persoonlijk "
                    "hoe het verdergaat, en wij regelen het veel liever met u."
                )

    def quote(self, facts: LetterFacts) -> str:
        if len(facts.numbers) == 1:
            return f"Betalingskenmerk: {facts.numbers[0]}"
        return "Betalingskenmerk: de factuurnummers hierboven"

    def where_to_pay(self, facts: LetterFacts, *, links: bool) -> str:
        one = len(facts.numbers) == 1
        if links:
            where = "bij de factuur hierboven" if one else "naast elke factuur"
            return f"Volg de link {where}; daar ziet u de factuur en hoe u die betaalt."
        where = "de factuur zelf" if one else "de facturen zelf"
        return (
            f"Onze betaalgegevens staan op {where}; wilt u een kopie, antwoord dan, en wij sturen "
            "u die."
        )

    def enclosed(self, facts: LetterFacts) -> tuple[str, ...]:
        if not facts.attached:
            return ()
        one = facts.attached == 1
        return ("De factuur is bijgevoegd." if one else "De facturen zijn bijgevoegd.",)

    def already_paid(self, facts: LetterFacts) -> str:
        if facts.tone is Tone.COURTESY:
            return "Is de betaling al onderweg, dan danken wij u en kunt u dit bericht negeren."
        return (
            "Hebt u al betaald, dan danken wij u: u kunt deze brief negeren, of ons de datum laten "
            "weten zodat wij de betaling kunnen vinden."
        )

    def human(self, facts: LetterFacts) -> str:
        who = facts.sender_name or "ons"
        if facts.phone:
            return f"Overlegt u liever, bel dan {who} op {facts.phone}, of antwoord gewoon."
        return (
            f"Wilt u hierover overleggen, antwoord dan gewoon: uw antwoord komt bij {who} terecht."
        )

    def valediction(self, facts: LetterFacts) -> str:
        return "Hoogachtend," if facts.tone.is_final else "Met vriendelijke groet,"

    def footer(self, facts: LetterFacts) -> str:
        return (
            f"U ontvangt deze brief omdat {facts.customer} klant is bij "
            f"{facts.organisation}. Is hij bij de verkeerde persoon terechtgekomen, antwoord dan, "
            "en wij passen onze gegevens aan."
        )

    def _when(self, facts: LetterFacts, line: LetterLine) -> str:
        said = self.day(facts, line.due)
        return f"vandaag, {said}," if line.due == facts.on else f"op {said}"

    def _days(self, number: int) -> str:
        return f"{self.formats.number(number)} {self.formats.plural(number, 'dag', 'dagen')}"
