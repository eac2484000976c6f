"""Messages to landlords' addresses on a real server: two senders, one that dies, two who replay, two who register."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from bson import ObjectId
from flask import Flask

from models import Webhook, WebhookDelivery
from rules import webhooks as rules
from rules.errors import StaleState, TooManyAddresses
from rules.terms import DeliveryState, PartnerEvent, WebhookState
from services import webhooks
from services.actor import Actor
from services.webhooks import Outcome
from tests.factories import make_landlord
from tests.hooks import Receiver, names
from tests.partners import make_delivery, make_webhook
from tests.wire.racing import at_once, outcomes

pytestmark = pytest.mark.usefixtures("app")
NOW = datetime(2026, 11, 22, 11, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def system(after: timedelta = timedelta()) -> Actor:
    return Actor.system(NOW + after)


def fresh() -> Any:
    return WebhookDelivery.objects.get()


class Killed(BaseException):
    """The process is gone: nothing after the answer is done."""


class Dying(Receiver):
    def send(self, post: Any) -> int:
        super().send(post)
        raise Killed


def test_two_senders_at_the_same_instant_send_a_message_once(app: Flask) -> None:
    make_delivery()
    receiver = Receiver()
    with names():
        copies = [fresh() for _ in range(4)]
        found = at_once([lambda one=one: webhooks.deliver(one, receiver, system()) for one in copies])
    assert sorted(one.value for one in found) == ["delivered", "taken", "taken", "taken"]
    assert len(receiver.posts) == 1
    assert (fresh().state, fresh().tries) == (DeliveryState.DELIVERED, 1)


def test_killed_between_answer_and_record_a_message_comes_again_under_the_same_id() -> None:
    """Told at least once: nobody can know whether the address had it, so it gets it again and drops what it has."""
    make_delivery()
    dying, receiver = Dying(), Receiver()
    with names():
        with pytest.raises(Killed):
            webhooks.deliver(fresh(), dying, system())
        assert fresh().state is DeliveryState.SENDING
        assert webhooks.due(NOW + timedelta(seconds=90)) == []  # the claim stands
        (left,) = webhooks.due(NOW + HOUR)
        assert webhooks.deliver(left, receiver, system(HOUR)) is Outcome.DELIVERED
    first, second = dying.posts[0], receiver.posts[0]
    assert first.headers["Husrom-Delivery"] == second.headers["Husrom-Delivery"]
    assert first.body == second.body
    assert (fresh().state, fresh().tries) == (DeliveryState.DELIVERED, 2)


def test_two_who_replay_at_the_same_instant_put_it_in_the_queue_once() -> None:
    make_delivery(state=DeliveryState.FAILED, tries=8)
    copies = [fresh() for _ in range(2)]
    found = outcomes([lambda one=one: webhooks.replay(one, system(), now=NOW) for one in copies])
    assert set(found) <= {True, StaleState}
    assert found.count(True) == 1
    assert (fresh().state, fresh().tries_before) == (DeliveryState.QUEUED, 8)


def test_a_call_that_comes_twice_at_the_same_instant_sets_up_one_address_with_one_secret() -> None:
    landlord, identity = make_landlord(), ObjectId()
    call = {"url": "https://utleier.example/", "events": [PartnerEvent.REFERRAL_CREATED], "today": NOW.date()}
    with names():
        made = at_once([lambda: webhooks.register(landlord, system(), **call, identity=identity) for _ in range(3)])
    assert {(hook.pk, secret) for hook, secret in made} == {(identity, Webhook.objects.get().secret)}


def test_many_who_register_at_the_same_instant_get_no_more_than_there_is_room_for() -> None:
    landlord = make_landlord()
    call = {"url": "https://utleier.example/", "events": [PartnerEvent.REFERRAL_CREATED], "today": NOW.date()}
    with names():
        for _ in range(rules.MOST_HOOKS - 2):
            webhooks.register(landlord, system(), **call)
        found = outcomes([lambda: webhooks.register(landlord, system(), **call)[0].state for _ in range(5)])
    assert (found.count(WebhookState.ACTIVE), found.count(TooManyAddresses)) == (2, 3)
    assert Webhook.objects.count() == rules.MOST_HOOKS


def test_failures_from_many_senders_are_all_counted_and_stop_the_address_once() -> None:
    hook = make_webhook(failed_from=NOW - 48 * HOUR, failures=7)
    copies = [make_delivery(webhook=hook) for _ in range(4)]
    with names():
        outcomes([lambda one=one: webhooks.deliver(one, Receiver(500), system()) for one in copies])
    stored = Webhook.objects.get()
    assert (stored.failures, stored.state) == (11, WebhookState.FAILING)
    assert [entry.action for entry in stored.history].count("webhook_failing") == 1
