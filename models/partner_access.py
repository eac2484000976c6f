"""How landlords' machines come in: keys, remembered answers, calls made, addresses that are told of events."""

from datetime import date, datetime
from typing import Any

from mongoengine import (
    BooleanField,
    DateTimeField,
    DictField,
    EnumField,
    IntField,
    ListField,
    ObjectIdField,
    ReferenceField,
    StringField,
)

from models.base import Plain, Record
from models.fields import Day, EncryptedBytes, EncryptedString
from models.landlord import Landlord
from rules.terms import DeliveryState, KeyState, PartnerEvent, Scope, WebhookState


class ApiKey(Record):
    """A landlord's key: known by its prefix, checked by its HMAC; the key itself is shown once and kept nowhere."""

    prefix: str = StringField(required=True, max_length=20, verbose_name="Begynner med")
    digest: str = StringField(required=True)  # HMAC-SHA-256 of the whole key, hexadecimal
    landlord: Any = ReferenceField(Landlord, required=True, verbose_name="Utleier")
    label: str = StringField(required=True, max_length=80, verbose_name="Brukes til")
    scopes: list[Scope] = ListField(EnumField(Scope), required=True, verbose_name="Åpner for")
    state: KeyState = EnumField(KeyState, default=KeyState.ACTIVE, verbose_name="Status")
    issued_on: date = Day(required=True, verbose_name="Laget")
    expires_on: date = Day(required=True, verbose_name="Gjelder til og med")
    replaces: Any = ObjectIdField()  # the key that this one takes over from
    revoked_on: date | None = Day(verbose_name="Sperret")
    last_used_on: date | None = Day(verbose_name="Sist brukt")  # noted with the counted calls, told in no history
    by_name: str = StringField(required=True, verbose_name="Laget av")
    demo: bool = BooleanField(
        default=False, verbose_name="Bare i demo"
    )  # opens in demo mode alone, as the demo's people sign in

    meta = {
        "collection": "api_key",
        "indexes": [
            {"fields": ["prefix"], "unique": True, "name": "api_key_prefix"},
            {
                "fields": ["replaces"],  # one successor
                "unique": True,
                "name": "api_key_replaces",
                "partialFilterExpression": {"replaces": {"$exists": True}},
            },
            {"fields": ["landlord", "state", "id"], "name": "api_key_landlord"},
            {"fields": ["state", "expires_on", "id"], "name": "api_key_expires"},
            {"fields": ["-issued_on", "id"], "name": "api_key_issued"},
        ],
    }

    @property
    def number(self) -> str:
        return self.prefix

    def __str__(self) -> str:
        return self.prefix


class IdempotentAnswer(Plain):
    """What a POST under one `Idempotency-Key` was answered; kept a week. `key` is `<landlord>:<sha256 of the key>`."""

    key: str = StringField(primary_key=True)
    landlord: Any = ObjectIdField(required=True)
    fingerprint: str = StringField(required=True)  # SHA-256 of method, path and body
    made: Any = ObjectIdField(required=True)  # the id that the record made by the call is to have
    status: int | None = IntField()  # None while the first call is at work
    body: bytes | None = EncryptedBytes()
    headers: dict[str, str] = DictField(StringField())
    claimed_until: datetime = DateTimeField(required=True)
    expires_at: datetime = DateTimeField(required=True)

    meta = {
        "collection": "idempotent_answer",
        "indexes": [{"fields": ["expires_at"], "name": "idempotent_answer_expires", "expireAfterSeconds": 0}],
    }


class ApiCalls(Plain):
    """Calls of one kind by one client in one hour; `key` is `<client>:<hour>:<operation>:<status>`."""

    key: str = StringField(primary_key=True)
    landlord: Any = ReferenceField(Landlord, verbose_name="Utleier")
    client: str = StringField(required=True, max_length=200, verbose_name="Nøkkel eller organisasjon")
    supplier: str | None = StringField(max_length=20, verbose_name="På vegne av")
    hour: datetime = DateTimeField(required=True, verbose_name="Time")
    operation: str = StringField(required=True, max_length=120, verbose_name="Hva")
    status: int = IntField(required=True, verbose_name="Svar")
    count: int = IntField(default=0, verbose_name="Antall kall")
    last_at: datetime = DateTimeField(required=True, verbose_name="Sist")

    meta = {
        "collection": "api_calls",
        "indexes": [
            {"fields": ["landlord", "-hour", "key"], "name": "api_calls_landlord"},
            {"fields": ["-hour", "key"], "name": "api_calls_hour"},
            {"fields": ["client", "-hour", "key"], "name": "api_calls_client"},
        ],
    }


class Webhook(Record):
    """An address that a landlord wants told of events; messages are signed with its secret."""

    landlord: Any = ReferenceField(Landlord, required=True, verbose_name="Utleier")
    url: str = StringField(required=True, max_length=500, verbose_name="Adresse")
    events: list[PartnerEvent] = ListField(EnumField(PartnerEvent), required=True, verbose_name="Varsles om")
    secret: str = EncryptedString(required=True)
    secret_for: Any = ObjectIdField()  # what the call that renewed it goes by, so that it may be asked again
    old_secret: str | None = EncryptedString()  # signs beside the new one, so that the receiver can change over
    old_secret_until: date | None = Day()
    state: WebhookState = EnumField(WebhookState, default=WebhookState.ACTIVE, verbose_name="Status")
    made_on: date = Day(required=True, verbose_name="Satt opp")
    failures: int = IntField(default=0, min_value=0, verbose_name="Feil på rad")
    failed_from: datetime | None = DateTimeField(verbose_name="Har feilet fra")
    last_error: str | None = StringField(max_length=80, verbose_name="Siste feil")  # a WebhookFailure's code
    slot: int | None = IntField(min_value=0)  # the landlord's place that it takes, until it is removed

    meta = {
        "collection": "webhook",
        "indexes": [
            {
                "fields": ["landlord", "slot"],
                "unique": True,
                "name": "webhook_one_in_each_slot",
                "partialFilterExpression": {"slot": {"$exists": True}},
            },
            {"fields": ["landlord", "id"], "name": "webhook_landlord"},
            {"fields": ["state", "-made_on", "id"], "name": "webhook_state"},
            {"fields": ["-made_on", "id"], "name": "webhook_made"},
        ],
    }

    def derived(self) -> dict[str, Any]:
        return {"slot": None if self.state is WebhookState.REMOVED else self.slot}

    @property
    def number(self) -> str:
        return self.url

    def __str__(self) -> str:
        return self.url


class WebhookDelivery(Plain):
    """One message to one address; `key` is `<webhook>:<event's own key>`, so that it goes out once."""

    key: str = StringField(primary_key=True)
    webhook: Any = ReferenceField(Webhook, required=True, verbose_name="Varsling")
    landlord: Any = ReferenceField(Landlord, required=True, verbose_name="Utleier")
    event: PartnerEvent = EnumField(PartnerEvent, required=True, verbose_name="Hendelse")
    body: str = StringField(required=True)  # JSON: event, time, and which record; of a household its number at most
    referral: Any = ObjectIdField()  # the referral whose number the body tells
    state: DeliveryState = EnumField(DeliveryState, default=DeliveryState.QUEUED, verbose_name="Status")
    tries: int = IntField(default=0, verbose_name="Forsøk")  # also the fence: never set back
    tries_before: int = IntField(default=0)  # those of before the last replay
    queued_at: datetime = DateTimeField(required=True, verbose_name="Lagt i kø")
    next_at: datetime = DateTimeField(required=True, verbose_name="Neste forsøk")
    claimed_until: datetime | None = DateTimeField()
    delivered_at: datetime | None = DateTimeField(verbose_name="Levert")
    status: int | None = IntField(verbose_name="Svar")
    error: str | None = StringField(max_length=80, verbose_name="Siste feil")  # a WebhookFailure's code
    expires_at: datetime = DateTimeField(required=True)

    meta = {
        "collection": "webhook_delivery",
        "indexes": [
            {"fields": ["state", "next_at", "key"], "name": "webhook_delivery_state"},
            {"fields": ["landlord", "-queued_at", "key"], "name": "webhook_delivery_landlord"},
            {"fields": ["webhook", "-queued_at", "key"], "name": "webhook_delivery_webhook"},
            {"fields": ["-queued_at", "key"], "name": "webhook_delivery_queued"},
            {"fields": ["expires_at"], "name": "webhook_delivery_expires", "expireAfterSeconds": 0},
        ],
    }
