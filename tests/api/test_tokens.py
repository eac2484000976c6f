"""Maskinporten tokens: whose they are, and every way to be turned away."""

import base64
import hmac
import json
import threading
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from typing import Any

import pytest
from flask import Flask
from urllib3.exceptions import HTTPError

from api import call, maskinporten
from api.maskinporten import Maskinporten
from api.rates import Rates
from demo.database import free_port
from demo.issuer import Issuer, Served, party
from tests import factories
from tests.api.calling import another_landlord, problem
from tests.conftest import NOON

NOW = NOON.timestamp()
AUDIENCE, PREFIX = "https://husrom.kommune.test", "kommune:husrom"


@cache
def issuer(address: str = "https://maskinporten.test/") -> Issuer:
    """Its key takes a while to make."""
    return Issuer(address, AUDIENCE, PREFIX)


def answers(one: Issuer) -> Callable[[str], bytes]:
    def fetch(url: str) -> bytes:
        return json.dumps(one.jwks() if url.endswith("jwks") else one.well_known()).encode()

    return fetch


@pytest.fixture
def trusting(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The application that trusts the issuer."""
    own = Maskinporten(issuer().issuer, AUDIENCE, PREFIX, fetch=answers(issuer()))
    monkeypatch.setattr(app.extensions[call.DOOR].callers, "maskinporten", own)
    return app


def ask(app: Flask, token: str) -> Any:
    headers = {"Authorization": f"Bearer {token}"}
    return app.test_client().get("/api/v1/agreements", headers=headers)


def claims(landlord: Any, **others: Any) -> dict[str, Any]:
    known = issuer().claims(landlord.organisation_number, "agreements", NOW)
    return {name: value for name, value in {**known, **others}.items() if value is not None}


def test_a_token_acts_for_the_organisation_that_it_names(trusting: Flask) -> None:
    landlord = another_landlord()
    factories.make_agreement(landlord=landlord)
    factories.make_agreement(landlord=another_landlord())
    answer = ask(trusting, issuer().token(claims(landlord)))
    assert answer.status_code == 200, answer.text


WRONG = {
    "expired": {"exp": NOW - 31},
    "no end": {"exp": None},
    "an end that is no number": {"exp": "soon"},
    "issued later": {"iat": NOW + 31},
    "no issue time": {"iat": None},
    "not yet": {"nbf": NOW + 31},
    "another issuer": {"iss": "https://maskinporten.test"},
    "another audience": {"aud": "https://other.test"},
    "no audience": {"aud": None},
    "no scope": {"scope": None},
    "a foreign scope": {"scope": "other:agreements"},
    "no consumer": {"consumer": None},
    "a consumer of another register": {"consumer": {"authority": "x", "ID": "0192:991825827"}},
    "a consumer of another scheme": {"consumer": {"authority": "iso6523-actorid-upis", "ID": "0007:991825827"}},
    "a consumer with a wrong check digit": {"consumer": party("991825828")},
    "a supplier that is none": {"supplier": {"ID": 3}},
}


@pytest.mark.parametrize("why", WRONG)
def test_a_token_that_is_wrong_opens_nothing(trusting: Flask, why: str) -> None:
    token = issuer().token(claims(another_landlord(), **WRONG[why]))
    told = problem(ask(trusting, token), 401, "expired" if why == "expired" else "not-signed-in")
    assert "errors" not in told
    challenge = ask(trusting, token).headers["WWW-Authenticate"]
    assert challenge.startswith('Bearer realm="Husrom", error="invalid_token"')
    assert ("expired" in challenge) is (why == "expired")


def test_an_expired_token_of_another_signer_is_not_told_to_have_expired(trusting: Flask) -> None:
    said = claims(another_landlord(), **WRONG["expired"])
    foreign = issuer("https://other.test/").token(said, kid=issuer().kid)
    problem(ask(trusting, foreign), 401, "not-signed-in")


def test_clocks_may_differ_by_half_a_minute(trusting: Flask) -> None:
    landlord = another_landlord()
    for others in ({"exp": NOW - 29}, {"iat": NOW + 29}):
        assert ask(trusting, issuer().token(claims(landlord, **others))).status_code == 200


def part(value: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def test_a_token_signed_in_another_way_opens_nothing(trusting: Flask) -> None:
    said = claims(another_landlord())
    unsigned = f"{part({'alg': 'none', 'kid': issuer().kid})}.{part(said)}."
    public = json.dumps(issuer().jwks()["keys"][0]).encode()
    head = f"{part({'alg': 'HS256', 'kid': issuer().kid})}.{part(said)}"
    mac = base64.urlsafe_b64encode(hmac.new(public, head.encode(), sha256).digest()).rstrip(b"=").decode()
    foreign = issuer("https://other.test/").token(said, kid=issuer().kid)
    good = issuer().token(said)
    for token in (unsigned, f"{head}.{mac}", foreign, good[:-6] + "AAAAAA", "a.b.c", "x" * 9000, "husrom_x", ""):
        problem(ask(trusting, token), 401, "not-signed-in")


def test_an_organisation_without_a_landlord_in_use_has_no_access(trusting: Flask) -> None:
    gone = another_landlord()
    gone.update(active=False)
    problem(ask(trusting, issuer().token(claims(gone))), 403, "landlord-unknown")


def test_a_scope_for_something_else_does_not_open(trusting: Flask) -> None:
    token = issuer().token(claims(another_landlord(), scope=f"{PREFIX}:dwellings"))
    assert 'error="insufficient_scope"' in ask(trusting, token).headers["WWW-Authenticate"]
    problem(ask(trusting, token), 403, "scope-missing")


def test_without_maskinporten_tokens_open_nothing(app: Flask) -> None:
    problem(ask(app, issuer().token(claims(another_landlord()))), 401, "not-signed-in")


def test_keys_are_fetched_once_and_an_unknown_one_asked_for_once_a_minute(clock: Any) -> None:
    asked: list[str] = []
    real = answers(issuer())
    one = Maskinporten(issuer().issuer, AUDIENCE, PREFIX, fetch=lambda url: (asked.append(url), real(url))[1])
    good = issuer().token(issuer().claims("991825827", "agreements", NOW))
    unknown = issuer().token(issuer().claims("991825827", "agreements", NOW), kid="new")
    for _ in range(3):
        assert one.check(good, NOW).consumer == "991825827"
    for _ in range(3):
        with pytest.raises(maskinporten.TokenRefused):
            one.check(unknown, NOW)
    assert len(asked) == 2


class Line:
    """The issuer on a line that may break, and the seconds that have gone."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.seconds, self.asked, self.broken = 1000.0, 0, False
        monkeypatch.setattr(maskinporten, "monotonic", lambda: self.seconds)
        self.own = Maskinporten(issuer().issuer, AUDIENCE, PREFIX, fetch=self.fetch)

    def fetch(self, url: str) -> bytes:
        self.asked += 1
        if self.broken:
            raise HTTPError("away")
        return answers(issuer())(url)


def test_yesterdays_keys_are_asked_for_again_each_minute_while_the_issuer_is_away(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    line = Line(monkeypatch)
    good = issuer().token(issuer().claims("991825827", "agreements", NOW))
    assert line.own.check(good, NOW)
    line.broken, line.seconds = True, line.seconds + maskinporten.KEPT_SECONDS
    for asked in (3, 3):
        assert line.own.check(good, NOW)
        assert line.asked == asked
    line.broken, line.seconds = False, line.seconds + maskinporten.ASK_AGAIN_SECONDS
    assert line.own.check(good, NOW)
    assert line.asked == 5


def test_a_new_key_of_an_issuer_that_is_away_is_no_forgery(monkeypatch: pytest.MonkeyPatch) -> None:
    line = Line(monkeypatch)
    assert line.own.check(issuer().token(issuer().claims("991825827", "agreements", NOW)), NOW)
    line.broken, line.seconds = True, line.seconds + maskinporten.ASK_AGAIN_SECONDS
    with pytest.raises(maskinporten.IssuerAway):
        line.own.check(issuer().token(issuer().claims("991825827", "agreements", NOW), kid="new"), NOW)


def test_a_malformed_key_does_not_take_the_others_with_it() -> None:
    good = issuer().jwks()["keys"]
    keys = json.dumps({"keys": [{"kty": "RSA", "kid": "half"}, 3, *good, {"kty": "EC", "kid": "other"}]}).encode()
    real = answers(issuer())
    one = Maskinporten(issuer().issuer, AUDIENCE, PREFIX, fetch=lambda url: keys if url.endswith("jwks") else real(url))
    assert one.check(issuer().token(issuer().claims("991825827", "agreements", NOW)), NOW)


def test_forged_tokens_hold_nobody_up_while_the_issuer_is_slow(monkeypatch: pytest.MonkeyPatch) -> None:
    line, going, asking = Line(monkeypatch), threading.Event(), threading.Event()
    good = issuer().token(issuer().claims("991825827", "agreements", NOW))
    forged = issuer().token(issuer().claims("991825827", "agreements", NOW), kid="nobody")
    assert line.own.check(good, NOW)
    line.seconds += maskinporten.ASK_AGAIN_SECONDS

    def slow(url: str) -> bytes:
        asking.set()
        assert going.wait(10)
        return answers(issuer())(url)

    line.own.fetch, refused = slow, []

    def forge() -> None:
        try:
            line.own.check(forged, NOW)
        except maskinporten.TokenRefused as error:
            refused.append(error.why)

    first = threading.Thread(target=forge)
    first.start()
    assert asking.wait(10)
    assert line.own.check(good, NOW)  # a known key, while the other asks
    with pytest.raises(maskinporten.IssuerAway):  # nobody can say yet, and nobody waits
        line.own.check(forged, NOW)
    going.set()
    first.join(10)
    assert refused == ["signature"]


STRANGE = {
    "a list": (b"[]", b"{}"), "no JSON": (b"<html>", b""), "a number": (b"7", b""), "half": (b"{", b""),
    "no keys": (None, b"{}"), "keys that are none": (None, b'{"keys": [3]}'), "a text": (None, b'{"keys": "x"}'),
    "a list of keys": (None, b"[]"), "half a key": (None, b'{"keys": [{"kty": "RSA"}]}'),
}  # fmt: skip


@pytest.mark.parametrize("why", STRANGE)
def test_a_token_that_cannot_be_checked_is_not_called_wrong(
    app: Flask, monkeypatch: pytest.MonkeyPatch, why: str
) -> None:
    about, keys = STRANGE[why]
    fetched = {"jwks": keys}
    own = Maskinporten(
        issuer().issuer, AUDIENCE, PREFIX,
        fetch=lambda url: fetched.get(url.rpartition("/")[2], about or json.dumps(issuer().well_known()).encode()),
    )  # fmt: skip
    monkeypatch.setattr(app.extensions[call.DOOR].callers, "maskinporten", own)
    door = app.extensions[call.DOOR]
    app.extensions[call.DOOR] = call.Door(door.callers, Rates("1/minute"), door.counter)
    for _ in range(2):
        answer = ask(app, issuer().token(claims(another_landlord())))
        problem(answer, 503, "issuer-away")
        assert answer.headers["Retry-After"] == "60"
        assert "WWW-Authenticate" not in answer.headers


def test_an_issuer_that_is_away_is_asked_once_a_minute(clock: Any) -> None:
    asked: list[str] = []

    def away(url: str) -> bytes:
        asked.append(url)
        raise HTTPError("away")

    one = Maskinporten(issuer().issuer, AUDIENCE, PREFIX, fetch=away)
    for _ in range(3):
        with pytest.raises(maskinporten.IssuerAway):
            one.check(issuer().token(issuer().claims("991825827", "agreements", NOW)), NOW)
    assert len(asked) == 1


def test_the_demos_issuer_speaks_over_a_line() -> None:
    served = Served(free_port(), AUDIENCE, PREFIX)
    served.start()
    try:
        one = Maskinporten(served.issuer.issuer, AUDIENCE, PREFIX)
        said = served.issuer.claims("991825827", "referrals.write agreements", NOW)
        token = one.check(served.issuer.token({**said, "supplier": party("974760673")}), NOW)
        assert (token.consumer, token.supplier, len(token.scopes)) == ("991825827", "974760673", 2)
    finally:
        served.stop()
