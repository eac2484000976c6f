"""The assessment of an application: what people answered, with evidence, and what the rulebook made of it."""

from datetime import date, datetime

from mongoengine import (
    BooleanField,
    DateTimeField,
    EmbeddedDocument,
    EmbeddedDocumentField,
    EnumField,
    IntField,
    ListField,
    StringField,
)

from models.fields import Day, EncryptedString
from rules.terms import Advice


class RequirementAnswer(EmbeddedDocument):
    """A person's answer to one must of the rulebook."""

    code: str = StringField(required=True, max_length=40)
    met: bool = BooleanField(required=True)
    evidence: str = EncryptedString(required=True)


class FactorAnswer(EmbeddedDocument):
    """The level a person chose for one factor of the rulebook."""

    code: str = StringField(required=True, max_length=40)
    level: str = StringField(required=True, max_length=40)
    evidence: str = EncryptedString(required=True)


class Assessment(EmbeddedDocument):
    """Answers and the verdict at the time; the verdict is advice, computed anew whenever it is read."""

    requirements: list[RequirementAnswer] = ListField(EmbeddedDocumentField(RequirementAnswer))
    factors: list[FactorAnswer] = ListField(EmbeddedDocumentField(FactorAnswer))
    barred: bool | None = BooleanField(verbose_name="Grovt mislighold")
    bar_evidence: str | None = EncryptedString(verbose_name="Dokumentasjon på misligholdet")
    best_interest: str | None = EncryptedString(verbose_name="Barnets beste (Grunnloven § 104)")
    rulebook: int = IntField(required=True)
    advice: Advice = EnumField(Advice, required=True, verbose_name="Regelboken peker mot")
    score: int = IntField(required=True, verbose_name="Poengsum")
    facts: str = EncryptedString(required=True)  # the facts it was made on, frozen (`rules.frozen`)
    assessed_on: date = Day(required=True, verbose_name="Vurdert")
    at: datetime = DateTimeField(required=True)
    by: str = StringField(required=True)
    by_name: str = StringField(required=True, verbose_name="Vurdert av")
