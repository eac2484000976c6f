"""Parts of a vacancy: its stages, the services there, the recommendation, what the unit says, the allocation."""

from datetime import date, datetime
from typing import Any

from mongoengine import (
    BooleanField,
    DateTimeField,
    EmbeddedDocument,
    EmbeddedDocumentField,
    EnumField,
    IntField,
    ListField,
    ObjectIdField,
    StringField,
)

from models.fields import Day, EncryptedString
from rules.terms import ChoosingBody, DiscussionOutcome, UnitAnswer


class ServiceProfile(EmbeddedDocument):
    """The services that go with the dwelling, as its unit answered (S004 step 2): about the place, never persons."""

    asked_on: date | None = Day(verbose_name="Etterspurt")
    asked_of: Any = ObjectIdField()  # the user who was asked
    answered_on: date | None = Day(verbose_name="Besvart")
    answered_by_name: str | None = StringField(verbose_name="Besvart av")
    day: bool = BooleanField(default=False, verbose_name="Tjenester om dagen")
    evening: bool = BooleanField(default=False, verbose_name="Tjenester om kvelden")
    night: bool = BooleanField(default=False, verbose_name="Tjenester om natten")
    day_what: str | None = StringField(max_length=400, verbose_name="Hva om dagen")
    evening_what: str | None = StringField(max_length=400, verbose_name="Hva om kvelden")
    night_what: str | None = StringField(max_length=400, verbose_name="Hva om natten")
    activities: str | None = StringField(max_length=400, verbose_name="Aktiviteter")
    shared_meals: bool = BooleanField(default=False, verbose_name="Felles måltider")
    meals_what: str | None = StringField(max_length=400, verbose_name="Om måltidene")
    staffing: str | None = StringField(max_length=400, verbose_name="Bemanning")
    contact_name: str | None = StringField(max_length=120, verbose_name="Kontaktperson")
    contact_phone: str | None = StringField(max_length=20, verbose_name="Telefon")


class PassedOver(EmbeddedDocument):
    """Why households that suit and rank above are not chosen; one reason may serve several."""

    applications: list[Any] = ListField(ObjectIdField(), required=True)
    numbers: list[str] = ListField(StringField())
    reason: str = EncryptedString(required=True)


class Recommendation(EmbeddedDocument):
    """Who should have the dwelling, by one consultant, gone through by another (S004 step 6).

    `chosen` holds one application, or two where they are equal and the unit is to choose. `basis` is the file with the
    frozen candidates, facts and order (`rules.choosing`), stored before this was written.
    """

    id: Any = ObjectIdField(required=True)
    chosen: list[Any] = ListField(ObjectIdField(), required=True)
    chosen_numbers: list[str] = ListField(StringField(), verbose_name="Søknad")
    reasons: str = EncryptedString(required=True, verbose_name="Begrunnelse")
    although: str | None = EncryptedString(verbose_name="Innstilt selv om husstanden er tilvist, fordi")
    passed_over: list[PassedOver] = ListField(EmbeddedDocumentField(PassedOver))
    basis: Any = ObjectIdField(required=True)
    basis_sha256: str = StringField(required=True)
    rulebook: int = IntField(required=True)
    on: date = Day(required=True, verbose_name="Innstilt")
    by: str = StringField(required=True)
    by_name: str = StringField(required=True, verbose_name="Innstilt av")
    second_on: date | None = Day(verbose_name="Gjennomgått")
    second_by: str | None = StringField()
    second_by_name: str | None = StringField(verbose_name="Gjennomgått av")


class AnotherChoice(EmbeddedDocument):
    """What another choice than the recommended one was made from, frozen as a recommendation's basis is (ADR 18)."""

    id: Any = ObjectIdField(required=True)
    chosen: list[Any] = ListField(ObjectIdField(), required=True)
    chosen_numbers: list[str] = ListField(StringField())
    basis: Any = ObjectIdField(required=True)
    basis_sha256: str = StringField(required=True)
    rulebook: int = IntField(required=True)
    on: date = Day(required=True)
    by_name: str = StringField(required=True)


class UnitHearing(EmbeddedDocument):
    """What the unit's leader answered; the mix of residents is judged in words for the house, never as a score."""

    answer: UnitAnswer = EnumField(UnitAnswer, required=True, verbose_name="Svar")
    prefers: Any = ObjectIdField()  # the application, where two were equal
    reasons: str | None = EncryptedString(verbose_name="Begrunnelse")
    mix: str | None = EncryptedString(verbose_name="Sammensetningen i huset")
    on: date = Day(required=True, verbose_name="Besvart")
    by: str = StringField(required=True)
    by_name: str = StringField(required=True, verbose_name="Besvart av")
    given_by_name: str | None = StringField(max_length=120, verbose_name="Svaret ble gitt av")  # noted by a consultant


class Discussion(EmbeddedDocument):
    """A discussion meeting about one vacancy (S004 step 8)."""

    held_on: date = Day(required=True, verbose_name="Holdt")
    participants: list[str] = ListField(StringField(max_length=160), verbose_name="Deltakere")
    users: list[Any] = ListField(ObjectIdField())  # those of the participants who use Husrom
    questions: str = EncryptedString(required=True, verbose_name="Spørsmål som ble drøftet")
    outcome: DiscussionOutcome = EnumField(DiscussionOutcome, required=True, verbose_name="Utfall")
    conclusion: str = EncryptedString(required=True, verbose_name="Hva møtet kom til")
    chosen: Any = ObjectIdField()
    chosen_number: str | None = StringField(verbose_name="Kandidat")
    passed_over: list[PassedOver] = ListField(EmbeddedDocumentField(PassedOver))  # where it is another candidate
    another: AnotherChoice | None = EmbeddedDocumentField(AnotherChoice)
    by: str = StringField(required=True)
    by_name: str = StringField(required=True, verbose_name="Referent")


class Settlement(EmbeddedDocument):
    """The department head's decision where unit and consultants disagree (S004 step 8)."""

    chosen: Any = ObjectIdField(required=True)
    chosen_number: str = StringField(required=True)
    reasons: str = EncryptedString(required=True, verbose_name="Begrunnelse")
    passed_over: list[PassedOver] = ListField(EmbeddedDocumentField(PassedOver))  # where it is another candidate
    another: AnotherChoice | None = EmbeddedDocumentField(AnotherChoice)
    on: date = Day(required=True, verbose_name="Avgjort")
    by: str = StringField(required=True)
    by_name: str = StringField(required=True, verbose_name="Avgjort av")


class Allocation(EmbeddedDocument):
    """That a household got the dwelling: the truth that offer and mails follow from (S004 step 9).

    One that came to nothing (offer declined, expired, taken back) moves to `Vacancy.earlier` with why in a word.
    """

    id: Any = ObjectIdField(required=True)
    application: Any = ObjectIdField(required=True)
    application_number: str = StringField(required=True, verbose_name="Søknad")
    applicant: Any = ObjectIdField(required=True)
    body: ChoosingBody = EnumField(ChoosingBody, required=True, verbose_name="Valgt av")
    meeting: Any = ObjectIdField()
    recommendation: Recommendation | None = EmbeddedDocumentField(Recommendation)
    hearing: UnitHearing | None = EmbeddedDocumentField(UnitHearing)
    discussions: list[Discussion] = ListField(EmbeddedDocumentField(Discussion))
    settlement: Settlement | None = EmbeddedDocumentField(Settlement)
    on: date = Day(required=True, verbose_name="Tildelt")
    at: datetime = DateTimeField(required=True)
    by: str = StringField(required=True)
    by_name: str = StringField(required=True, verbose_name="Tildelt av")
    decided_by: list[str] = ListField(StringField())
    decided_by_names: list[str] = ListField(StringField())
    passed_over: list[PassedOver] = ListField(EmbeddedDocumentField(PassedOver))  # where the committee chose another
    another: AnotherChoice | None = EmbeddedDocumentField(AnotherChoice)
    ended_on: date | None = Day()
    offer: Any = ObjectIdField()  # the offer that ended it
    left: bool = BooleanField(default=False)  # its household left the list, or took another, before an offer


class EarlierRecommendation(EmbeddedDocument):
    """A recommendation that was sent back or fell, and why."""

    recommendation: Recommendation = EmbeddedDocumentField(Recommendation, required=True)
    hearing: UnitHearing | None = EmbeddedDocumentField(UnitHearing)
    discussions: list[Discussion] = ListField(EmbeddedDocumentField(Discussion))
    settlement: Settlement | None = EmbeddedDocumentField(Settlement)
    why: str | None = EncryptedString()
    on: date = Day(required=True)
    by_name: str = StringField(required=True)
