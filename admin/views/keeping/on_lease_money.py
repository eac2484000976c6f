"""What is booked by hand on a lease: a payment that no file told of, a credit, a debt that is written off."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

from flask.typing import ResponseReturnValue
from wtforms import HiddenField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from admin import formats
from admin.fields import DayField, KronerField, blank_to_none
from admin.people import current_actor
from admin.routes import expose
from admin.views.acting import Step, form_of, reason
from admin.views.keeping.screen import LeaseParts
from admin.views.related import Section
from rules import rent
from rules.terms import RentCollector
from services import accounts, ledger

FACTS = ("contract_number", "tenant", "kid", "owed")
TWICE = "Skjemaet var sendt før, så det er ført én gang."
REGISTER = Step(
    heading="Registrer en innbetaling",
    lead="For penger som ikke kommer med en bankfil, for eksempel kontanter. Eldste krav gjøres opp først.",
    button="Registrer innbetalingen",
    done="Innbetalingen er ført på leieforholdet.",
    facts=FACTS,
)
CREDIT = Step(
    heading="Krediter leien",
    lead="Trekk fra noe leietakeren ikke skal betale, for eksempel for en mangel ved boligen (husleieloven § 2-11).",
    button="Krediter",
    done="Krediteringen er ført.",
    facts=FACTS,
)
WRITE_OFF = Step(
    heading="Ettergi gjeld",
    lead="Kommunen gir opp kravet. Avgjøres av avdelingsleder, og kan angres fra korrigeringens side.",
    button="Ettergi beløpet",
    done="Beløpet er ettergitt.",
    facts=FACTS,
    confirm="Ettergi beløpet?",
)


def _fresh() -> str:
    return uuid4().hex


def _kroner(label: str, description: str = "") -> KronerField:
    return KronerField(label, validators=[InputRequired("Skriv beløpet.")], description=description)


def with_changes(part: Section | None, changes: tuple[tuple[str, str], ...]) -> Section | None:
    """The section with ways to change what it shows."""
    return replace(part, changes=(*part.changes, *changes)) if part else None


class MoneyOnLease(LeaseParts):
    """The three steps; they begin under the lease's postings."""

    def declare(self) -> None:
        super().declare()
        self.registering = form_of(
            amount_ore=_kroner("Beløp"),
            booked_on=DayField("Betalt", validators=[DataRequired("Skriv dagen det ble betalt.")]),
            reference=StringField(
                "Bilag eller referanse", validators=[Optional(), Length(max=70)], filters=[blank_to_none]
            ),
            reason=reason("Hvordan kom pengene, og hvor er de sett?"),
            nonce=HiddenField(default=_fresh),
        )
        self.crediting = form_of(
            amount_ore=_kroner("Beløp som krediteres"), reason=reason("Hvorfor?"), nonce=HiddenField(default=_fresh)
        )

    def money_changes(self, document: Any) -> tuple[tuple[str, str], ...]:
        """Ways to book on the lease for those who may."""
        if document.rent_collected_by is not RentCollector.MUNICIPALITY:
            return ()
        steps = (("Registrer innbetaling", "register_payment"), ("Krediter", "credit"), ("Ettergi gjeld", "write_off"))
        return tuple(
            (label, self.get_url(f".{method}", id=document.pk))
            for label, method in steps
            if self.may(method) and (method != "write_off" or document.account.balance_ore > 0)
        )

    @expose("/innbetaling/", "GET", "POST")
    def register_payment(self) -> ResponseReturnValue:
        """Book a payment that no file tells of."""

        def do(lease: Any, form: Any) -> object:
            new = ledger.register(
                lease, current_actor(), nonce=form.nonce.data or "", amount_ore=form.amount_ore.data,
                paid_on=form.booked_on.data, today=formats.today(), why=form.reason.data,
                reference=form.reference.data,
            )  # fmt: skip
            return True if new else TWICE

        return self.ask(REGISTER, self.registering, do, start={"booked_on": formats.today()})

    @expose("/krediter/", "GET", "POST")
    def credit(self) -> ResponseReturnValue:
        """Take something off what the tenant is charged."""
        return self._adjust(CREDIT, ledger.credit)

    @expose("/ettergi/", "GET", "POST")
    def write_off(self) -> ResponseReturnValue:
        """Give up what the tenant owes."""
        lease = self.requested()
        owed = rent.owed(accounts.of(lease), formats.today()).owed_ore
        return self._adjust(WRITE_OFF, ledger.write_off, start={"amount_ore": owed} if owed else {})

    def _adjust(self, step: Step, book: Any, start: dict[str, int] | None = None) -> ResponseReturnValue:
        def do(lease: Any, form: Any) -> object:
            new = book(
                lease, current_actor(), nonce=form.nonce.data or "", amount_ore=form.amount_ore.data,
                why=form.reason.data, today=formats.today(),
            )  # fmt: skip
            return True if new else TWICE

        return self.ask(step, self.crediting, do, start=start or {})
