"""Landlords' addresses: who may set one up, what it is sent, what happens when it fails, and that nothing leaks."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from bson import ObjectId
from pymongo.errors import AutoReconnect

from models import AuditEntry, Disclosure, Task, Webhook, WebhookDelivery
from rules import webhooks as rules
from rules.errors import (
    AddressRefused,
    InvalidRecord,
    NotAuthorised,
    NotFound,
    StaleState,
    TooManyAddresses,
    TransitionRefused,
)
from rules.terms import (
    DeliveryState,
    DisclosedPart,
    PartnerEvent,
    Role,
    TaskKind,
    TaskState,
    WebhookFailure,
    WebhookState,
)
from services import records, webhooks
from services.actor import Actor
from services.webhooks import Outcome
from tests.conftest import NOON
from tests.factories import make_landlord
from tests.hooks import PUBLIC, Receiver, names
from tests.partners import make_delivery, make_referral, make_webhook
from wiring import register_effects

TODAY = date(2026, 11, 22)
URL = "https://utleier.example/husrom"
EVENT = PartnerEvent.REFERRAL_CREATED
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def registered() -> None:
    register_effects()


@pytest.fixture(autouse=True)
def asked() -> Iterator[list[str]]:
    with names({"lukket.example": ["10.0.0.1"], "delt.example": [PUBLIC, "127.0.0.1"], "borte.example": []}) as looked:
        yield looked


def system(after: timedelta = timedelta()) -> Actor:
    return Actor.system(NOON + after)


def partner(landlord: Any) -> Actor:
    return Actor.partner(landlord.pk, landlord.name, NOON, client="hus_abc")


def staff(*roles: Role) -> Actor:
    return Actor(id="a", name="Ada", at=NOON, roles=frozenset(roles))


def other_landlord() -> Any:
    return make_landlord(organisation_number="974760673", name="Annen Eiendom AS")


def register(landlord: Any, **values: Any) -> tuple[Webhook, str]:
    chosen = {"url": URL, "events": [EVENT], "today": TODAY} | values
    return webhooks.register(landlord, values.pop("actor", None) or partner(landlord), **chosen)


def tell(landlord: Any, event: PartnerEvent = EVENT) -> Any:
    """A change of a record that owes the landlord's addresses a message."""
    owed = webhooks.owed(landlord, event, landlord.pk, "referrals", "T2026001")
    records.change(landlord, system(), values={"phone": "22225555"}, owed=[owed])
    return landlord


def fresh(document: Any) -> Any:
    return type(document).objects(pk=document.pk).get()


# --- Set up -------------------------------------------------------------------------------------------------------


def test_a_landlord_s_system_sets_up_an_address_and_is_given_the_secret_once() -> None:
    landlord = make_landlord()
    hook, secret = register(landlord, events=[PartnerEvent.VACANCY_RELEASED, EVENT, EVENT])
    stored = fresh(hook)
    assert (stored.url, stored.state, stored.made_on) == (URL, WebhookState.ACTIVE, TODAY)
    assert stored.events == [EVENT, PartnerEvent.VACANCY_RELEASED]
    assert secret == stored.secret
    assert len(secret) > 40


def test_the_secret_stands_nowhere_in_plain(database: Any) -> None:
    hook, secret = register(make_landlord())
    newer = webhooks.renew_secret(hook, system(), version=hook.version, today=TODAY)
    found = [row for name in database.list_collection_names() for row in database[name].find()]
    assert not any(one in str(found) for one in (secret, newer))
    assert AuditEntry.objects.count() > 1


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://utleier.example/", "not_https"),
        ("https://lukket.example/", "not_public"),
        ("https://delt.example/", "not_public"),
        ("https://borte.example/", "unresolved"),
        ("https://a:b@utleier.example/", "credentials"),
    ],
)
def test_an_address_that_is_not_on_the_open_internet_is_refused_at_once(url: str, why: str) -> None:
    with pytest.raises(AddressRefused) as refused:
        register(make_landlord(), url=url)
    assert refused.value.why == why
    assert Webhook.objects.count() == 0


@pytest.mark.parametrize("events", [[], [PartnerEvent.TEST], [EVENT, PartnerEvent.TEST]])
def test_an_address_wants_some_event_and_the_test_is_none(events: list[PartnerEvent]) -> None:
    with pytest.raises(InvalidRecord):
        register(make_landlord(), events=events)


def test_only_the_landlord_itself_and_administrators_touch_an_address() -> None:
    landlord = make_landlord()
    hook, _ = register(landlord)
    delivery = make_delivery(webhook=hook)
    for stranger in (partner(other_landlord()), staff(Role.CASEWORKER, Role.DEPARTMENT_HEAD)):
        for step in (
            lambda who: webhooks.register(landlord, who, url=URL, events=[EVENT], today=TODAY),
            lambda who: webhooks.change(hook, who, values={"url": URL}, version=hook.version),
            lambda who: webhooks.remove(hook, who, version=hook.version),
            lambda who: webhooks.renew_secret(hook, who, version=hook.version, today=TODAY),
            lambda who: webhooks.send_trial(hook, who, now=NOON),
            lambda who: webhooks.replay(delivery, who, now=NOON),
        ):
            with pytest.raises(NotAuthorised):
                step(stranger)
    assert webhooks.remove(hook, staff(Role.ADMINISTRATOR), version=hook.version)


def test_a_call_whose_answer_was_lost_makes_one_address_and_tells_the_same_secret() -> None:
    landlord, identity = make_landlord(), ObjectId()
    first, again = (register(landlord, identity=identity) for _ in range(2))
    assert (first[0].pk, first[1]) == (again[0].pk, again[1])
    assert Webhook.objects.count() == 1


def test_a_landlord_has_so_many_addresses_and_no_more() -> None:
    landlord = make_landlord()
    hooks = [make_webhook(landlord=landlord) for _ in range(rules.MOST_HOOKS)]
    with pytest.raises(TooManyAddresses):
        register(landlord)
    webhooks.remove(hooks[0], system(), version=1)
    register(landlord)


def test_the_place_of_an_address_that_is_removed_is_free_again() -> None:
    landlord = make_landlord()
    hooks = [register(landlord)[0] for _ in range(rules.MOST_HOOKS)]
    assert [hook.slot for hook in hooks] == list(range(rules.MOST_HOOKS))
    with pytest.raises(TooManyAddresses):
        register(landlord)
    webhooks.remove(hooks[3], system(), version=1)
    assert register(landlord)[0].slot == 3


def test_an_address_is_changed_paused_and_taken_up_again_each_once() -> None:
    landlord = make_landlord()
    hook, _ = register(landlord)

    def change(**values: Any) -> bool:
        return webhooks.change(hook, partner(landlord), values=values, version=hook.version)

    assert change(events=[PartnerEvent.VACANCY_RELEASED], url="https://utleier.example/ny")
    assert not change(events=[PartnerEvent.VACANCY_RELEASED])
    assert change(state=WebhookState.PAUSED)
    assert not change(state=WebhookState.PAUSED)
    assert change(state=WebhookState.ACTIVE)
    actions = [entry.action for entry in fresh(hook).history]
    assert actions == ["webhook_registered", "webhook_changed", "webhook_paused", "webhook_resumed"]
    for values in ({"secret": "x"}, {"state": WebhookState.FAILING}, {"state": WebhookState.REMOVED}, {"events": []}):
        with pytest.raises(InvalidRecord):
            change(**values)
    with pytest.raises(AddressRefused):
        change(url="https://lukket.example/")
    with pytest.raises(StaleState):
        webhooks.change(hook, partner(landlord), values={"state": WebhookState.PAUSED}, version=1)


def test_nothing_is_done_with_an_address_that_is_removed() -> None:
    hook, _ = register(make_landlord())
    assert webhooks.remove(hook, system(), version=1)
    assert not webhooks.remove(hook, system(), version=1)
    for step in (
        lambda: webhooks.change(hook, system(), values={"state": WebhookState.ACTIVE}, version=2),
        lambda: webhooks.renew_secret(hook, system(), version=2, today=TODAY),
        lambda: webhooks.send_trial(hook, system(), now=NOON),
    ):
        with pytest.raises(TransitionRefused):
            step()


# --- What is told -------------------------------------------------------------------------------------------------


def test_each_address_that_wants_the_event_is_told_once_of_which_record_and_nothing_else() -> None:
    landlord, other = make_landlord(), other_landlord()
    wanting = [make_webhook(landlord=landlord) for _ in range(2)]
    make_webhook(landlord=landlord, events=[PartnerEvent.VACANCY_RELEASED])
    make_webhook(landlord=landlord, state=WebhookState.PAUSED)
    make_webhook(landlord=landlord, state=WebhookState.REMOVED)
    make_webhook(landlord=other)
    record = tell(landlord)
    for _ in range(2):  # the effect twice, as after a crash
        effect = webhooks.owed(record, EVENT, landlord.pk, "referrals", "T2026001").pending(NOON)
        effect.args["mark"] = f"{EVENT.value}:{record.pk}:{record.version}"
        webhooks.tell_by_effect(record, effect, system(HOUR))
    found = list(WebhookDelivery.objects.order_by("key"))
    assert {one.webhook.pk for one in found} == {hook.pk for hook in wanting}
    assert len(found) == 2
    told = json.loads(found[0].body)
    assert told == {
        "id": webhooks.public_id(found[0].key),
        "event": "referral.created",
        "occurred_at": "2026-11-22T11:00:00+00:00",
        "resource": {
            "kind": "referrals",
            "number": "T2026001",
            "url": "https://husrom.test/api/v1/referrals/T2026001",
        },
    }
    assert found[0].expires_at.replace(tzinfo=None) == (NOON + rules.KEPT).replace(tzinfo=None)


def test_what_a_stopped_address_misses_is_kept_and_can_be_sent_later() -> None:
    landlord = make_landlord()
    hook = make_webhook(landlord=landlord, state=WebhookState.FAILING)
    tell(landlord)
    missed = WebhookDelivery.objects.get()
    assert (missed.state, missed.error) == (DeliveryState.FAILED, WebhookFailure.STOPPED.value)
    webhooks.change(hook, system(), values={"state": WebhookState.ACTIVE}, version=1)
    assert webhooks.replay(missed, system(), now=NOON)
    assert webhooks.deliver(fresh(missed), Receiver(), system()) is Outcome.DELIVERED


# --- Sent ---------------------------------------------------------------------------------------------------------


def test_a_message_goes_to_the_checked_address_under_the_name_and_is_signed() -> None:
    landlord, receiver = make_landlord(), Receiver()
    hook, secret = register(landlord)
    tell(landlord)
    (due,) = webhooks.due(NOON)
    assert webhooks.deliver(due, receiver, system()) is Outcome.DELIVERED
    (post,) = receiver.posts
    assert (post.target.host, post.addresses) == ("utleier.example", (PUBLIC,))
    assert post.headers["Husrom-Event"] == "referral.created"
    assert post.headers["Husrom-Delivery"] == json.loads(post.body)["id"]
    at = int(NOON.timestamp())
    assert post.headers["Husrom-Signature"] == rules.signature([secret], at, post.body.decode())
    sent = fresh(due)
    assert (sent.state, sent.tries, sent.status, sent.error) == (DeliveryState.DELIVERED, 1, 204, None)
    assert webhooks.due(NOON + HOUR) == []
    assert fresh(hook).version == 1


def test_the_name_is_looked_up_anew_each_time_and_refused_when_it_leads_inside() -> None:
    landlord, receiver = make_landlord(), Receiver()
    with names() as looked:
        register(landlord)
        tell(landlord)
        assert looked == ["utleier.example"]
    with names({"utleier.example": ["169.254.169.254"]}):
        (due,) = webhooks.due(NOON)
        assert webhooks.deliver(due, receiver, system()) is Outcome.WAITING
    assert receiver.posts == []
    assert (fresh(due).error, fresh(due).state) == ("not_public", DeliveryState.QUEUED)


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (500, "bad_status"),
        (404, "bad_status"),
        (199, "bad_status"),
        (301, "redirect"),
        (307, "redirect"),
        (WebhookFailure.TIMEOUT, "timeout"),
        (WebhookFailure.CERTIFICATE, "certificate"),
        (WebhookFailure.NO_CONTACT, "no_contact"),
    ],
)
def test_whatever_is_not_2xx_fails_and_waits(answer: Any, error: str) -> None:
    delivery = make_delivery()
    assert webhooks.deliver(delivery, Receiver(answer), system()) is Outcome.WAITING
    stored = fresh(delivery)
    assert (stored.state, stored.error) == (DeliveryState.QUEUED, error)
    assert stored.status == (answer if isinstance(answer, int) else None)
    assert webhooks.due(NOON) == []
    assert len(webhooks.due(NOON + timedelta(minutes=1))) == 1
    hook = fresh(delivery.webhook)
    assert (hook.failures, hook.last_error, hook.version) == (1, error, 1)


def test_a_message_is_tried_until_it_is_given_up_and_a_replay_tries_it_as_often_again() -> None:
    delivery, receiver, after = make_delivery(), Receiver(503), timedelta()
    for _ in range(2):
        outcomes = []
        while not outcomes or outcomes[-1] is Outcome.WAITING:
            (due,) = webhooks.due(NOON + after)
            outcomes.append(webhooks.deliver(due, receiver, system(after)))
            after += timedelta(days=1)
            if fresh(delivery.webhook).state is WebhookState.FAILING:
                hook = fresh(delivery.webhook)
                webhooks.change(hook, system(), values={"state": WebhookState.ACTIVE}, version=hook.version)
        assert outcomes == [Outcome.WAITING] * 7 + [Outcome.GIVEN_UP]
        assert fresh(delivery).state is DeliveryState.FAILED
        assert webhooks.replay(fresh(delivery), system(after), now=NOON + after)
        assert not webhooks.replay(fresh(delivery), system(after), now=NOON + after)
    assert fresh(delivery).tries == 16
    assert len({post.headers["Husrom-Delivery"] for post in receiver.posts}) == 1


def test_a_referrals_number_is_logged_as_told_before_the_message_goes_out_and_once() -> None:
    held = make_referral()
    hook = make_webhook(landlord=held.landlord)
    owed = webhooks.owed(held, EVENT, hook.landlord.pk, "referrals", held.number)
    records.change(held, system(), values={"children": 1}, owed=[owed])
    delivery = WebhookDelivery.objects.get()
    assert (delivery.referral, Disclosure.objects.count()) == (held.pk, 0)
    with names({"utleier.example": ["10.0.0.1"]}):
        webhooks.deliver(delivery, Receiver(), system())
    assert Disclosure.objects.count() == 0  # nothing went out
    webhooks.deliver(fresh(delivery), Receiver(503), system(HOUR))
    webhooks.deliver(fresh(delivery), Receiver(), system(2 * HOUR))
    told = Disclosure.objects.get()
    assert (told.referral_number, told.parts, told.by_name) == (held.number, [DisclosedPart.TOKEN], None)
    assert (told.client, told.person.pk, told.landlord.pk) == ("utleier.example", held.applicant.pk, held.landlord.pk)


def sent_until_given_up(delivery: Any, receiver: Receiver, raised: type[Exception]) -> int:
    """How often the message was tried, each time it was due and an error was raised."""
    tries = 0
    while (stored := fresh(delivery)).state is not DeliveryState.FAILED:
        now = stored.next_at
        (due,) = webhooks.due(now)
        with pytest.raises(raised):
            webhooks.deliver(due, receiver, Actor.system(now))
        tries += 1
    return tries


def test_a_message_whose_referral_is_gone_is_given_up_as_any_that_fails() -> None:
    hook, receiver = make_webhook(), Receiver()
    delivery = make_delivery(webhook=hook, referral=ObjectId())
    assert sent_until_given_up(delivery, receiver, NotFound) == rules.MOST_TRIES
    stored, hook = fresh(delivery), fresh(hook)
    assert (stored.error, hook.failures, hook.last_error) == ("our_fault", rules.MOST_TRIES, "our_fault")
    assert receiver.posts == []
    assert webhooks.due(NOON + rules.KEPT) == []


def test_a_message_that_the_carrier_breaks_on_is_given_up_as_any_that_fails() -> None:
    class Broken(Receiver):
        def send(self, post: Any) -> int:
            raise RuntimeError(post.headers["Husrom-Signature"])

    delivery = make_delivery()
    assert sent_until_given_up(delivery, Broken(), RuntimeError) == rules.MOST_TRIES
    assert fresh(delivery).error == "our_fault"


def test_a_message_that_kills_every_sender_is_given_up_and_one_that_the_database_leaves_waits() -> None:
    class Death(BaseException):
        pass

    class Deadly(Receiver):
        raises: type[BaseException] = Death

        def send(self, post: Any) -> int:
            super().send(post)
            raise self.raises

    delivery, deadly = make_delivery(), Deadly()
    deadly.raises = AutoReconnect
    with pytest.raises(AutoReconnect):
        webhooks.deliver(delivery, deadly, system())
    assert (fresh(delivery).state, fresh(delivery).error) == (DeliveryState.SENDING, None)
    deadly.raises = Death
    for hours in range(1, rules.MOST_TRIES):
        with pytest.raises(Death):
            webhooks.deliver(fresh(delivery), deadly, system(hours * HOUR))
    assert webhooks.deliver(fresh(delivery), deadly, system(20 * HOUR)) is Outcome.GIVEN_UP
    assert (fresh(delivery).state, fresh(delivery).error) == (DeliveryState.FAILED, "our_fault")
    assert len(deadly.posts) == rules.MOST_TRIES


def test_one_success_forgets_the_failures() -> None:
    hook = make_webhook()
    first, second = (make_delivery(webhook=hook) for _ in range(2))
    webhooks.deliver(first, Receiver(500), system())
    webhooks.deliver(second, Receiver(204), system())
    stored = fresh(hook)
    assert (stored.failures, stored.failed_from, stored.last_error) == (0, None, None)


def test_an_address_that_fails_for_a_day_is_stopped_and_becomes_an_administrator_s_task_until_it_is_mended() -> None:
    hook = make_webhook()
    for number in range(rules.MANY_FAILURES):
        webhooks.deliver(make_delivery(webhook=hook), Receiver(500), system(number * timedelta(minutes=1)))
    assert fresh(hook).state is WebhookState.ACTIVE
    webhooks.deliver(make_delivery(webhook=hook), Receiver(500), system(timedelta(days=1)))
    stopped = fresh(hook)
    assert stopped.state is WebhookState.FAILING
    task = Task.objects.get()
    assert (task.kind, task.role, task.state) == (TaskKind.WEBHOOK, Role.ADMINISTRATOR, TaskState.OPEN)
    assert hook.url not in f"{task.subject_number} {task.text}"
    waiting = make_delivery(webhook=hook)
    receiver = Receiver()
    assert webhooks.deliver(waiting, receiver, system()) is Outcome.GIVEN_UP
    assert (fresh(waiting).error, receiver.posts) == ("stopped", [])
    trial = webhooks.send_trial(stopped, system(), now=NOON)
    assert webhooks.deliver(fresh(trial), receiver, system()) is Outcome.DELIVERED
    webhooks.change(stopped, system(), values={"state": WebhookState.ACTIVE}, version=stopped.version)
    assert Task.objects.get().state is TaskState.SETTLED
    assert fresh(hook).failures == 0


def test_a_trial_says_nothing_but_that_it_comes_from_us_and_reaches_a_paused_address() -> None:
    landlord, receiver, identity = make_landlord(), Receiver(), ObjectId()
    hook, _ = register(landlord)
    webhooks.change(hook, partner(landlord), values={"state": WebhookState.PAUSED}, version=1)
    made = [webhooks.send_trial(hook, partner(landlord), now=NOON, identity=identity) for _ in range(2)]
    assert made[0].key == made[1].key
    assert webhooks.deliver(fresh(made[0]), receiver, system()) is Outcome.DELIVERED
    told = json.loads(receiver.posts[0].body)
    assert (told["event"], told["resource"]["kind"]) == ("webhook.test", "webhooks")


def test_messages_to_an_address_that_is_paused_or_removed_are_not_sent() -> None:
    landlord = make_landlord()
    for state in (WebhookState.PAUSED, WebhookState.REMOVED):
        delivery, receiver = make_delivery(webhook=make_webhook(landlord=landlord, state=state)), Receiver()
        assert webhooks.deliver(delivery, receiver, system()) is Outcome.GIVEN_UP
        assert receiver.posts == []


def test_a_renewed_secret_signs_beside_the_old_one_until_the_day_after() -> None:
    hook, old = register(make_landlord())
    new = webhooks.renew_secret(hook, system(), version=1, today=TODAY)
    assert new != old
    marks = []
    for days in (0, 1, 2):
        delivery, receiver = make_delivery(webhook=hook), Receiver()
        webhooks.deliver(delivery, receiver, system(timedelta(days=days)))
        post = receiver.posts[0]
        at = int((NOON + timedelta(days=days)).timestamp())
        both = post.headers["Husrom-Signature"] == rules.signature([new, old], at, post.body.decode())
        marks.append(both)
        assert both or post.headers["Husrom-Signature"] == rules.signature([new], at, post.body.decode())
    assert marks == [True, True, False]


# --- Several senders ----------------------------------------------------------------------------------------------


def test_two_senders_with_the_same_message_send_it_once() -> None:
    delivery, receiver = make_delivery(), Receiver()
    copies = [fresh(delivery) for _ in range(2)]
    assert [webhooks.deliver(one, receiver, system()) for one in copies] == [Outcome.DELIVERED, Outcome.TAKEN]
    assert len(receiver.posts) == 1


def test_a_sender_that_died_is_taken_over_with_the_same_id_and_one_that_was_only_slow_changes_nothing_more() -> None:
    delivery, second = make_delivery(), Receiver()

    class Slow(Receiver):
        def send(self, post: Any) -> int:
            assert webhooks.due(NOON) == []  # the claim stands
            (left,) = webhooks.due(NOON + HOUR)
            assert webhooks.deliver(left, second, system(HOUR)) is Outcome.DELIVERED
            super().send(post)
            return 500

    slow = Slow()
    webhooks.deliver(fresh(delivery), slow, system())
    ids = {post.headers["Husrom-Delivery"] for post in [*slow.posts, *second.posts]}
    assert len(ids) == 1
    stored = fresh(delivery)
    assert (stored.state, stored.tries, stored.status) == (DeliveryState.DELIVERED, 2, 204)
