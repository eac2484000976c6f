"""Agreements by the partner API: the model of a read resource."""

from typing import Any
from urllib.parse import urljoin

from models import Agreement
from rules.terms import AgreementState
from tests import factories
from tests.api.calling import System, another_landlord, problem, system


def made(landlord: Any, state: AgreementState = AgreementState.SIGNED, **values: Any) -> Agreement:
    return factories.make_agreement(landlord=landlord, state=state, **values)


def test_a_landlord_reads_its_own_agreements_in_pages(caller: System) -> None:
    wanted = [made(caller.landlord).agreement_number for _ in range(5)]
    made(another_landlord())
    read, address = [], "/api/v1/agreements?limit=2"
    while address:
        answer = caller.get(address, Host="somebody.example")
        assert answer.status_code == 200, answer.text
        read += [item["number"] for item in answer.json["items"]]
        link, following = answer.headers.get("Link", ""), answer.json["next"]
        assert link == (f'<?limit=2&cursor={following}>; rel="next"' if following else "")
        address = urljoin(address, link[1:].partition(">")[0]) if following else ""  # a caller's Host leads nowhere
    assert read == wanted


def test_one_agreement_has_an_etag_and_is_not_sent_twice(caller: System) -> None:
    made(caller.landlord)
    listed = caller.get("/agreements").json["items"][0]
    answer = caller.get(f"/agreements/{listed['id']}")
    assert answer.json == listed
    again = caller.get(f"/agreements/{listed['id']}", If_None_Match=answer.headers["ETag"])
    assert (again.status_code, again.data) == (304, b"")


def test_another_landlords_agreement_is_not_there(caller: System, app: Any) -> None:
    other = system(app)
    made(other.landlord)
    identity = other.get("/agreements").json["items"][0]["id"]
    problem(caller.get(f"/agreements/{identity}"), 404, "not-found")
    problem(caller.get("/agreements/~~~"), 404, "not-found")
    problem(caller.get(f"/agreements/{identity}/duties"), 404, "not-found")


def test_a_page_takes_few_reads(caller: System, app: Any, monkeypatch: Any) -> None:
    for _ in range(3):
        made(caller.landlord)
    caller.get("/agreements")
    from mongomock.collection import Collection

    reads: list[str] = []
    real = Collection.find
    monkeypatch.setattr(Collection, "find", lambda self, *a, **k: (reads.append(self.name), real(self, *a, **k))[1])
    assert caller.get("/agreements").status_code == 200
    assert sorted(set(reads)) in (["agreement"], ["agreement", "project"])
    assert len(reads) <= 3
