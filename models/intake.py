"""Parts of an application from its receipt: who asked, which papers, which units, who may not handle it."""

from datetime import date
from typing import Any

from mongoengine import EmbeddedDocument, EnumField, ListField, ObjectIdField, StringField

from models.fields import Day, EncryptedString
from rules.terms import PaperState


class Initiator(EmbeddedDocument):
    """Who applied on the household's behalf (S003): next of kin, a municipal unit, a hospital, a prison."""

    name: str = StringField(required=True, max_length=120, verbose_name="Navn")
    organisation: str | None = StringField(max_length=120, verbose_name="Enhet eller institusjon")
    phone: str | None = StringField(max_length=20, verbose_name="Telefon")
    email: str | None = StringField(max_length=254, verbose_name="E-post")


class Paper(EmbeddedDocument):
    """One paper of the rulebook's checklist, by its code there.

    It is asked for by `letter`; `asked_on` is the day that went out: none while the letter has not been sent.
    """

    code: str = StringField(required=True, max_length=40)
    state: PaperState = EnumField(PaperState, required=True, verbose_name="Status")
    asked_on: date | None = Day(verbose_name="Etterspurt")
    due_on: date | None = Day(verbose_name="Frist")
    letter: Any = ObjectIdField()
    received_on: date | None = Day(verbose_name="Mottatt")
    waived_because: str | None = EncryptedString(verbose_name="Frafalt fordi")
    files: list[Any] = ListField(ObjectIdField())


class PassedOn(EmbeddedDocument):
    """That a case went to the right unit; the day it was first received never changes (fvl. § 11)."""

    on: date = Day(required=True)
    from_office: Any = ObjectIdField()
    to_office: Any = ObjectIdField(required=True)
    because: str = EncryptedString(required=True)
    by_name: str = StringField(required=True)


class Conflict(EmbeddedDocument):
    """That a user is disqualified in the case (inhabil, fvl. § 6): takes no part in preparing or deciding it."""

    user: Any = ObjectIdField(required=True)
    user_name: str = StringField(required=True)
    because: str = EncryptedString(required=True)
    on: date = Day(required=True)
    by: str | None = StringField()  # the user who declared it
