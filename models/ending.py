"""How a tenancy ends: notice, protest, suit, moving out, settlement (husll. ch. 9 and 10); and disputes before HTU."""

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
from rules.terms import (
    DepositRelease,
    DisputeForum,
    DisputeState,
    DisputeSubject,
    EndingGround,
    EndingState,
    LeaseEnd,
    Party,
    Security,
)

OPEN = (
    EndingState.PROPOSED,
    EndingState.NOTIFIED,
    EndingState.PROTESTED,
    EndingState.SUED,
    EndingState.MOVED_OUT,
)


class Settlement(EmbeddedDocument):
    """What the end comes to: what is owed, what the security covers, what goes back; amounts in øre."""

    on: date = Day(required=True, verbose_name="Gjort opp")
    owed_ore: int = Ore(required=True, verbose_name="Skyldig husleie og gebyrer")
    claim_ore: int = Ore(default=0, min_value=0, verbose_name="Krav ved utflytting")
    security: Security | None = EnumField(Security, verbose_name="Sikkerhet")
    kept_ore: int = Ore(default=0, min_value=0, verbose_name="Dekkes av sikkerheten")
    returned_ore: int = Ore(default=0, min_value=0, verbose_name="Betales tilbake")
    release: DepositRelease | None = EnumField(DepositRelease, verbose_name="Frigitt ved (husleieloven § 3-5)")
    left_ore: int = Ore(default=0, verbose_name="Gjenstår")
    letter: Any = ObjectIdField()
    by_name: str = StringField(required=True, verbose_name="Gjort av")


class Ending(OfLease):
    """The end of one lease from the first notice to the settlement; a lease has one open."""

    ending_number: str = StringField(required=True, max_length=30, verbose_name="Avslutning")
    caseworker: Any = ReferenceField(User, verbose_name="Saksbehandler")
    reason: LeaseEnd = EnumField(LeaseEnd, required=True, verbose_name="Hvordan")
    by_party: Party = EnumField(Party, required=True, verbose_name="Av")
    state: EndingState = EnumField(EndingState, default=EndingState.NOTIFIED, verbose_name="Status")
    grounds: list[EndingGround] = ListField(EnumField(EndingGround), verbose_name="Grunn")
    reasons: str | None = EncryptedString(verbose_name="Begrunnelse")
    warned_on: date | None = Day(verbose_name="Advart")
    given_on: date = Day(required=True, verbose_name="Sagt opp")
    arrived_on: date | None = Day(verbose_name="Kom fram")
    room_only: bool = BooleanField(default=False, verbose_name="Enkelt rom med tilgang til andres bolig (§ 9-6)")
    ends_on: date = Day(required=True, verbose_name="Leieforholdet opphører")
    protest_by: date | None = Day(verbose_name="Frist for protest (§ 9-8)")
    protested_on: date | None = Day(verbose_name="Protestert")
    protest: str | None = EncryptedString(verbose_name="Hva leietakeren skriver")
    sue_by: date | None = Day(verbose_name="Frist for søksmål (§ 9-8)")
    sued_on: date | None = Day(verbose_name="Søksmål reist")
    children: bool = BooleanField(default=False, verbose_name="Barn i husstanden")
    best_interest: str | None = EncryptedString(verbose_name="Barnets beste")
    successor: str | None = EncryptedString(verbose_name="Hvem som kan tre inn (§ 8-2)")
    letter: Any = ObjectIdField()
    receipt: Any = ObjectIdField(verbose_name="Bekreftelse")  # the letter that tells the tenant we have the notice
    proposed_by: str | None = StringField(verbose_name="Foreslått av (bruker)")
    approved_by_name: str | None = StringField(verbose_name="Godkjent av")
    dispute: Any = ObjectIdField(verbose_name="Tvist")  # an open dispute over this end
    moved_out_on: date | None = Day(verbose_name="Flyttet ut")
    keys_back_on: date | None = Day(verbose_name="Nøkler tilbake")
    inspection: Any = ObjectIdField()  # the inspection at moving out
    left_goods: str | None = EncryptedString(verbose_name="Etterlatte eiendeler (§ 10-4)")
    goods_until: date | None = Day(verbose_name="Eiendeler oppbevares til")
    goods_told_on: date | None = Day(verbose_name="Eieren bedt om å hente")
    goods_done_on: date | None = Day(verbose_name="Eiendelene avklart")
    goods_outcome: str | None = EncryptedString(verbose_name="Hva som ble av dem")
    settlement: Settlement | None = EmbeddedDocumentField(Settlement, verbose_name="Sluttoppgjør")
    fallen_on: date | None = Day(verbose_name="Falt bort")
    unsued: bool = BooleanField(default=False, verbose_name="Falt bort uten søksmål")  # until a suit in time is noted
    fallen_why: str | None = EncryptedString(verbose_name="Hvorfor falt bort")
    note: str | None = EncryptedString(verbose_name="Merknad")
    rulebook: int = IntField(required=True)
    by_name: str = StringField(required=True, verbose_name="Registrert av")

    meta = {
        "collection": "ending",
        "indexes": [
            {
                "fields": ["lease"],
                "unique": True,
                "name": "ending_one_open",
                "partialFilterExpression": {"state": {"$in": [state.value for state in OPEN]}},
            },
            {"fields": ["ending_number"], "unique": True, "name": "ending_number"},
            {"fields": ["lease", "-given_on", "id"], "name": "ending_lease"},
            {"fields": ["state", "ends_on", "id"], "name": "ending_state"},
            {"fields": ["state", "sue_by", "id"], "name": "ending_sue"},
            {"fields": ["contract_number", "id"], "name": "ending_contract"},
            {"fields": ["-given_on", "id"], "name": "ending_given"},
        ],
    }

    @property
    def number(self) -> str:
        return self.ending_number


class DisputeEvent(EmbeddedDocument):
    """Something that happened in a dispute."""

    on: date = Day(required=True)
    what: str = EncryptedString(required=True)
    by_name: str = StringField(required=True)


class Dispute(OfLease):
    """A dispute over a lease before the tribunal or a court; homes go to HTU first (husll. § 12-5)."""

    dispute_number: str = StringField(required=True, max_length=30, verbose_name="Tvist")
    caseworker: Any = ReferenceField(User, verbose_name="Saksbehandler")
    subjects: list[DisputeSubject] = ListField(EnumField(DisputeSubject), required=True, verbose_name="Gjelder")
    forum: DisputeForum = EnumField(DisputeForum, required=True, verbose_name="Hvor")
    brought_by: Party = EnumField(Party, required=True, verbose_name="Reist av")
    state: DisputeState = EnumField(DisputeState, default=DisputeState.OPEN, verbose_name="Status")
    brought_on: date = Day(required=True, verbose_name="Reist")
    reference: str | None = StringField(max_length=60, verbose_name="Saksnummer der")
    claim_ore: int | None = Ore(min_value=0, verbose_name="Krav")
    next_on: date | None = Day(verbose_name="Neste frist eller møte")
    rent_deposited: bool = BooleanField(default=False, verbose_name="Omtvistet leie er deponert (§ 3-8)")
    ending: Any = ObjectIdField(verbose_name="Avslutning")  # the end of the lease that it is over
    about: str | None = EncryptedString(verbose_name="Hva saken gjelder")
    events: list[DisputeEvent] = ListField(EmbeddedDocumentField(DisputeEvent), verbose_name="Hendelser")
    outcome: str | None = EncryptedString(verbose_name="Utfall")
    closed_on: date | None = Day(verbose_name="Avsluttet")
    by_name: str = StringField(required=True, verbose_name="Registrert av")

    meta = {
        "collection": "dispute",
        "indexes": [
            {"fields": ["dispute_number"], "unique": True, "name": "dispute_number"},
            {"fields": ["lease", "-brought_on", "id"], "name": "dispute_lease"},
            {"fields": ["state", "next_on", "id"], "name": "dispute_state"},
            {"fields": ["-brought_on", "id"], "name": "dispute_brought"},
        ],
    }

    @property
    def number(self) -> str:
        return self.dispute_number
