"""The German of every reminder. It lays nothing out and takes its dates from the facts."""

from __future__ import annotations

from plugin.credit.account import CreditKind
from plugin.credit.money import total
from plugin.credit.parts import NamedPart
from plugin.credit.policy import Tone
from plugin.letters.facts import LetterCredit, LetterFacts, LetterLine, PaymentBack
from plugin.letters.languages.language import Labels, Language
from plugin.letters.wording import sentence

_CREDIT_NAMES = {
    CreditKind.CREDIT_NOTE: "Gutschrift",
    CreditKind.OVERPAYMENT: "Überzahlung",
    CreditKind.PREPAYMENT: "Anzahlung",
}


class German(Language):
    """German; after the comma of the greeting the first sentence begins small."""

    name = "Deutsch"
    conjunction = "und"
    small = ("keine", "eine", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun")
    labels = Labels(
        also="Außerdem auf Ihrem Kundenkonto, heute ohne Bitte um Zahlung",
        how_to_pay="So bezahlen Sie",
        pay_link="Online ansehen und bezahlen",
        view_link="Online ansehen",
        invoice="Rechnung",
        reference="Ihr Zeichen",
        due="Fällig",
        amount="Betrag",
        total="Summe",
        due_inline="fällig",
        reference_inline="Ihr Zeichen",
    )

    def more(self, number: int) -> str:
        return f"{self.spelled(number)} weitere"

    def credit_name(self, credit: LetterCredit) -> str:
        return f"{_CREDIT_NAMES[credit.kind]} {credit.number}".strip()

    def lateness(self, line: LetterLine) -> str:
        if line.days_late > 0:
            return f"{self._days(line.days_late)} überfällig"
        if line.days_late < 0:
            ahead = -line.days_late
            unit = self.formats.plural(ahead, "Tag", "Tagen")
            return f"fällig in {self.formats.number(ahead)} {unit}"
        return "heute fällig"

    def subject(self, facts: LetterFacts) -> str:
        numbers = facts.numbers
        which = f"Rechnung {numbers[0]}"
        if len(numbers) > 1:
            which = f"Rechnungen {self.listed(numbers, 2)}"
        oldest = facts.oldest
        on = self.day(facts, oldest.due)
        said = f"{which}: {self.money(facts.total)}"
        if facts.tone.is_firm:
            first = {
                Tone.FINAL: "Letzte Erinnerung, ",
                Tone.BEFORE_ACTION: "Unser letzter Brief, ",
            }.get(facts.tone, "")
            late = f"{self._days(oldest.days_late)} überfällig"
            return f"{first}{said}, {late if len(facts.lines) == 1 else f'die älteste {late}'}"
        if facts.is_early:
            when = f"heute, {on}" if oldest.due == facts.on else f"am {on}"
            return f"{said}, {'fällig' if facts.has_one_date else 'zuerst fällig'} {when}"
        if facts.has_one_date:
            return f"{said}, fällig seit {on}"
        return f"{said}, die älteste fällig seit {on}"

    def greeting(self, facts: LetterFacts) -> str:
        if facts.recipient:
            return f"Guten Tag {facts.recipient},"
        return "Sehr geehrte Damen und Herren," if facts.tone.is_firm else "Guten Tag,"

    def about(self, facts: LetterFacts) -> str:
        subject = f"zur Rechnung {facts.numbers[0]}"
        if len(facts.numbers) > 1:
            subject = f"zu {self.spelled(len(facts.numbers))} Rechnungen auf Ihrem Kundenkonto"
        elif len(facts.lines) > 1:
            count = self.spelled(len(facts.lines))
            subject = f"zu {count} Raten der Rechnung {facts.numbers[0]}"
        again = "erneut " if facts.last_written_on else ""
        opening = {
            Tone.COURTESY: "dies ist eine kurze Nachricht im Voraus",
            Tone.FRIENDLY: "dies ist eine Erinnerung",
            Tone.PLAIN: "wir schreiben Ihnen",
            Tone.FIRM: f"wir schreiben Ihnen {again}".rstrip(),
            Tone.FINAL: "dies ist unsere letzte Erinnerung",
            Tone.BEFORE_ACTION: "dies ist unser letzter Brief",
        }[facts.tone]
        return f"{opening} {subject}."

    def amounts(self, facts: LetterFacts) -> str:
        oldest, coming = facts.oldest, facts.coming
        when, late = self._when(facts, oldest), self._days(oldest.days_late)
        amount = self.money(facts.total)
        if len(facts.lines) > 1:
            amount = f"Insgesamt {amount}"
        if facts.is_early:
            if facts.has_one_date:
                return f"{amount} sind {when} fällig."
            return f"{amount} werden in den nächsten Tagen fällig, der erste Teil {when}."
        if facts.has_one_date:
            if facts.tone is Tone.FRIENDLY:
                return (
                    f"{amount} waren {when} fällig und sind anscheinend nicht bei uns eingegangen."
                )
            return f"{amount} waren {when} fällig und sind jetzt {late} überfällig."
        state = "sind offen" if coming else "sind unbezahlt"
        if facts.tone is Tone.FRIENDLY and not coming:
            state = "sind anscheinend nicht bei uns eingegangen"
        said = (
            f"{amount} {state}; der älteste Posten, {oldest.number}, war {when} fällig und ist "
            f"{late} überfällig."
        )
        return f"{said} {self._not_yet_due(facts)}" if coming else said

    def _not_yet_due(self, facts: LetterFacts) -> str:
        coming = facts.coming
        if len(coming) == 1:
            due = self.day(facts, coming[0].due)
            return f"{coming[0].number} ({self.money(coming[0].amount)}) ist erst am {due} fällig."
        amount = self.money(total((line.amount for line in coming), facts.total.currency))
        count = sentence(self.spelled(len(coming)))
        return f"{count} davon, zusammen {amount}, sind noch nicht fällig."

    def last_written(self, facts: LetterFacts, on: str) -> str:
        return f"Zuletzt haben wir Ihnen dazu am {on} geschrieben."

    def left_out(self, facts: LetterFacts) -> str:
        named = [f"{self.money(each.amount)} von {each.number}" for each in facts.left_out]
        return (
            f"{self.listed(named)}: Das wird noch geprüft und ist nicht Teil dessen, worum wir "
            "hier bitten."
        )

    def part(self, part: NamedPart) -> str:
        if part.is_retention:
            return "Sicherheitseinbehalt"
        return f"Rate {part.number} von {part.count}"

    def thanks(self, facts: LetterFacts) -> str:
        payments = facts.part_payments
        if len(payments) == 1:
            only = payments[0]
            return (
                f"Vielen Dank für Ihre Zahlung von {self.money(only.amount)} zu {only.number}, die "
                f"am {self.day(facts, only.on)} bei uns eingegangen ist. Der hier genannte Betrag "
                "ist das, was noch offen ist."
            )
        named = self.listed([f"{self.money(each.amount)} zu {each.number}" for each in payments])
        return (
            f"Vielen Dank für Ihre Zahlungen: {named}. Die hier genannten Beträge sind das, was "
            "noch offen ist."
        )

    def came_back(self, facts: LetterFacts, payment: PaymentBack) -> str:
        amount = "" if payment.amount is None else f" von {self.money(payment.amount)}"
        return (
            f"Die Zahlung{amount} zu {payment.number} ist am {self.day(facts, payment.on)} "
            "zurückgebucht worden; die Rechnung ist damit wieder offen. Vielleicht lohnt sich ein "
            "Wort mit Ihrer Bank, bevor Sie sie wiederholen."
        )

    def netted(self, named: str, number: int) -> str:
        if number == 1:
            return f"Ihre {named} ist von diesem Betrag bereits abgezogen."
        return f"Von diesem Betrag sind bereits abgezogen: {named}."

    def kept_credit(self, credit: LetterCredit) -> str:
        return (
            f"Außerdem liegt uns Ihre {self.credit_name(credit)} über "
            f"{self.money(credit.remaining)} vor, die nicht abgezogen ist. Wenn wir sie hierauf "
            "anrechnen sollen, sagen Sie uns bitte Bescheid."
        )

    def request(self, facts: LetterFacts) -> str:
        amount = self.money(facts.total)
        match facts.tone:
            case Tone.COURTESY:
                return (
                    "Bis dahin ist nichts zu tun, es sei denn, etwas stimmt nicht: Dann antworten "
                    "Sie bitte, und wir kümmern uns darum."
                )
            case Tone.FRIENDLY if facts.is_early:
                return "Könnten Sie bitte dafür sorgen, dass die Zahlung eingeplant ist?"
            case Tone.FRIENDLY:
                return (
                    "Könnten Sie die Zahlung bitte veranlassen oder uns mitteilen, an welchem Tag "
                    "wir damit rechnen dürfen?"
                )
            case Tone.PLAIN:
                return (
                    f"Bitte veranlassen Sie die Zahlung von {amount} oder teilen Sie uns mit, an "
                    "welchem Tag wir damit rechnen dürfen. Wenn ihr etwas im Wege steht, sagen Sie "
                    "es uns, und wir kümmern uns darum."
                )
            case _:
                return self._firm_request(facts, amount)

    def _firm_request(self, facts: LetterFacts, amount: str) -> str:
        match facts.tone:
            case Tone.FIRM:
                subject = "der Rechnung" if len(facts.numbers) == 1 else "den Rechnungen"
                return (
                    f"Bitte zahlen Sie {amount} jetzt oder teilen Sie uns mit, an welchem Tag wir "
                    f"damit rechnen dürfen. Wenn mit {subject} etwas nicht stimmt oder der Betrag "
                    "gerade schwierig für Sie ist, sagen Sie es uns: Wir wissen es lieber, als zu "
                    "raten."
                )
            case Tone.FINAL:
                return (
                    f"Bitte zahlen Sie {amount} jetzt oder sprechen Sie mit uns, damit wir "
                    "vereinbaren können, wie der Betrag beglichen wird. Dies ist die letzte "
                    "Erinnerung, die wir dazu senden; danach sieht sich einer von uns das Konto "
                    "persönlich an, und wir würden viel lieber vorher von Ihnen hören."
                )
            case _:
                return (
                    f"Bitte zahlen Sie {amount} bis zum {self.day(facts, facts.answer_by)} oder "
                    "sprechen Sie bis dahin mit uns, damit wir vereinbaren können, wie der Betrag "
                    "beglichen wird. Wir werden Sie nicht noch einmal erinnern: Danach entscheidet "
                    "einer von uns persönlich, wie es mit dem Konto weitergeht, und wir würden das "
                    "viel lieber gemeinsam mit Ihnen klären."
                )

    def quote(self, facts: LetterFacts) -> str:
        if len(facts.numbers) == 1:
            return f"Verwendungszweck: {facts.numbers[0]}"
        return "Verwendungszweck: die oben genannten Rechnungsnummern"

    def where_to_pay(self, facts: LetterFacts, *, links: bool) -> str:
        one = len(facts.numbers) == 1
        if links:
            where = "zur Rechnung oben" if one else "neben jeder Rechnung"
            return f"Folgen Sie dem Link {where}; dort sehen Sie sie und wie Sie bezahlen können."
        where = "der Rechnung selbst" if one else "den Rechnungen selbst"
        return (
            f"Unsere Zahlungsdaten stehen auf {where}; wenn Sie eine Kopie möchten, antworten Sie "
            "bitte, und wir schicken Ihnen eine."
        )

    def enclosed(self, facts: LetterFacts) -> tuple[str, ...]:
        if not facts.attached:
            return ()
        one = facts.attached == 1
        return ("Die Rechnung ist beigefügt." if one else "Die Rechnungen sind beigefügt.",)

    def already_paid(self, facts: LetterFacts) -> str:
        if facts.tone is Tone.COURTESY:
            return (
                "Falls die Zahlung schon unterwegs ist: vielen Dank. Bitte betrachten Sie diese "
                "Nachricht dann als erledigt."
            )
        return (
            "Falls Sie schon bezahlt haben: vielen Dank. Bitte betrachten Sie diesen Brief dann "
            "als erledigt, oder nennen Sie uns das Datum, damit wir die Zahlung finden."
        )

    def human(self, facts: LetterFacts) -> str:
        who = facts.sender_name or "uns"
        if facts.phone:
            return (
                f"Wenn Sie lieber sprechen möchten, rufen Sie {who} unter {facts.phone} an oder "
                "antworten Sie einfach."
            )
        return (
            "Wenn Sie darüber sprechen möchten, antworten Sie einfach: Ihre Antwort kommt bei "
            f"{who} an."
        )

    def valediction(self, facts: LetterFacts) -> str:
        return "Mit freundlichen Grüßen" if facts.tone.is_firm else "Freundliche Grüße"

    def footer(self, facts: LetterFacts) -> str:
        return (
            f"Sie erhalten diesen Brief, weil {facts.customer} ein Kundenkonto bei "
            f"{facts.organisation} hat. Wenn er an die falsche Person gelangt ist, antworten Sie "
            "bitte und sagen Sie es uns, dann berichtigen wir unsere Unterlagen."
        )

    def _when(self, facts: LetterFacts, line: LetterLine) -> str:
        said = self.day(facts, line.due)
        return f"heute, am {said}," if line.due == facts.on else f"am {said}"

    def _days(self, number: int) -> str:
        return f"{self.formats.number(number)} {self.formats.plural(number, 'Tag', 'Tage')}"
