"""The French of every reminder. It lays nothing out and takes its dates from the facts."""

from __future__ import annotations

from plugin.credit.account import CreditKind
from plugin.credit.money import total
from plugin.credit.parts import NamedPart
from plugin.credit.policy import Tone
from plugin.letters.facts import LetterCredit, LetterFacts, LetterLine, PaymentBack
from plugin.letters.languages.language import Labels, Language
from plugin.letters.wording import sentence

_CREDIT_NAMES = {
    CreditKind.CREDIT_NOTE: "avoir",
    CreditKind.OVERPAYMENT: "trop-perçu",
    CreditKind.PREPAYMENT: "acompte",
}

_COLON = "\N{NO-BREAK SPACE}:"
_SEMICOLON = "\N{NO-BREAK SPACE};"


class French(Language):
    """French, with the blank before a colon or semicolon that it wants."""

    name = "Français"
    conjunction = "et"
    colon = _COLON
    small = ("aucune", "une", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf")
    labels = Labels(
        also="Également sur votre compte, sans que nous vous demandions rien aujourd’hui",
        how_to_pay="Comment payer",
        pay_link="Voir et payer en ligne",
        view_link="Voir en ligne",
        invoice="Facture",
        reference="Votre référence",
        due="Échéance",
        amount="Montant",
        total="Total",
        due_inline="échéance",
        reference_inline="votre référence",
    )

    def more(self, number: int) -> str:
        return f"{self.spelled(number)} {self.formats.plural(number, 'autre', 'autres')}"

    def credit_name(self, credit: LetterCredit) -> str:
        return f"{_CREDIT_NAMES[credit.kind]} {credit.number}".strip()

    def lateness(self, line: LetterLine) -> str:
        if line.days_late > 0:
            return f"{self._days(line.days_late)} de retard"
        if line.days_late < 0:
            return f"échéance dans {self._days(-line.days_late)}"
        return "échéance aujourd’hui"

    def subject(self, facts: LetterFacts) -> str:
        numbers = facts.numbers
        which = f"facture {numbers[0]}"
        if len(numbers) > 1:
            which = f"factures {self.listed(numbers, 2)}"
        amount, oldest = self.money(facts.total), facts.oldest
        when, plural = self._when(facts, oldest), "s" if len(numbers) > 1 else ""
        said = f"{which}\N{NO-BREAK SPACE}: {amount}"
        if facts.tone.is_firm:
            first = {
                Tone.FINAL: "dernier rappel, ",
                Tone.BEFORE_ACTION: "notre dernière lettre, ",
            }.get(facts.tone, "")
            late = self._days(oldest.days_late)
            if len(facts.lines) == 1:
                return f"{first}{said}, {late} de retard"
            return f"{first}{said}, la plus ancienne en retard de {late}"
        if facts.is_early:
            return f"{said}, {'échéance' if facts.has_one_date else 'première échéance'} {when}"
        if facts.has_one_date:
            return f"{said}, échue{plural} {when}"
        return f"{said}, la plus ancienne échue {when}"

    def greeting(self, facts: LetterFacts) -> str:
        if facts.recipient:
            return f"Bonjour {facts.recipient},"
        return "Madame, Monsieur," if facts.tone.is_firm else "Bonjour,"

    def about(self, facts: LetterFacts) -> str:
        subject = f"la facture {facts.numbers[0]}"
        if len(facts.numbers) > 1:
            subject = f"{self.spelled(len(facts.numbers))} factures de votre compte"
        elif len(facts.lines) > 1:
            subject = f"{self.spelled(len(facts.lines))} échéances de {subject}"
        again = " à nouveau" if facts.last_written_on else ""
        opening = {
            Tone.COURTESY: "Un mot à l’avance",
            Tone.FRIENDLY: "Nous nous permettons un rappel",
            Tone.PLAIN: "Nous vous écrivons",
            Tone.FIRM: f"Nous vous écrivons{again}",
            Tone.FINAL: "Ceci est notre dernier rappel",
            Tone.BEFORE_ACTION: "Ceci est notre dernière lettre",
        }[facts.tone]
        return f"{opening} au sujet de {subject}."

    def amounts(self, facts: LetterFacts) -> str:
        oldest, coming = facts.oldest, facts.coming
        when, late = self._when(facts, oldest), self._days(oldest.days_late)
        whole = "Le montant total de" if len(facts.lines) > 1 else "Le montant de"
        amount = f"{whole} {self.money(facts.total)}"
        if facts.is_early:
            if facts.has_one_date:
                return f"{amount} arrive à échéance {when}."
            first = f"première échéance {when}"
            return f"{amount} arrive à échéance dans les prochains jours{_SEMICOLON} {first}."
        if facts.has_one_date:
            if facts.tone is Tone.FRIENDLY:
                return f"{amount} était à régler {when} et ne semble pas nous être parvenu."
            return f"{amount} était à régler {when} et a maintenant {late} de retard."
        state = "reste à régler" if coming else "est impayé"
        if facts.tone is Tone.FRIENDLY and not coming:
            state = "ne semble pas nous être parvenu"
        said = (
            f"{amount} {state}{_SEMICOLON} la plus ancienne, {oldest.number}, était à régler "
            f"{when} et a {late} de retard."
        )
        return f"{said} {self._not_yet_due(facts)}" if coming else said

    def _not_yet_due(self, facts: LetterFacts) -> str:
        coming = facts.coming
        if len(coming) == 1:
            due, amount = self.day(facts, coming[0].due), self.money(coming[0].amount)
            return f"{coming[0].number} ({amount}) n’est à régler que le {due}."
        amount = self.money(total((line.amount for line in coming), facts.total.currency))
        count = sentence(self.spelled(len(coming)))
        return f"{count} d’entre elles, {amount} ensemble, ne sont pas encore échues."

    def last_written(self, facts: LetterFacts, on: str) -> str:
        return f"Nous vous avons écrit à ce sujet pour la dernière fois le {on}."

    def left_out(self, facts: LetterFacts) -> str:
        named = [
            f"{self.money(each.amount)} de la facture {each.number}" for each in facts.left_out
        ]
        return (
            f"{self.listed(named)} : ces montants sont encore en cours d’examen et ne font pas "
            "partie de la présente demande."
        )

    def part(self, part: NamedPart) -> str:
        if part.is_retention:
            return "retenue de garantie"
        return f"échéance {part.number} sur {part.count}"

    def thanks(self, facts: LetterFacts) -> str:
        payments = facts.part_payments
        if len(payments) == 1:
            only = payments[0]
            return (
                f"Merci pour votre paiement de {self.money(only.amount)} pour {only.number}, reçu "
                f"le {self.day(facts, only.on)}. Le montant indiqué ici est ce qui reste."
            )
        named = self.listed([f"{self.money(each.amount)} pour {each.number}" for each in payments])
        left = "Les montants indiqués ici sont ce qui reste."
        return f"Merci pour vos paiements{_COLON} {named}. {left}"

    def came_back(self, facts: LetterFacts, payment: PaymentBack) -> str:
        amount = "" if payment.amount is None else f" de {self.money(payment.amount)}"
        return (
            f"Le paiement{amount} pour {payment.number} nous est revenu impayé le "
            f"{self.day(facts, payment.on)}{_SEMICOLON} la facture est donc de nouveau ouverte. Il "
            "peut être utile d’en parler à votre banque avant de le renouveler."
        )

    def netted(self, named: str, number: int) -> str:
        if number == 1:
            return f"Votre {named} a déjà été déduit de ce montant."
        return f"Ont déjà été déduits de ce montant{_COLON} {named}."

    def kept_credit(self, credit: LetterCredit) -> str:
        return (
            f"Nous conservons aussi votre {self.credit_name(credit)} de "
            f"{self.money(credit.remaining)}, qui n’a pas été déduit. Si vous souhaitez l’affecter "
            "à ce règlement, dites-le-nous."
        )

    def request(self, facts: LetterFacts) -> str:
        amount = self.money(facts.total)
        day = "le jour où nous pouvons attendre ce règlement"
        match facts.tone:
            case Tone.COURTESY:
                return (
                    "Il n’y a rien à faire d’ici là, sauf si quelque chose est à corriger"
                    f"{_COLON} dans ce cas, répondez-nous et nous nous en occuperons."
                )
            case Tone.FRIENDLY if facts.is_early:
                return "Pourriez-vous vérifier que le règlement est prévu\N{NO-BREAK SPACE}?"
            case Tone.FRIENDLY:
                return (
                    "Pourriez-vous procéder au règlement, ou nous indiquer le jour où nous pouvons "
                    "l’attendre\N{NO-BREAK SPACE}?"
                )
            case Tone.PLAIN:
                return (
                    f"Merci de régler {amount}, ou de nous indiquer {day}. Si quelque chose s’y "
                    "oppose, dites-le-nous et nous verrons cela ensemble."
                )
            case _:
                return self._firm_request(facts, amount, day)

    def _firm_request(self, facts: LetterFacts, amount: str, day: str) -> str:
        match facts.tone:
            case Tone.FIRM:
                subject = "la facture" if len(facts.numbers) == 1 else "les factures"
                return (
                    f"Nous vous prions de régler {amount} maintenant, ou de nous indiquer {day}. "
                    f"Si quelque chose ne va pas avec {subject}, ou si ce montant est difficile "
                    f"pour vous en ce moment, dites-le-nous{_COLON} nous préférons le savoir."
                )
            case Tone.FINAL:
                return (
                    f"Nous vous prions de régler {amount} maintenant, ou de nous parler afin de "
                    "convenir d’un règlement. C’est le dernier rappel que nous vous envoyons à ce "
                    f"sujet{_SEMICOLON} ensuite, l’un de nous examinera personnellement votre "
                    "compte, et nous préférerions de beaucoup avoir de vos nouvelles avant."
                )
            case _:
                return (
                    f"Nous vous prions de régler {amount} au plus tard le "
                    f"{self.day(facts, facts.answer_by)}, ou de nous parler d’ici là afin de "
                    "convenir d’un règlement. Nous ne vous enverrons plus de rappel à ce sujet"
                    f"{_COLON} l’un de nous décidera ensuite personnellement de ce qu’il convient "
                    "de faire, et nous préférerions de beaucoup régler cela avec vous."
                )

    def quote(self, facts: LetterFacts) -> str:
        if len(facts.numbers) == 1:
            return f"Référence{_COLON} {facts.numbers[0]}"
        return f"Référence{_COLON} les numéros de facture ci-dessus"

    def where_to_pay(self, facts: LetterFacts, *, links: bool) -> str:
        one = len(facts.numbers) == 1
        if links and one:
            return (
                f"Suivez le lien de la facture ci-dessus{_COLON} vous y verrez la facture et "
                "comment la payer."
            )
        if links:
            return (
                f"Suivez le lien à côté de chaque facture{_COLON} vous y verrez la facture et "
                "comment la payer."
            )
        where = "la facture elle-même" if one else "les factures elles-mêmes"
        return (
            f"Nos coordonnées de paiement figurent sur {where}{_SEMICOLON} si vous souhaitez une "
            "copie, répondez-nous et nous vous l’enverrons."
        )

    def enclosed(self, facts: LetterFacts) -> tuple[str, ...]:
        if not facts.attached:
            return ()
        one = facts.attached == 1
        return ("La facture est jointe." if one else "Les factures sont jointes.",)

    def already_paid(self, facts: LetterFacts) -> str:
        ignore = "ne tenez pas compte de ce message."
        if facts.tone is Tone.COURTESY:
            return f"Si le règlement est déjà en route, merci{_COLON} {ignore}"
        return (
            f"Si vous avez déjà payé, merci{_COLON} ne tenez pas compte de cette lettre, ou "
            "indiquez-nous la date du paiement afin que nous le retrouvions."
        )

    def human(self, facts: LetterFacts) -> str:
        if facts.phone:
            call = f"appelez {facts.sender_name}" if facts.sender_name else "appelez-nous"
            return f"Si vous préférez en parler, {call} au {facts.phone}, ou répondez simplement."
        whom = f"arrive à {facts.sender_name}" if facts.sender_name else "nous parvient directement"
        return f"Si vous souhaitez en parler, répondez simplement{_COLON} votre réponse {whom}."

    def valediction(self, facts: LetterFacts) -> str:
        return "Avec nos salutations distinguées," if facts.tone.is_final else "Cordialement,"

    def footer(self, facts: LetterFacts) -> str:
        return (
            f"Cette lettre vous parvient en raison du compte client «\N{NO-BREAK SPACE}"
            f"{facts.customer}\N{NO-BREAK SPACE}» chez {facts.organisation}. Si elle est arrivée "
            "à la mauvaise personne, répondez-nous pour nous le dire et nous corrigerons nos "
            "dossiers."
        )

    def _when(self, facts: LetterFacts, line: LetterLine) -> str:
        said = self.day(facts, line.due)
        return f"aujourd’hui, {said}" if line.due == facts.on else f"le {said}"

    def _days(self, number: int) -> str:
        return f"{self.formats.number(number)} {self.formats.plural(number, 'jour', 'jours')}"
