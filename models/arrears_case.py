"""Arrears cases: what was done about unpaid rent, by whom, with whose approval; plans and pauses (domain 3.2)."""

from datetime import date
from typing import Any

from mongoengine import (
    BooleanField,
    EmbeddedDocument,
    EmbeddedDocumentField,
    EnumField,
    IntField,
    ListField,
    ObjectIdField,
    ReferenceField,
    StringField,
)

from models.fields import Day, EncryptedString, Ore
from models.tenancy import OfLease
from models.user import User
from rules.arrears_facts import ArrearsReason
from rules.terms import ArrearsEnd, ArrearsState, ArrearsStep, ContactChannel, PlanState, Urgency

OPEN = (ArrearsState.OPEN, ArrearsState.PLAN, ArrearsState.PETITIONED, ArrearsState.DATE_SET)


class TakenStep(EmbeddedDocument):
    """One step of the ladder as it was taken; `deadline` is the last day of the time it gives the tenant."""

    id: Any = ObjectIdField(required=True)
    step: ArrearsStep = EnumField(ArrearsStep, required=True, verbose_name="Steg")
    on: date = Day(required=True, verbose_name="Gjort")
    sent_on: date | None = Day(verbose_name="Sendt")
    deadline: date | None = Day(verbose_name="Frist")
    channel: ContactChannel | None = EnumField(ContactChannel, verbose_name="Kontakt per")
    spoke_with: str | None = EncryptedString(verbose_name="Snakket med")
    said: str | None = EncryptedString(verbose_name="Hva som ble sagt")
    reached: bool = BooleanField(default=True, verbose_name="Fikk kontakt")
    owed_ore: int = Ore(required=True, verbose_name="Skyldig da")
    fee_ore: int = Ore(default=0, verbose_name="Gebyr")
    letter: Any = ObjectIdField()
    approval: Any = ObjectIdField()
    by: str = StringField(required=True)
    by_name: str = StringField(required=True, verbose_name="Gjort av")


class Approval(EmbeddedDocument):
    """A named officer's leave to take one step toward eviction; with children, what is best for them is written."""

    id: Any = ObjectIdField(required=True)
    step: ArrearsStep = EnumField(ArrearsStep, required=True, verbose_name="Steg")
    reasons: str = EncryptedString(required=True, verbose_name="Begrunnelse")
    best_interest: str | None = EncryptedString(verbose_name="Barnets beste (Grunnloven § 104)")
    on: date = Day(required=True, verbose_name="Godkjent")
    by: str = StringField(required=True)
    by_name: str = StringField(required=True, verbose_name="Godkjent av")


class Asked(EmbeddedDocument):
    """A step toward eviction that somebody has asked a leader to approve."""

    id: Any = ObjectIdField(required=True)
    step: ArrearsStep = EnumField(ArrearsStep, required=True, verbose_name="Steg")
    reasons: str = EncryptedString(required=True, verbose_name="Begrunnelse")
    best_interest: str | None = EncryptedString(verbose_name="Barnets beste (Grunnloven § 104)")
    on: date = Day(required=True, verbose_name="Bedt om")
    by: str = StringField(required=True)
    by_name: str = StringField(required=True, verbose_name="Bedt om av")


class Instalment(EmbeddedDocument):
    """What is to be paid of the old debt by a day, on top of the rent."""

    due_on: date = Day(required=True, verbose_name="Forfall")
    amount_ore: int = Ore(required=True, min_value=1, verbose_name="Avdrag")


class Plan(EmbeddedDocument):
    """A payment plan: how the debt of a day is paid down beside the running rent (nedbetalingsavtale)."""

    id: Any = ObjectIdField(required=True)
    state: PlanState = EnumField(PlanState, default=PlanState.RUNNING, verbose_name="Status")
    agreed_on: date = Day(required=True, verbose_name="Avtalt")
    debt_ore: int = Ore(required=True, min_value=1, verbose_name="Gjeld i avtalen")
    instalments: list[Instalment] = ListField(EmbeddedDocumentField(Instalment), required=True, verbose_name="Avdrag")
    letter: Any = ObjectIdField()
    ended_on: date | None = Day(verbose_name="Avsluttet")
    missed_on: date | None = Day(verbose_name="Ikke betalt ved forfall")
    why: str | None = EncryptedString(verbose_name="Grunn")
    by_name: str = StringField(required=True, verbose_name="Avtalt av")


class Pause(EmbeddedDocument):
    """Time in which nothing harder is done, with its reason and its end."""

    id: Any = ObjectIdField(required=True)
    reason: str = EncryptedString(required=True, verbose_name="Grunn")
    since: date = Day(required=True, verbose_name="Fra")
    until: date = Day(required=True, verbose_name="Til og med")
    ended_on: date | None = Day(verbose_name="Avsluttet")
    why: str | None = EncryptedString(verbose_name="Hvorfor den ble avsluttet før tiden")
    by_name: str = StringField(required=True, verbose_name="Satt av")


class ArrearsCase(OfLease):
    """The following up of one lease's unpaid rent, from the day it is overdue until it is not; a lease has one open."""

    case_number: str = StringField(required=True, max_length=30, verbose_name="Restansesak")
    caseworker: Any = ReferenceField(User, verbose_name="Saksbehandler")
    state: ArrearsState = EnumField(ArrearsState, default=ArrearsState.OPEN, verbose_name="Status")
    opened_on: date = Day(required=True, verbose_name="Åpnet")
    oldest_due: date = Day(required=True, verbose_name="Eldste forfall da")
    owed_ore: int = Ore(required=True, verbose_name="Skyldig da")
    steps: list[TakenStep] = ListField(EmbeddedDocumentField(TakenStep), verbose_name="Gjort")
    approvals: list[Approval] = ListField(EmbeddedDocumentField(Approval), verbose_name="Godkjenninger")
    asked: list[Asked] = ListField(EmbeddedDocumentField(Asked), verbose_name="Venter på godkjenning")
    plans: list[Plan] = ListField(EmbeddedDocumentField(Plan), verbose_name="Nedbetalingsavtaler")
    pauses: list[Pause] = ListField(EmbeddedDocumentField(Pause), verbose_name="Utsettelser")
    children: bool | None = BooleanField(verbose_name="Barn i husstanden")  # None = nobody has said
    nav_opt_out_on: date | None = Day(verbose_name="Reservert mot varsel til NAV (husleieloven § 9-11)")
    petitioned_on: date | None = Day(verbose_name="Begjæring sendt")
    eviction_on: date | None = Day(verbose_name="Fravikelse berammet")
    # What the rules advise, kept by `services.arrears` so that the list can be sorted by it; none where closed.
    next_step: ArrearsStep | None = EnumField(ArrearsStep, verbose_name="Neste steg")
    next_reason: ArrearsReason | None = EnumField(ArrearsReason, verbose_name="Hvorfor")
    next_on: date | None = Day(verbose_name="Gjøres")
    urgency: Urgency | None = EnumField(Urgency, verbose_name="Hastegrad")
    urgency_level: int = IntField(default=0, verbose_name="Hastegrad som tall")
    due_ore: int = Ore(default=0, verbose_name="Forfalt")
    due_since: date | None = Day(verbose_name="Eldste forfall")
    closed_on: date | None = Day(verbose_name="Avsluttet")
    end: ArrearsEnd | None = EnumField(ArrearsEnd, verbose_name="Utfall")

    meta = {
        "collection": "arrears_case",
        "indexes": [
            {
                "fields": ["lease"],
                "unique": True,
                "name": "arrears_case_one_open",
                "partialFilterExpression": {"state": {"$in": [state.value for state in OPEN]}},
            },
            {"fields": ["case_number"], "unique": True, "name": "arrears_case_number"},
            {"fields": ["lease", "-opened_on", "id"], "name": "arrears_case_lease"},
            {"fields": ["state", "oldest_due", "id"], "name": "arrears_case_state"},
            {"fields": ["contract_number", "id"], "name": "arrears_case_contract"},
            {"fields": ["-opened_on", "id"], "name": "arrears_case_opened"},
            {"fields": ["-urgency_level", "next_on", "id"], "name": "arrears_case_next"},
        ],
    }

    @property
    def number(self) -> str:
        return self.case_number
