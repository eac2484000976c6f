"""What others pay toward a home: the state's housing allowance, and the guarantee when it is claimed (domain 3.3)."""

from datetime import date
from typing import Any

from mongoengine import EnumField, ObjectIdField, StringField

from models.fields import Day, EncryptedString, Ore
from models.tenancy import OfLease
from rules.terms import AllowanceState, GuaranteeState, Security

ALLOWANCE_OPEN = (AllowanceState.APPLIED, AllowanceState.GRANTED)


class Allowance(OfLease):
    """A tenant's housing allowance (bostøtte): applied for, what it is, and whether it is paid to us on default."""

    state: AllowanceState = EnumField(AllowanceState, default=AllowanceState.APPLIED, verbose_name="Status")
    applied_on: date = Day(required=True, verbose_name="Søkt")
    first_month: str | None = StringField(regex=r"^\d{4}-\d{2}$", verbose_name="Fra måned")
    amount_ore: int | None = Ore(min_value=0, verbose_name="Beløp per måned")
    answered_on: date | None = Day(verbose_name="Besvart")
    transport_on: date | None = Day(verbose_name="Utbetales til kommunen fra")
    transport_until: date | None = Day(verbose_name="Utbetales til kommunen til og med")
    transport_why: str | None = EncryptedString(verbose_name="Grunn til at den utbetales til kommunen")
    ended_on: date | None = Day(verbose_name="Opphørt")
    note: str | None = EncryptedString(verbose_name="Merknad")
    by_name: str = StringField(required=True, verbose_name="Registrert av")

    meta = {
        "collection": "allowance",
        "indexes": [
            {
                "fields": ["lease"],
                "unique": True,
                "name": "allowance_one_open",
                "partialFilterExpression": {"state": {"$in": [state.value for state in ALLOWANCE_OPEN]}},
            },
            {"fields": ["lease", "-applied_on", "id"], "name": "allowance_lease"},
            {"fields": ["state", "applied_on", "id"], "name": "allowance_state"},
            {"fields": ["contract_number", "id"], "name": "allowance_number"},
            {"fields": ["-applied_on", "id"], "name": "allowance_applied"},
        ],
    }


class GuaranteeClaim(OfLease):
    """A claim on the guarantee of a lease, what was paid on it, and what is taken back from the tenant (regress)."""

    security: Security = EnumField(Security, required=True, verbose_name="Sikkerhet")
    state: GuaranteeState = EnumField(GuaranteeState, default=GuaranteeState.CLAIMED, verbose_name="Status")
    claimed_ore: int = Ore(required=True, min_value=1, verbose_name="Krevd")
    claimed_on: date = Day(required=True, verbose_name="Krevd den")
    answer_by: date | None = Day(verbose_name="Svar ventes innen")
    guarantor: str | None = EncryptedString(verbose_name="Garantist")  # name, street and town, a line each
    reasons: str = EncryptedString(required=True, verbose_name="Hva kravet gjelder")
    letter: Any = ObjectIdField()
    paid_ore: int | None = Ore(min_value=0, verbose_name="Utbetalt")
    paid_on: date | None = Day(verbose_name="Utbetalt den")
    recourse_ore: int | None = Ore(min_value=0, verbose_name="Kreves tilbake av leietaker")
    recourse_on: date | None = Day(verbose_name="Varslet om tilbakekrav")
    answer: str | None = EncryptedString(verbose_name="Svar fra garantisten")
    by_name: str = StringField(required=True, verbose_name="Registrert av")

    meta = {
        "collection": "guarantee_claim",
        "indexes": [
            {
                "fields": ["lease"],
                "unique": True,
                "name": "guarantee_one_open",
                "partialFilterExpression": {"state": "claimed"},
            },
            {"fields": ["lease", "-claimed_on", "id"], "name": "guarantee_lease"},
            {"fields": ["state", "claimed_on", "id"], "name": "guarantee_state"},
            {"fields": ["contract_number", "id"], "name": "guarantee_number"},
            {"fields": ["-claimed_on", "id"], "name": "guarantee_claimed"},
        ],
    }
