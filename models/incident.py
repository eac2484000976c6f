"""Complaints about disorder: what happened, what was found out, what was done (S002 phase 3)."""

from datetime import date
from typing import Any

from mongoengine import (
    EmbeddedDocument,
    EmbeddedDocumentField,
    EnumField,
    ListField,
    ObjectIdField,
    ReferenceField,
    StringField,
)

from models.base import Record
from models.dwelling import Dwelling
from models.fields import Day, EncryptedString
from models.lease import Lease
from models.office import Office
from models.user import User
from rules.terms import ContactChannel, IncidentKind, IncidentOutcome, IncidentState, MeasureKind


class Complainant(EmbeddedDocument):
    """Who complained, and how they are answered; never told to the one complained of."""

    id: Any = ObjectIdField(required=True)
    name: str = EncryptedString(required=True, verbose_name="Navn")
    address: str | None = EncryptedString(verbose_name="Adresse")
    phone: str | None = EncryptedString(verbose_name="Telefon")
    told_on: date | None = Day(verbose_name="Fått svar")
    letter: Any = ObjectIdField()


class Measure(EmbeddedDocument):
    """Something done, or to be done by a day, about one of the leases or all."""

    id: Any = ObjectIdField(required=True)
    kind: MeasureKind = EnumField(MeasureKind, required=True, verbose_name="Tiltak")
    lease: Any = ObjectIdField()  # None = all
    due_on: date = Day(required=True, verbose_name="Frist")
    done_on: date | None = Day(verbose_name="Gjort")
    what: str | None = EncryptedString(verbose_name="Hva")
    result: str | None = EncryptedString(verbose_name="Resultat")
    letter: Any = ObjectIdField()  # of a warning; it is done on the day that was posted
    withdrawn_on: date | None = Day(verbose_name="Trukket")
    by_name: str = StringField(required=True, verbose_name="Bestemt av")

    @property
    def is_open(self) -> bool:
        return self.done_on is None and self.withdrawn_on is None


class Incident(Record):
    """One complaint or disturbance; it may concern several dwellings and the leases of those who live there."""

    incident_number: str = StringField(required=True, max_length=30, verbose_name="Hendelse")
    kinds: list[IncidentKind] = ListField(EnumField(IncidentKind), required=True, verbose_name="Hva")
    state: IncidentState = EnumField(IncidentState, default=IncidentState.RECEIVED, verbose_name="Status")
    dwellings: list[Any] = ListField(ReferenceField(Dwelling), required=True, verbose_name="Boliger")
    leases: list[Any] = ListField(ReferenceField(Lease), verbose_name="Leieforhold")
    office: Any = ReferenceField(Office, verbose_name="Kontor")
    caseworker: Any = ReferenceField(User, verbose_name="Saksbehandler")
    happened_on: date = Day(required=True, verbose_name="Skjedde")
    received_on: date = Day(required=True, verbose_name="Mottatt")
    channel: ContactChannel = EnumField(ContactChannel, required=True, verbose_name="Kom per")
    complainants: list[Complainant] = ListField(EmbeddedDocumentField(Complainant), verbose_name="Meldt av")
    what: str = EncryptedString(required=True, verbose_name="Hva som skjedde")
    heard: str | None = EncryptedString(verbose_name="Hva leietakeren sier")
    mapped: str | None = EncryptedString(verbose_name="Hva vi fant ut")
    mapped_on: date | None = Day(verbose_name="Kartlagt")
    measures: list[Measure] = ListField(EmbeddedDocumentField(Measure), verbose_name="Tiltak")
    act_by: date | None = Day()  # when the office must have gone on, where no measure waits
    next_on: date | None = Day(verbose_name="Neste frist")  # derived
    outcome: IncidentOutcome | None = EnumField(IncidentOutcome, verbose_name="Utfall")
    closed_on: date | None = Day(verbose_name="Avsluttet")
    closed_why: str | None = EncryptedString(verbose_name="Hvorfor avsluttet")
    reopened_why: str | None = EncryptedString(verbose_name="Hvorfor åpnet igjen")
    by_name: str = StringField(required=True, verbose_name="Registrert av")

    meta = {
        "collection": "incident",
        "indexes": [
            {"fields": ["incident_number"], "unique": True, "name": "incident_number"},
            {"fields": ["leases", "-received_on", "id"], "name": "incident_lease"},
            {"fields": ["dwellings", "-received_on", "id"], "name": "incident_dwelling"},
            {"fields": ["state", "received_on", "id"], "name": "incident_state"},
            {"fields": ["next_on", "id"], "name": "incident_next"},
            {"fields": ["-received_on", "id"], "name": "incident_received"},
        ],
    }

    def derived(self) -> dict[str, Any]:
        """The day of the first thing that waits: an open measure, else the mapping or what comes after it."""
        if self.state is IncidentState.CLOSED:
            return {"next_on": None}
        waiting = [one.due_on for one in self.measures if one.is_open]
        if self.state is IncidentState.RECEIVED and self.act_by is not None:
            waiting.append(self.act_by)
        return {"next_on": min(waiting, default=self.act_by)}

    @property
    def number(self) -> str:
        return self.incident_number

    def __str__(self) -> str:
        return self.incident_number
