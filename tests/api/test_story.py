"""A landlord's whole story by its own system: what it is told at each step, what is logged, and what it never sees."""

from typing import Any

import pytest

from models import Applicant, Disclosure, Landlord, Lease, Project, Referral, Task, VacancyNotice
from rules.terms import ApplicationState, DisclosedPart, LeaseState, NoticeState, Security, TaskKind, TaskState
from services import records, referrals
from tests import factories
from tests.api.calling import System, problem
from tests.api.furnished import SECRETS, furnish
from tests.casework import acting
from tests.letting_offers import consultant, waiting
from tests.partners import make_leased_out

TOLD_BEFORE = {DisclosedPart.TOKEN, DisclosedPart.HOUSEHOLD_SIZE, DisclosedPart.GUARANTEE}
TOLD_AFTER = TOLD_BEFORE | {DisclosedPart.NAME, DisclosedPart.PHONE, DisclosedPart.EMAIL}
NAME, PHONE, EMAIL = "Kari Skogheim", "99887766", "kari@eksempel.test"
PERSONAL = (NAME, "Skogheim", PHONE, EMAIL)


class Heard:
    """All that the landlord's system was ever answered."""

    def __init__(self, caller: System) -> None:
        self.caller, self.texts = caller, list[str]()

    def get(self, path: str) -> Any:
        return self._kept(self.caller.get(path), 200)

    def post(self, path: str, body: Any, status: int = 201, *, seen: str = "") -> Any:
        matched = {"If_Match": self.get(seen).headers["ETag"]} if seen else {}
        return self._kept(self.caller.post(path, body, **matched), status)

    def patch(self, path: str, body: Any) -> Any:
        seen = self.get(path).headers["ETag"]
        return self._kept(self.caller.patch(path, body, If_Match=seen), 200)

    def _kept(self, answer: Any, status: int) -> Any:
        assert answer.status_code == status, answer.text
        self.texts.append(answer.text)
        return answer


def told_since(count: int) -> list[set[DisclosedPart]]:
    """What is logged as told, after the first so many."""
    return [set(one.parts) for one in Disclosure.objects.order_by("id").skip(count)]


def knows(heard: Heard) -> set[str]:
    return {mark for mark in PERSONAL if any(mark in text for text in heard.texts)}


def household() -> Any:
    person = factories.make_applicant(
        first_name="Kari", last_name="Skogheim", phone=PHONE, email=EMAIL, address=SECRETS["address"],
        identity_number=SECRETS["identity_number"],
    )  # fmt: skip
    return waiting(applicant=person, adults=2, children=1)


def refer(number: str, case: Any) -> str:
    """What staff do: the municipality refers the household."""
    notice = VacancyNotice.objects(notice_number=number).first()
    identity = referrals.refer(
        notice, case, acting(consultant(), factories.NOW), valid_to=factories.date(2026, 12, 6),
        guarantee=Security.MUNICIPAL_GUARANTEE, guarantee_ore=2_400_000, why=SECRETS["why"],
        version=notice.version, now=factories.NOW,
    )  # fmt: skip
    return str(records.get(Referral, identity).number)


def test_a_landlords_whole_story(caller: System) -> None:
    landlord = records.get(Landlord, caller.landlord.pk)
    home, project, _ = make_leased_out(landlord=landlord, family_suitable=True, rooms=4)
    case, heard = household(), Heard(caller)

    # The landlord reports that a home becomes free.
    told = {"dwelling": home.number, "available_from": "2026-12-01", "rent_ore": 800_000, "note": "Nymalt."}
    reported = heard.post("/vacancies", told)
    notice = reported.json["id"]
    assert reported.headers["Location"].endswith(f"/api/v1/vacancies/{notice}")
    problem(caller.post("/vacancies", told), 409, "notice-stands")
    assert heard.get("/referrals").json["items"] == []
    assert Disclosure.objects.count() == 0

    # Staff refer a household: the landlord sees a number and how many they are, and each look is logged.
    referral = refer(notice, case)
    (listed,) = heard.get("/referrals").json["items"]
    assert (listed["id"], listed["adults"], listed["children"], listed["guarantee_ore"]) == (referral, 2, 1, 2_400_000)
    assert (listed["name"], listed["phone"], listed["email"]) == (None, None, None)
    assert told_since(0) == [TOLD_BEFORE]
    assert knows(heard) == set()
    assert heard.get(f"/vacancies/{notice}").json["referral"] == referral

    # A viewing, then yes: now there is a name.
    viewed = heard.patch(f"/referrals/{referral}", {"state": "viewing", "viewing_at": "2026-11-25T15:30:00+01:00"})
    assert viewed.json["viewing_at"].startswith("2026-11-25T14:30:00")
    assert knows(heard) == set()
    count = Disclosure.objects.count()
    accepted = heard.patch(f"/referrals/{referral}", {"state": "accepted"})
    assert (accepted.json["name"], accepted.json["phone"], accepted.json["email"]) == (NAME, PHONE, EMAIL)
    assert told_since(count) == [TOLD_BEFORE, TOLD_AFTER]  # the look before it, and the answer
    assert {one.person.pk for one in Disclosure.objects} == {case.applicant.pk}
    assert {one.client for one in Disclosure.objects} == {caller.key[:15]}
    stale = caller.patch(f"/referrals/{referral}", {"state": "accepted"}, If_Match=viewed.headers["ETag"])
    problem(stale, 412, "stale")

    # The lease is signed, and begins; the household is housed.
    signed = heard.post("/leases", {
        "referral": referral, "reference": "K-88", "signed_on": "2026-11-22", "starts_on": "2026-11-22",
        "ends_on": "2029-11-30", "rent_ore": 800_000, "security": "municipal_guarantee", "security_ore": 2_400_000,
    })  # fmt: skip
    lease = signed.json["id"]
    second = {"referral": referral, "reference": "UT-18", "signed_on": "2026-11-22", "starts_on": "2026-11-23",
              "rent_ore": 700_000}  # fmt: skip
    problem(caller.post("/leases", second), 409, "lease-reported")
    assert (signed.json["state"], signed.json["referral"]) == ("occupying", referral)
    assert heard.get(f"/vacancies/{notice}").json["state"] == NoticeState.LET.value
    assert heard.get(f"/referrals/{referral}").json["state"] == "lease_signed"
    case.reload()
    assert case.state is ApplicationState.HOUSED
    assert "Skogheim" not in heard.get(f"/leases/{lease}").text

    # Rent is not paid: a person at the office is told.
    warned = heard.post(f"/leases/{lease}/arrears-warnings", {"owed_ore": 800_000, "oldest_due": "2026-11-22"})
    assert (warned.json["kind"], warned.json["state"]) == ("arrears", "received")
    assert Task.objects(kind=TaskKind.LANDLORD_REPORT, state=TaskState.OPEN).count() >= 1
    raised = heard.post(
        f"/leases/{lease}/rent-changes", {"rent_ore": 820_000, "from_on": "2027-11-01"}, seen=f"/leases/{lease}"
    )
    assert raised.json["new_rent_ore"] == 820_000

    # The lease ends, and the home counts as free again.
    ended = heard.post(
        f"/leases/{lease}/ending", {"ended_on": "2026-11-22", "reason": "tenant_notice"}, seen=f"/leases/{lease}"
    )
    assert ended.json["kind"] == "ended"
    assert heard.get(f"/leases/{lease}").json["state"] == "ended"
    assert Lease.objects(contract_number=lease).first().state is LeaseState.ENDED
    assert records.get(Project, project.pk).reservations == []
    count = Disclosure.objects.count()
    over = heard.get(f"/referrals/{referral}").json
    assert (over["state"], over["name"], over["adults"]) == ("ended", None, None)
    assert told_since(count) == [{DisclosedPart.TOKEN}]
    kinds = [one["kind"] for one in heard.get(f"/leases/{lease}/reports").json["items"]]
    assert kinds == ["signed", "arrears", "rent_change", "ended"]

    never = [SECRETS["why"], SECRETS["identity_number"], SECRETS["address"], case.number, str(case.pk)]
    never.append(str(Applicant.objects.first().pk))
    assert [secret for secret in never if any(secret in text for text in heard.texts)] == []


@pytest.mark.parametrize("reason", ["too_many", "let_already"])
def test_a_landlord_says_no_with_a_lawful_reason_and_knows_no_more_than_before(caller: System, reason: str) -> None:
    home, project, _ = make_leased_out(
        landlord=records.get(Landlord, caller.landlord.pk), family_suitable=True, rooms=4
    )
    heard = Heard(caller)
    notice = heard.post(
        "/vacancies", {"dwelling": home.number, "available_from": "2026-12-01", "rent_ore": 800_000}
    ).json["id"]
    referral = refer(notice, household())
    no = heard.patch(
        f"/referrals/{referral}", {"state": "rejected_by_landlord", "reason": reason, "note": "Se planen."}
    )
    assert (no.json["state"], no.json["rejection"], no.json["adults"]) == ("rejected_by_landlord", reason, None)
    assert knows(heard) == set()
    assert records.get(Project, project.pk).reservations == []
    seen = heard.get(f"/referrals/{referral}").headers["ETag"]
    problem(caller.patch(f"/referrals/{referral}", {"state": "accepted"}, If_Match=seen), 409, "referral-over")


def test_a_viewing_in_the_past_and_terms_that_cannot_be_are_refused_by_field(caller: System) -> None:
    home, _, _ = make_leased_out(landlord=records.get(Landlord, caller.landlord.pk), family_suitable=True, rooms=4)
    bad = {"dwelling": home.number, "available_from": "2035-12-01", "answer_by": "2026-11-01", "rent_ore": 800_000}
    answer = problem(caller.post("/vacancies", bad), 422, "invalid")
    assert {one["field"] for one in answer["errors"]} == {"available_from", "answer_by"}
    bad = {"dwelling": "B404", "available_from": "2026-12-01", "rent_ore": 800_000}
    assert problem(caller.post("/vacancies", bad), 422, "invalid")["errors"][0]["field"] == "dwelling"
    assert VacancyNotice.objects.count() == 0


def test_referrals_come_in_pages_and_only_those_of_the_page_are_logged(caller: System) -> None:
    ids = furnish(caller.landlord).ids
    wanted = [ids[name] for name in ("referral", "named", "over")]
    read, address = [], "/referrals?limit=2"
    while address:
        page = caller.get(address).json
        read += [one["id"] for one in page["items"]]
        assert Disclosure.objects.count() == len(read)
        address = f"/referrals?limit=2&cursor={page['next']}" if page["next"] else ""
    assert read == wanted
