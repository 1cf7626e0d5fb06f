"""The Spanish of every reminder. It lays nothing out and takes its dates from the facts."""

from __future__ import annotations

from collections.abc import Sequence

from plugin.credit.account import CreditKind
from plugin.credit.money import total
from plugin.credit.parts import NamedPart
from plugin.credit.policy import Tone
from plugin.letters.facts import LetterCredit, LetterFacts, LetterLine, PaymentBack
from plugin.letters.languages.language import Labels, Language
from plugin.letters.wording import sentence

_CREDIT_NAMES = {
    CreditKind.CREDIT_NOTE: "abono",
    CreditKind.OVERPAYMENT: "pago en exceso",
    CreditKind.PREPAYMENT: "anticipo",
}


class Spanish(Language):
    """Spanish, to the customer as usted."""

    name = "Español"
    conjunction = "y"
    small = ("ninguna", "una", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve")
    labels = Labels(
        also="También en su cuenta, sin que hoy le pidamos nada",
        how_to_pay="Cómo pagar",
        pay_link="Ver y pagar en línea",
        view_link="Ver en línea",
        invoice="Factura",
        reference="Su referencia",
        due="Vencimiento",
        amount="Importe",
        total="Total",
        due_inline="vencimiento",
        reference_inline="su referencia",
    )

    def listed(self, names: Sequence[str], most: int | None = None) -> str:
        said = super().listed(names, most)
        if most is not None and len(names) > most:
            return said
        # the word for "and" changes before its own sound
        if len(names) > 1 and names[-1][:1].lower() == "i":
            return f"{', '.join(names[:-1])} e {names[-1]}"
        return said

    def more(self, number: int) -> str:
        return f"{self.spelled(number)} más"

    def credit_name(self, credit: LetterCredit) -> str:
        return f"{_CREDIT_NAMES[credit.kind]} {credit.number}".strip()

    def lateness(self, line: LetterLine) -> str:
        if line.days_late > 0:
            return f"{self._days(line.days_late)} de retraso"
        if line.days_late < 0:
            return f"vence en {self._days(-line.days_late)}"
        return "vence hoy"

    def subject(self, facts: LetterFacts) -> str:
        numbers = facts.numbers
        which = f"factura {numbers[0]}"
        if len(numbers) > 1:
            which = f"facturas {self.listed(numbers, 2)}"
        oldest = facts.oldest
        when, plural = self._when(facts, oldest), "s" if len(numbers) > 1 else ""
        said = f"{which}: {self.money(facts.total)}"
        if facts.tone.is_firm:
            first = {
                Tone.FINAL: "último recordatorio, ",
                Tone.BEFORE_ACTION: "nuestra última carta, ",
            }.get(facts.tone, "")
            late = f"{self._days(oldest.days_late)} de retraso"
            return f"{first}{said}, {late if len(facts.lines) == 1 else f'la más antigua, {late}'}"
        if facts.is_early:
            verb = "vencen" if plural else "vence"
            return f"{said}, {verb if facts.has_one_date else 'la primera vence'} {when}"
        if facts.has_one_date:
            return f"{said}, vencida{plural} {when}"
        return f"{said}, la más antigua vencida {when}"

    def greeting(self, facts: LetterFacts) -> str:
        hello = "Buenos días" if facts.tone.is_firm else "Hola"
        return f"{hello}, {facts.recipient}:" if facts.recipient else f"{hello}:"

    def about(self, facts: LetterFacts) -> str:
        subject = f"la factura {facts.numbers[0]}"
        if len(facts.numbers) > 1:
            subject = f"{self.spelled(len(facts.numbers))} facturas de su cuenta"
        elif len(facts.lines) > 1:
            subject = f"{self.spelled(len(facts.lines))} plazos de {subject}"
        again = " de nuevo" if facts.last_written_on else ""
        opening = {
            Tone.COURTESY: "Le escribimos con antelación sobre",
            Tone.FRIENDLY: "Este es un recordatorio sobre",
            Tone.PLAIN: "Le escribimos sobre",
            Tone.FIRM: f"Le escribimos{again} sobre",
            Tone.FINAL: "Este es nuestro último recordatorio sobre",
            Tone.BEFORE_ACTION: "Esta es nuestra última carta sobre",
        }[facts.tone]
        return f"{opening} {subject}."

    def amounts(self, facts: LetterFacts) -> str:
        oldest, coming = facts.oldest, facts.coming
        when, late = self._when(facts, oldest), self._days(oldest.days_late)
        whole = "El importe total de" if len(facts.lines) > 1 else "El importe de"
        amount = f"{whole} {self.money(facts.total)}"
        if facts.is_early:
            if facts.has_one_date:
                return f"{amount} vence {when}."
            return f"{amount} vence en los próximos días; la primera parte, {when}."
        if facts.has_one_date:
            if facts.tone is Tone.FRIENDLY:
                return f"{amount} venció {when} y parece que no nos ha llegado."
            return f"{amount} venció {when} y lleva ya {late} de retraso."
        state = "está pendiente" if coming else "está sin pagar"
        if facts.tone is Tone.FRIENDLY and not coming:
            state = "parece que no nos ha llegado"
        said = (
            f"{amount} {state}; la parte más antigua, {oldest.number}, venció {when} y lleva "
            f"{late} de retraso."
        )
        return f"{said} {self._not_yet_due(facts)}" if coming else said

    def _not_yet_due(self, facts: LetterFacts) -> str:
        coming = facts.coming
        if len(coming) == 1:
            due = self.day(facts, coming[0].due)
            return f"{coming[0].number} ({self.money(coming[0].amount)}) no vence hasta el {due}."
        amount = self.money(total((line.amount for line in coming), facts.total.currency))
        count = sentence(self.spelled(len(coming)))
        return f"{count} de ellas, {amount} en conjunto, aún no han vencido."

    def last_written(self, facts: LetterFacts, on: str) -> str:
        return f"Le escribimos por última vez sobre este asunto el {on}."

    def left_out(self, facts: LetterFacts) -> str:
        named = [f"{self.money(each.amount)} de {each.number}" for each in facts.left_out]
        return (
            f"{self.listed(named)}: ese importe está todavía en revisión y no forma parte de lo "
            "que aquí se pide."
        )

    def part(self, part: NamedPart) -> str:
        if part.is_retention:
            return "retención de garantía"
        return f"plazo {part.number} de {part.count}"

    def thanks(self, facts: LetterFacts) -> str:
        payments = facts.part_payments
        if len(payments) == 1:
            only = payments[0]
            return (
                f"Gracias por su pago de {self.money(only.amount)} de {only.number}, que recibimos "
                f"el {self.day(facts, only.on)}. El importe aquí indicado es lo que queda."
            )
        named = self.listed([f"{self.money(each.amount)} de {each.number}" for each in payments])
        return f"Gracias por sus pagos: {named}. Los importes aquí indicados son lo que queda."

    def came_back(self, facts: LetterFacts, payment: PaymentBack) -> str:
        amount = "" if payment.amount is None else f" de {self.money(payment.amount)}"
        return (
            f"El pago{amount} de {payment.number} nos fue devuelto el "
            f"{self.day(facts, payment.on)}, por lo que la factura vuelve a estar abierta. Quizá "
            "convenga hablar con su banco antes de repetirlo."
        )

    def netted(self, named: str, number: int) -> str:
        if number == 1:
            return f"Su {named} ya se ha descontado de este importe."
        return f"Ya se han descontado de este importe: {named}."

    def kept_credit(self, credit: LetterCredit) -> str:
        return (
            f"También tenemos su {self.credit_name(credit)} de {self.money(credit.remaining)}, que "
            "no se ha descontado. Si desea que lo apliquemos a este pago, díganoslo."
        )

    def request(self, facts: LetterFacts) -> str:
        amount = self.money(facts.total)
        day = "que nos indique el día en que podemos esperar el pago"
        match facts.tone:
            case Tone.COURTESY:
                return (
                    "Hasta entonces no hay nada que hacer, salvo que haya algo que corregir: en "
                    "ese caso, respóndanos y nos ocuparemos de ello."
                )
            case Tone.FRIENDLY if facts.is_early:
                return "¿Podría comprobar que el pago está previsto?"
            case Tone.FRIENDLY:
                return "¿Podría realizar el pago, o indicarnos el día en que podemos esperarlo?"
            case Tone.PLAIN:
                return (
                    f"Le rogamos que pague {amount}, o {day}. Si algo lo impide, díganoslo y lo "
                    "resolveremos."
                )
            case _:
                return self._firm_request(facts, amount, day)

    def _firm_request(self, facts: LetterFacts, amount: str, day: str) -> str:
        match facts.tone:
            case Tone.FIRM:
                subject = "la factura" if len(facts.numbers) == 1 else "las facturas"
                return (
                    f"Le rogamos que pague {amount} ahora, o {day}. Si algo de {subject} no es "
                    "correcto, o si el importe le resulta difícil en este momento, díganoslo: "
                    "preferimos saberlo."
                )
            case Tone.FINAL:
                return (
                    f"Le rogamos que pague {amount} ahora, o que hable con nosotros para acordar "
                    "cómo se saldará. Este es el último recordatorio que enviaremos sobre este "
                    "asunto; después, uno de nosotros revisará la cuenta personalmente, y "
                    "preferiríamos con mucho tener antes noticias suyas."
                )
            case _:
                return (
                    f"Le rogamos que pague {amount} a más tardar el "
                    f"{self.day(facts, facts.answer_by)}, o que hable con nosotros hasta entonces "
                    "para acordar cómo se saldará. No volveremos a recordárselo: después, uno de "
                    "nosotros decidirá personalmente qué hacer con la cuenta, y preferiríamos con "
                    "mucho resolverlo con usted."
                )

    def quote(self, facts: LetterFacts) -> str:
        if len(facts.numbers) == 1:
            return f"Referencia: {facts.numbers[0]}"
        return "Referencia: los números de factura indicados arriba"

    def where_to_pay(self, facts: LetterFacts, *, links: bool) -> str:
        one = len(facts.numbers) == 1
        if links:
            where = "de la factura de arriba" if one else "junto a cada factura"
            return f"Siga el enlace {where}: en él verá la factura y cómo pagarla."
        where = "la propia factura" if one else "las propias facturas"
        return (
            f"Nuestros datos de pago figuran en {where}; si desea una copia, respóndanos y se la "
            "enviaremos."
        )

    def enclosed(self, facts: LetterFacts) -> tuple[str, ...]:
        if not facts.attached:
            return ()
        one = facts.attached == 1
        return ("Se adjunta la factura." if one else "Se adjuntan las facturas.",)

    def already_paid(self, facts: LetterFacts) -> str:
        if facts.tone is Tone.COURTESY:
            return "Si el pago ya está en camino, gracias, y no tenga en cuenta este mensaje."
        return (
            "Si ya ha pagado, gracias: no tenga en cuenta esta carta, o indíquenos la fecha para "
            "que podamos localizar el pago."
        )

    def human(self, facts: LetterFacts) -> str:
        if facts.phone:
            call = f"llame a {facts.sender_name}" if facts.sender_name else "llámenos"
            return f"Si prefiere hablar, {call} al {facts.phone}, o simplemente responda."
        whom = f"llega a {facts.sender_name}" if facts.sender_name else "nos llega directamente"
        return f"Si desea hablar de ello, simplemente responda: su respuesta {whom}."

    def valediction(self, facts: LetterFacts) -> str:
        return "Atentamente," if facts.tone.is_final else "Un cordial saludo,"

    def footer(self, facts: LetterFacts) -> str:
        return (
            f"Recibe esta carta porque {facts.customer} tiene una cuenta con {facts.organisation}. "
            "Si ha llegado a la persona equivocada, respóndanos para decírnoslo y corregiremos "
            "nuestros datos."
        )

    def _when(self, facts: LetterFacts, line: LetterLine) -> str:
        said = self.day(facts, line.due)
        return f"hoy, {said}" if line.due == facts.on else f"el {said}"

    def _days(self, number: int) -> str:
        return f"{self.formats.number(number)} {self.formats.plural(number, 'día', 'días')}"
