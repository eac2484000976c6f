"""Which addresses landlords may be told at, when a message is tried again, and how it is signed."""

import contextlib
import hashlib
import hmac
import ipaddress
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import webhooks
from rules.errors import AddressRefused
from rules.terms import PartnerEvent

AT = datetime(2026, 11, 22, 11, 0, tzinfo=UTC)
V4 = st.ip_addresses(v=4)
V6 = st.ip_addresses(v=6)


@pytest.mark.parametrize(
    ("url", "host", "port", "path", "authority"),
    [
        ("https://utleier.example/husrom?t=1", "utleier.example", 443, "/husrom?t=1", "utleier.example"),
        ("https://utleier.example:8443", "utleier.example", 8443, "/", "utleier.example:8443"),
        ("HTTPS://Utleier.Example./a", "utleier.example", 443, "/a", "utleier.example"),
        ("https://bolig-å.example/", "xn--bolig--nua.example", 443, "/", "xn--bolig--nua.example"),
        ("https://[2606:4700::1111]/a", "2606:4700::1111", 443, "/a", "[2606:4700::1111]"),
    ],
)
def test_an_address_is_taken_apart(url: str, host: str, port: int, path: str, authority: str) -> None:
    target = webhooks.target_of(url)
    assert (target.host, target.port, target.path, target.authority) == (host, port, path, authority)


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("", "malformed"),
        ("utleier", "malformed"),
        ("https://", "malformed"),
        ("https:///sti", "malformed"),
        ("https://utleier.example/#bit", "malformed"),
        ("https://utleier.example/a b", "malformed"),
        ("https://utleier.example/a\tb", "malformed"),
        ("https://utleier.example/\r\nHost: annen", "malformed"),
        ("https://utleier.example\\@annen.example/", "malformed"),
        ("https://utleier.example/\x00", "malformed"),
        ("https://utleier.example/blå", "malformed"),
        ("https://[fe80::1%25eth0]/", "malformed"),
        ("https://utleier.example:99999/", "malformed"),
        ("https://utleier.example:0/", "malformed"),
        ("https://utleier.example:x/", "malformed"),
        ("https://[::1/", "malformed"),
        (f"https://{'a' * 64}.example/", "malformed"),
        (f"https://utleier.example/{'a' * 500}", "malformed"),
        ("http://utleier.example/", "not_https"),
        ("http://127.0.0.1/", "not_https"),
        ("ftp://utleier.example/", "not_https"),
        ("file:///etc/passwd", "malformed"),
        ("https://bruker:passord@utleier.example/", "credentials"),
        ("https://@utleier.example/", "credentials"),
        ("https://utleier.example:22/", "port"),
        ("https://utleier.example:80/", "port"),
    ],
)
def test_an_address_of_another_form_is_refused_with_its_reason(url: str, why: str) -> None:
    with pytest.raises(AddressRefused) as refused:
        webhooks.target_of(url)
    assert refused.value.why == why
    assert why in webhooks.WHY


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/a", "http://localhost:8099/", "http://[::1]:1/"])
def test_in_a_demo_this_machine_is_told_without_tls(url: str) -> None:
    target = webhooks.target_of(url, loopback=True)
    webhooks.check_addresses(target, ["127.0.0.1", "::1"])
    with pytest.raises(AddressRefused):
        webhooks.check_addresses(target, ["127.0.0.1", "93.184.215.14"])


@pytest.mark.parametrize("url", ["http://10.0.0.1/", "http://utleier.example/", "http://127.0.0.2/"])
def test_in_a_demo_no_other_machine_is_told_without_tls(url: str) -> None:
    with pytest.raises(AddressRefused):
        webhooks.target_of(url, loopback=True)


@pytest.mark.parametrize(
    "address",
    [
        "93.184.215.14",
        "8.8.8.8",
        "2606:4700::1111",
        "2a02:2121::1",
        "::ffff:8.8.8.8",
        "64:ff9b::808:808",
        "2002:808:808::1",
    ],
)
def test_the_open_internet_is_told(address: str) -> None:
    assert webhooks.is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "169.254.169.254", "172.16.0.1", "192.0.0.1",
        "192.0.0.192", "192.0.0.255", "192.0.2.1", "192.31.196.1", "192.52.193.1", "192.175.48.6", "2620:4f:8000::6",
        "64:ff9b::c0af:3006",
        "192.88.99.1", "192.168.1.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.255",
        "240.0.0.1", "255.255.255.255",
        "::", "::1", "::8.8.8.8", "::ffff:10.0.0.1", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "64:ff9b::a00:1",
        "64:ff9b::7f00:1", "64:ff9b:1::1", "100::1", "2001::1", "2001:db8::1", "2002:a00:1::1", "2002:7f00:1::1",
        "3fff::1", "4000::1", "5f00::1", "fc00::1", "fd00:ec2::254", "fe80::1", "fe80::1%eth0", "2606:4700::1%1",
        "fec0::1", "ff02::1", "ff0e::1", "2606:4700::5efe:a00:1", "2606:4700::200:5efe:a00:1",
        "", "utleier.example", "0x7f.1", "127.1", "8.8.8.8/24", "08.8.8.8",
    ],
)  # fmt: skip
def test_nobody_s_own_network_is_told_however_it_is_written(address: str) -> None:
    assert not webhooks.is_public(address)


@given(V4)
def test_an_ipv4_address_is_judged_the_same_in_its_ipv6_forms(address: ipaddress.IPv4Address) -> None:
    public, number = webhooks.is_public(str(address)), int(address)
    forms = [(0xFFFF << 32) | number, (0x64FF9B << 96) | number, (0x2002 << 112) | (number << 80) | 1]
    assert {webhooks.is_public(str(ipaddress.IPv6Address(form))) for form in forms} == {public}
    if public:
        assert address.is_global
        assert not address.is_multicast


@given(V6)
def test_a_public_ipv6_address_is_of_what_has_been_given_out(address: ipaddress.IPv6Address) -> None:
    nat64 = address in ipaddress.ip_network("64:ff9b::/96")
    if webhooks.is_public(str(address)) and not address.ipv4_mapped and not nat64:
        assert address in ipaddress.ip_network("2000::/3")
        assert address.is_global


def test_one_address_among_several_that_is_not_public_refuses_them_all() -> None:
    target = webhooks.target_of("https://utleier.example/")
    webhooks.check_addresses(target, ["93.184.215.14", "2606:4700::1111"])
    for addresses, why in ((["93.184.215.14", "10.0.0.1"], "not_public"), ([], "unresolved")):
        with pytest.raises(AddressRefused) as refused:
            webhooks.check_addresses(target, addresses)
        assert refused.value.why == why


@given(st.text(max_size=60))
def test_whatever_is_typed_is_an_address_or_refused(text: str) -> None:
    for url in (text, f"https://{text}", f"https://utleier.example/{text}"):
        with contextlib.suppress(AddressRefused):
            target = webhooks.target_of(url)
            assert target.secure
            assert f"{target.host}{target.path}".isascii()


def test_a_message_is_tried_for_some_two_days_longer_apart_each_time() -> None:
    waits = [webhooks.next_try(tries) for tries in range(1, 9)]
    assert waits[-1] is None
    known = [wait for wait in waits if wait is not None]
    assert known == sorted(known)
    assert timedelta(days=1) < sum(known, timedelta()) < timedelta(days=3)


@pytest.mark.parametrize(
    ("failures", "hours", "failing"), [(9, 48, False), (10, 23, False), (10, 24, True), (500, 1, False)]
)
def test_many_failures_over_a_day_stop_an_address(failures: int, hours: int, failing: bool) -> None:
    assert webhooks.is_failing(failures, AT - timedelta(hours=hours), AT) is failing


def test_a_message_says_which_record_and_when_with_its_zone() -> None:
    body = webhooks.body(PartnerEvent.REFERRAL_CREATED, "abc", AT, {"kind": "referrals", "number": "T1", "url": "/x"})
    assert body == (
        '{"id":"abc","event":"referral.created","occurred_at":"2026-11-22T11:00:00+00:00",'
        '"resource":{"kind":"referrals","number":"T1","url":"/x"}}'
    )


def test_a_signature_is_of_time_and_body_by_each_secret_that_is_valid() -> None:
    marks = webhooks.signature(["ny", "gammel"], 1763809200, '{"id":"å"}').split(",")
    signed = '1763809200.{"id":"å"}'.encode()
    expected = [hmac.new(secret, signed, hashlib.sha256).hexdigest() for secret in (b"ny", b"gammel")]
    assert marks == ["t=1763809200", *(f"v1={mark}" for mark in expected)]
