"""Leases with their rent lines and the cached account."""

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

from models.applicant import Applicant
from models.base import Record
from models.dwelling import Dwelling
from models.fields import Day, EncryptedString, Ore
from models.landlord import Landlord
from models.office import Office
from models.user import User
from rules import inspections
from rules.terms import (
    ContractItem,
    LeaseEnd,
    LeaseState,
    NoticeCode,
    RenewalOutcome,
    RentCollector,
    RentLineKind,
    RowKind,
    Security,
)


class RentLine(EmbeddedDocument):
    """What is charged each month from one day to another; never overwritten, only ended and followed by a new line."""

    id: str = StringField(required=True, max_length=12)
    kind: RentLineKind = EnumField(RentLineKind, required=True, verbose_name="Slag")
    amount_ore: int = Ore(required=True, min_value=0, verbose_name="Beløp per måned")
    valid_from: date = Day(required=True, verbose_name="Fra og med")
    valid_until: date | None = Day(verbose_name="Til og med")


class OpenItem(EmbeddedDocument):
    """A debt not yet paid in full."""

    row: str = StringField(required=True)
    kind: RowKind = EnumField(RowKind, required=True)
    due_on: date = Day(required=True)
    open_ore: int = Ore(required=True)


class Account(EmbeddedDocument):
    """What `rules.rent.settle` makes of the rows: a cache, replaced under the guard `rev`, never incremented."""

    rev: int = IntField(default=0)
    items: list[OpenItem] = ListField(EmbeddedDocumentField(OpenItem))
    credit_ore: int = Ore(default=0)
    balance_ore: int = Ore(default=0)
    oldest_due: date | None = Day()


class ContractPoint(EmbeddedDocument):
    """One thing seen to at the contract meeting, by its code in the rulebook (S004 step 11, S001)."""

    code: str = StringField(required=True, max_length=40)
    outcome: ContractItem = EnumField(ContractItem, required=True)
    on: date = Day(required=True)
    by_name: str = StringField(required=True)


class Renewal(EmbeddedDocument):
    """What was found when it was reviewed whether the lease should go on (§ 9-2, S001)."""

    on: date = Day(required=True, verbose_name="Vurdert")
    outcome: RenewalOutcome = EnumField(RenewalOutcome, required=True, verbose_name="Hva som skal skje")
    reasons: str = EncryptedString(required=True, verbose_name="Begrunnelse")
    application: Any = ObjectIdField()  # the application for an extension that it led to
    by_name: str = StringField(required=True, verbose_name="Vurdert av")


class Lease(Record):
    """A tenancy agreement for one dwelling (husleieloven)."""

    contract_number: str = StringField(required=True, max_length=30, verbose_name="Kontraktsnummer")
    dwelling: Any = ReferenceField(Dwelling, required=True, verbose_name="Bolig")
    tenant: Any = ReferenceField(Applicant, required=True, verbose_name="Leietaker")
    landlord: Any = ReferenceField(Landlord, verbose_name="Utleier")
    state: LeaseState = EnumField(LeaseState, default=LeaseState.UPCOMING, verbose_name="Status")
    starts_on: date = Day(required=True, verbose_name="Begynner")
    ends_on: date | None = Day(verbose_name="Utløper")
    stated_months: int | None = IntField(min_value=1, max_value=1200, verbose_name="Varighet i måneder")
    due_day: int = IntField(default=20, min_value=1, max_value=31, verbose_name="Forfallsdag")
    kid: str = StringField(required=True, max_length=25, verbose_name="KID")
    rent_lines: list[RentLine] = ListField(EmbeddedDocumentField(RentLine), verbose_name="Husleie")
    ledger_from: date | None = Day()  # the opening balance covers all rent up to and with this day
    opening_ore: int = Ore(default=0)  # that balance; positive = owed
    rent_collected_by: RentCollector = EnumField(
        RentCollector, default=RentCollector.MUNICIPALITY, verbose_name="Innkreves av"
    )
    security: Security | None = EnumField(Security, verbose_name="Sikkerhet")
    security_ore: int | None = Ore(min_value=0, verbose_name="Sikkerhetsbeløp")
    security_received_on: date | None = Day(verbose_name="Sikkerhet mottatt")
    section_11_1: bool = BooleanField(default=False, verbose_name="Husleieloven § 11-1 gjelder")
    short_term_reason: str | None = EncryptedString(verbose_name="Grunn til kort leietid")
    non_terminable_notice: bool = BooleanField(default=False, verbose_name="Opplyst at leien ikke kan sies opp")
    eviction_clause: bool = BooleanField(default=False, verbose_name="Vedtatt tvangsfravikelse ved mislighold")
    weighty_reason: str | None = EncryptedString(verbose_name="Tungtveiende grunn til ny kort leietid")
    weighty_by: str | None = StringField()  # the unit leader who approved it
    weighty_by_name: str | None = StringField(verbose_name="Godkjent av")
    application: Any = ObjectIdField()  # the application that led here; none where imported
    offer: Any = ObjectIdField()
    referral: Any = ObjectIdField()  # the referral that a landlord's lease rests on
    landlord_reference: str | None = StringField(max_length=60, verbose_name="Utleierens referanse")
    follows: Any = ObjectIdField()  # the lease of the same tenant and dwelling that this one takes over from
    contract: Any = ObjectIdField()  # the file with the contract as it was signed
    contract_sha256: str | None = StringField()
    signed_on: date | None = Day(verbose_name="Undertegnet")
    signed_with_name: str | None = StringField(verbose_name="Undertegning notert av")
    house_rules_on: date | None = Day(verbose_name="Husordensregler gjennomgått")
    interpreter: str | None = StringField(max_length=60, verbose_name="Tolk")
    points: list[ContractPoint] = ListField(EmbeddedDocumentField(ContractPoint), verbose_name="Kontraktsmøtet")
    keys_on: date | None = Day(verbose_name="Nøkler overlevert")
    keys_by_name: str | None = StringField(verbose_name="Nøkler overlevert av")
    move_out_demanded_on: date | None = Day(verbose_name="Flyttingsoppfordring sendt")
    rent_disputed: bool = BooleanField(default=False, verbose_name="Omtvistet leie er deponert (§ 3-8)")
    interest_until: date | None = Day(verbose_name="Forsinkelsesrente ført til og med")
    rent_set_on: date | None = Day(verbose_name="Husleien sist fastsatt")  # when the last fixing took effect (§ 4-2)
    rent_index_month: str | None = StringField(regex=r"^\d{4}-\d{2}$", verbose_name="Indeks den gangen")
    market_set_on: date | None = Day(verbose_name="Sist satt til gjengs leie eller avtalt på nytt")  # § 4-3
    renewal: Renewal | None = EmbeddedDocumentField(Renewal, verbose_name="Vurdert før utløp")
    open_ended_on: date | None = Day(verbose_name="Tidsubestemt fra (§ 9-2)")
    inspected_on: date | None = Day(verbose_name="Sist befart")
    inspect_from: date | None = Day()  # derived: what the time to the next inspection is counted from
    followup: Any = ObjectIdField()  # the follow-up plan, noted by the night: it looks at those without one alone
    ended_on: date | None = Day(verbose_name="Avsluttet")
    end_reason: LeaseEnd | None = EnumField(LeaseEnd, verbose_name="Avslutningsgrunn")
    caseworker: Any = ReferenceField(User, verbose_name="Saksbehandler")
    office: Any = ReferenceField(Office, verbose_name="Kontor")
    account: Account = EmbeddedDocumentField(Account, default=Account, verbose_name="Konto")
    notices: list[NoticeCode] = ListField(EnumField(NoticeCode), verbose_name="Merknader")
    imported: bool = BooleanField(default=False)
    import_run: str | None = StringField()

    meta = {
        "collection": "lease",
        "indexes": [
            {"fields": ["contract_number"], "unique": True, "name": "lease_contract_number"},
            {"fields": ["kid"], "unique": True, "name": "lease_kid"},
            {
                "fields": ["dwelling"],
                "unique": True,
                "name": "lease_one_occupying",
                "partialFilterExpression": {"state": "occupying"},
            },
            {
                "fields": ["dwelling", "state"],
                "unique": True,
                "name": "lease_one_upcoming",
                "partialFilterExpression": {"state": "upcoming"},
            },
            {"fields": ["dwelling", "-starts_on", "id"], "name": "lease_dwelling"},
            {"fields": ["tenant", "-starts_on", "id"], "name": "lease_tenant"},
            {"fields": ["state", "ends_on", "id"], "name": "lease_ends"},
            {"fields": ["state", "starts_on", "id"], "name": "lease_starts"},
            {"fields": ["caseworker", "state", "id"], "name": "lease_caseworker"},
            {"fields": ["account.oldest_due", "id"], "name": "lease_oldest_due"},
            {"fields": ["starts_on", "id"], "name": "lease_started"},
            {
                "fields": ["offer"],
                "unique": True,
                "name": "lease_offer",
                "partialFilterExpression": {"offer": {"$exists": True}},
            },
            {
                "fields": ["referral"],
                "unique": True,
                "name": "lease_referral",
                "partialFilterExpression": {"referral": {"$exists": True}},
            },
            {"fields": ["landlord", "id"], "name": "lease_landlord"},
            {
                "fields": ["follows"],
                "unique": True,
                "name": "lease_follows",
                "partialFilterExpression": {"follows": {"$exists": True}},
            },
            {"fields": ["contract"], "name": "lease_contract"},
            {"fields": ["followup", "state", "id"], "name": "lease_followup"},
            {"fields": ["ends_on", "id"], "name": "lease_ends_on"},
            {"fields": ["state", "inspect_from", "id"], "name": "lease_inspect"},
        ],
    }

    @property
    def is_landlords(self) -> bool:
        """Whether a private landlord is the tenant's landlord: then rent, notices and inspections are its own."""
        return self.rent_collected_by is RentCollector.LANDLORD

    def derived(self) -> dict[str, Any]:
        if self.is_landlords:
            return {"inspect_from": None}
        return {
            "inspect_from": self.inspected_on
            or inspections.counted_from(self.contract_number or "", self.starts_on, self.ledger_from, self.imported)
        }

    @property
    def number(self) -> str:
        return self.contract_number

    def __str__(self) -> str:
        return self.contract_number
