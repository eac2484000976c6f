"""The authority to sign agreements with landlords, which owns its ceiling of homes (S000)."""

from datetime import date
from typing import Any

from mongoengine import (
    EmbeddedDocument,
    EmbeddedDocumentField,
    EnumField,
    IntField,
    ListField,
    ObjectIdField,
    StringField,
)

from models.base import Record
from models.fields import Day
from rules.procurement import case_key
from rules.terms import (
    AgreementKind,
    MandateBody,
    MandateState,
)


class MandateUse(EmbeddedDocument):
    """Homes of one agreement that count against the ceiling; carries the agreement's id, so that none counts twice."""

    id: Any = ObjectIdField(required=True)
    homes: int = IntField(required=True, min_value=1)
    seen: int = IntField(default=0)  # the version of the draft that is signed: each signing has its own use
    on: date = Day(required=True)


class Mandate(Record):
    """The authority to sign agreements, with its ceiling of homes: the document that owns that limit (design 3.5)."""

    mandate_number: str = StringField(required=True, max_length=30, verbose_name="Fullmakt")
    body: MandateBody = EnumField(MandateBody, required=True, verbose_name="Gitt av")
    decided_on: date = Day(required=True, verbose_name="Vedtatt")
    case_number: str = StringField(required=True, max_length=30, verbose_name="Saksnummer")
    case_key: str | None = StringField()  # derived, while it counts: two ways to write one case number are one
    delegated_to: str = StringField(required=True, max_length=120, verbose_name="Fullmakt til")
    ceiling: int = IntField(required=True, min_value=1, max_value=20_000, verbose_name="Høyeste antall boliger")
    kinds: list[AgreementKind] = ListField(EnumField(AgreementKind), verbose_name="Gjelder")
    valid_until: date | None = Day(verbose_name="Gjelder til og med")
    delegated_by_rulebook: int | None = IntField()  # the version that lets the chief executive decide it
    file: Any = ObjectIdField()
    state: MandateState = EnumField(MandateState, default=MandateState.VALID, verbose_name="Status")
    withdrawn_on: date | None = Day(verbose_name="Trukket tilbake")
    uses: list[MandateUse] = ListField(EmbeddedDocumentField(MandateUse), verbose_name="Brukt")
    by_name: str = StringField(required=True, verbose_name="Registrert av")

    meta = {
        "collection": "mandate",
        "indexes": [
            {"fields": ["mandate_number"], "unique": True, "name": "mandate_number"},
            {
                "fields": ["body", "case_key"],
                "unique": True,
                "name": "mandate_case_key",
                "partialFilterExpression": {"case_key": {"$exists": True}},
            },
            {"fields": ["-decided_on", "id"], "name": "mandate_decided"},
            {"fields": ["state", "-decided_on", "id"], "name": "mandate_state"},
        ],
    }

    def derived(self) -> dict[str, Any]:
        over = self.state is MandateState.WITHDRAWN and not self.uses  # another is registered in its place
        return {"case_key": None if over else case_key(self.case_number or "")}

    @property
    def used(self) -> int:
        """Homes under agreements that are signed by it."""
        return sum(use.homes for use in self.uses)

    @property
    def number(self) -> str:
        return self.mandate_number

    def __str__(self) -> str:
        return f"{self.mandate_number} ({self.case_number})"
