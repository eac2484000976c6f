"""A complaint on the screen: registered, looked into, warned of, answered, ended; and who sees what of it."""

import html
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from bson import ObjectId
from flask import Flask
from flask.testing import FlaskClient

from letters import incident_letters
from letters.letterhead import data_of
from letters.paper import Drawn
from models import Incident, Letter
from models.incident import Complainant, Measure
from rules.terms import IncidentKind, IncidentOutcome, IncidentState, LetterState, MeasureKind, Role
from services import incidents, records
from tests.admin.office import app, do
from tests.admin.plain_text import strange, visible
from tests.casework import NOW
from tests.factories import make_applicant, make_dwelling, make_lease, make_office
from tests.keepers import make_incident

__all__ = ["app"]  # a fixture, used here

Clients = Callable[..., FlaskClient]
SLUG = "klager-og-hendelser"
FORM = {
    "kinds": "noise", "happened_on": "20.11.2026", "received_on": "23.11.2026", "channel": "telephone",
    "what": "Høy musikk natt til fredag.", "name": "Nabo Naboesen", "address": "Samagata 12 A\n9405 HARSTAD",
    "phone": "90000001",
}  # fmt: skip
SECRETS = ("Naboesen", "Samagata", "90000001", "Høy musikk")


@pytest.fixture(autouse=True)
def monday(clock: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    clock.move_to(NOW)

    def drawn(envelope: Any, title: str, blocks: Any) -> Drawn:
        return Drawn(title, envelope.language, f"%PDF-1.7 {data_of(envelope, blocks)!r}".encode())

    monkeypatch.setattr(incident_letters, "letter", drawn)
    return clock


@pytest.fixture
def clerk(app: Flask, client_of: Clients) -> FlaskClient:
    return client_of(Role.CASEWORKER, name="Kari Kontor")


def slug(app: Flask) -> str:
    return str(app.extensions["husrom_desk"].screen_of(Incident).slug)


def complaint(lease: Any = None, **values: Any) -> Any:
    who = Complainant(id=ObjectId(), name="Nabo Naboesen", address="Samagata 12 A", phone="90000001")
    given = {"lease": lease, "complainants": [who], "what": "Høy musikk natt til fredag.", "act_by": date(2026, 11, 25)}
    return make_incident(**given | values)


def looked_into(lease: Any = None, **values: Any) -> Any:
    given = {
        "state": IncidentState.MAPPED,
        "heard": "Beklager.",
        "mapped": "To fester.",
        "mapped_on": date(2026, 11, 20),
    }
    return complaint(lease, **given | values)


def page(caller: FlaskClient, record: Any, step: str = "vis", **query: str) -> str:
    answer = caller.get(f"/admin/{SLUG}/{step}/", query_string={"id": str(record.pk), **query})
    assert answer.status_code == 200, answer.text
    assert strange(answer.text) == []
    return answer.text


def fresh(incident: Any) -> Any:
    return records.get(Incident, incident.pk)


# --- Registered -----------------------------------------------------------------------------------------------------


def register(caller: FlaskClient, *homes: Any, **form: Any) -> str:
    """Fill the page in; those who lived there are shown, and nothing is stored yet."""
    picked = {f"dwelling{number or ''}": str(home.pk) for number, home in enumerate(homes)}
    answer = caller.post(f"/admin/{SLUG}/registrer/", data={"nonce": str(ObjectId()), **FORM, **picked, **form})
    assert answer.status_code == 200
    return answer.text


def confirm(caller: FlaskClient, text: str, *homes: Any, leases: list[str], **form: Any) -> str:
    picked = {f"dwelling{number or ''}": str(home.pk) for number, home in enumerate(homes)}
    hidden = {name: re.search(rf'name="{name}"[^>]*value="([^"]*)"', text)[1] for name in ("funnet", "nonce")}  # type: ignore[index]
    data = {**FORM, **picked, **hidden, **form, "leieforhold": leases}
    return visible(caller.post(f"/admin/{SLUG}/registrer/", data=data, follow_redirects=True).text)


def test_a_complaint_is_registered_after_those_who_lived_there_are_confirmed(clerk: FlaskClient) -> None:
    first, second = make_lease(), make_lease()
    homes = (first.dwelling, second.dwelling)
    text = register(clerk, *homes)
    assert "Bodde der da det skjedde" in text
    assert first.contract_number in text
    assert strange(text) == []
    assert Incident.objects.count() == 0
    told = confirm(clerk, text, *homes, leases=[str(first.pk)])
    assert "Klagen er registrert" in told
    assert incidents.leases_of(Incident.objects.get()) == [first.pk]
    confirm(clerk, text, *homes, leases=[str(first.pk)])
    assert Incident.objects.count() == 1


def test_another_home_chosen_meanwhile_is_looked_up_anew(clerk: FlaskClient) -> None:
    first, second = make_lease(), make_lease()
    text = register(clerk, first.dwelling)
    again = confirm(clerk, text, second.dwelling, leases=[str(first.pk)])
    assert "Bodde der da det skjedde" in again
    assert second.contract_number in again
    assert Incident.objects.count() == 0


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        pytest.param({"kinds": ""}, "Kryss av for minst én ting.", id="of nothing"),
        pytest.param({"kinds": "witchcraft"}, "Kryss av for minst én ting.", id="no such kind"),
        pytest.param({"what": " "}, "Skriv hva som skjedde.", id="nothing"),
        pytest.param({"happened_on": "31.02.2026"}, "Skriv datoen som", id="no such day"),
        pytest.param({"dwelling": "garbage"}, "Velg en fra listen", id="no such home"),
        pytest.param({"name": ""}, "Skriv navnet også", id="an address of nobody"),
    ],
)
def test_what_is_wrong_stands_at_its_field(clerk: FlaskClient, typed: dict[str, str], words: str) -> None:
    form = {name: value for name, value in typed.items() if value or name != "kinds"}
    base = dict(FORM) if typed.get("kinds") != "" else {k: v for k, v in FORM.items() if k != "kinds"}
    data = {"nonce": str(ObjectId()), "dwelling": str(make_dwelling().pk), **base, **form}
    text = visible(clerk.post(f"/admin/{SLUG}/registrer/", data=data).text)
    assert words in text
    assert Incident.objects.count() == 0


def test_the_page_is_opened_from_a_lease_with_its_home_filled_in(clerk: FlaskClient) -> None:
    lease = make_lease()
    text = clerk.get(f"/admin/{SLUG}/registrer/?leieforhold={lease.pk}").text
    assert str(lease.dwelling.pk) in text
    assert "Registrer klage" in clerk.get(f"/admin/leieforhold/vis/?id={lease.pk}").text
    assert clerk.get(f"/admin/{SLUG}/registrer/?leieforhold=garbage").status_code == 200


def test_a_protected_tenant_is_not_pointed_to_but_the_complaint_is_theirs(clerk: FlaskClient) -> None:
    lease = make_lease(tenant=make_applicant(last_name="Hemmelig", protected_address=True))
    text = register(clerk, lease.dwelling)
    assert "Hemmelig" not in text
    assert lease.contract_number not in text
    confirm(clerk, text, lease.dwelling, leases=[])
    assert incidents.leases_of(Incident.objects.get()) == [lease.pk]


# --- Who sees what --------------------------------------------------------------------------------------------------


def test_what_was_said_is_for_those_who_follow_the_lease_up(client_of: Clients, app: Flask) -> None:
    office = make_office()
    incident = looked_into(make_lease(office=office), office=office)
    ours, property_ = client_of(Role.CASEWORKER, office=office), client_of(Role.PROPERTY)
    assert [one for one in SECRETS if one not in page(ours, incident)] == []
    assert [one for one in SECRETS if one not in page(property_, incident)] == []
    for stranger in (client_of(Role.CASEWORKER, office=make_office()), client_of(Role.AUDITOR)):
        seen = page(stranger, incident) + page(stranger, incident, "endringer") + stranger.get(f"/admin/{SLUG}/").text
        assert [one for one in (*SECRETS, "Bråk", "fester", "Beklager") if one in seen] == []
    assert client_of(Role.ECONOMY).get(f"/admin/{SLUG}/").status_code == 403


@pytest.mark.parametrize("step", ["kartlegg", "tiltak", "advarsel", "avslutt", "enda-en-som-klager"])
def test_no_step_opens_to_a_stranger(client_of: Clients, step: str) -> None:
    incident = looked_into(make_lease(office=make_office()))
    stranger = client_of(Role.CASEWORKER, office=make_office())
    assert stranger.get(f"/admin/{SLUG}/{step}/?id={incident.pk}").status_code == 403


def test_where_a_protected_tenant_lives_is_told_nowhere_on_the_page(client_of: Clients) -> None:
    home = make_dwelling(address="Hemmeliggata 7")
    lease = make_lease(dwelling=home, tenant=make_applicant(protected_address=True))
    incident = looked_into(lease)
    seen = page(client_of(Role.CASEWORKER), incident) + page(client_of(Role.CASEWORKER), incident, "endringer")
    assert [one for one in ("Hemmeliggata", "Samagata", lease.contract_number) if one in seen] == []
    assert "Naboesen" in seen
    assert "Hemmeliggata" in page(client_of(Role.CASEWORKER, sees_protected=True), incident)


def test_the_lease_tells_of_its_own_complaints_alone(clerk: FlaskClient) -> None:
    lease, other = make_lease(), make_lease()
    incident = complaint(lease)
    assert incident.number in clerk.get(f"/admin/leieforhold/vis/?id={lease.pk}").text
    seen = clerk.get(f"/admin/leieforhold/vis/?id={other.pk}").text
    assert incident.number not in seen
    assert "Ingen klager er registrert" in seen


# --- The steps ------------------------------------------------------------------------------------------------------


def test_the_main_button_is_the_next_step_all_the_way(clerk: FlaskClient) -> None:
    incident = complaint(make_lease())
    main = re.compile(r'class="btn btn-primary"[^>]*>([^<]+)<')
    assert main.findall(page(clerk, incident)) == ["Kartlegg"]
    told = do(clerk, SLUG, "kartlegg", incident, heard="Beklager.", mapped="To fester.")
    assert "Kartleggingen er lagret." in told
    assert main.findall(page(clerk, incident)) == ["Bestem tiltak"]
    told = do(clerk, SLUG, "tiltak", fresh(incident), kind="talk", due_on="30.11.2026", what="Snakke om ro.")
    assert "Tiltaket er bestemt." in told
    assert main.findall(page(clerk, incident)) == ["Før samtale"]
    measure = fresh(incident).measures[0]
    form = {"done_on": "23.11.2026", "result": "Enige."}
    data = {"id": str(incident.pk), "version": str(fresh(incident).version), **form}
    clerk.post(f"/admin/{SLUG}/tiltak/gjort/?tiltak={measure.id}", data=data)
    assert main.findall(page(clerk, incident)) == ["Avslutt"]
    told = do(clerk, SLUG, "avslutt", fresh(incident), outcome="settled", reason="Det er ro.")
    assert "Saken er avsluttet." in told
    told = do(clerk, SLUG, "ta-opp-igjen", fresh(incident), reason="Bråk igjen.")
    assert "Saken er tatt opp igjen." in told
    assert fresh(incident).state is IncidentState.MAPPED


def test_what_is_missing_or_stale_is_told(clerk: FlaskClient) -> None:
    incident = complaint(make_lease())
    assert "Skriv hva leietakeren sier" in do(clerk, SLUG, "kartlegg", incident, heard="", mapped="x")
    stale = do(clerk, SLUG, "kartlegg", incident, version=99, heard="Sagt.", mapped="Funnet.")
    assert "Det du skrev, står fortsatt her." in stale
    assert "Leietakeren er ikke hørt" in do(clerk, SLUG, "avslutt", incident, outcome="notice", reason="x")
    open_one = looked_into(make_lease(), measures=[
        Measure(id=ObjectId(), kind=MeasureKind.TALK, due_on=date(2026, 11, 10), by_name="K")
    ])  # fmt: skip
    assert "Et tiltak er ikke gjort" in do(clerk, SLUG, "avslutt", open_one, outcome="settled", reason="x")
    assert "13 dager over tiden" in clerk.get(f"/admin/{SLUG}/").text
    for step in ("tiltak/gjort", "tiltak/trekk"):
        assert clerk.get(f"/admin/{SLUG}/{step}/?id={open_one.pk}&tiltak=x").status_code == 404


def carried(text: str, step: str) -> dict[str, str]:
    form = text.split(f'{step}/"')[1].split("</form>")[0]
    found = re.findall(r'name="([^"]+)" value="([^"]*)"', form)
    return {name: html.unescape(value) for name, value in found if name not in ("csrf_token", "endre")}


def test_a_warning_is_looked_at_and_put_on_the_dispatch_list(clerk: FlaskClient) -> None:
    lease = make_lease()
    incident = looked_into(lease)
    form = {"lease": str(lease.pk), "happened": "Bråk om natten.", "expected": "Ro etter 23."}
    data = {"id": str(incident.pk), "version": str(incident.version), **form}
    refused = visible(clerk.post(f"/admin/{SLUG}/advarsel/", data={**data, "happened": "Naboesen våknet."}).text)
    assert "vise hvem andre i saken er" in refused
    text = clerk.post(f"/admin/{SLUG}/advarsel/", data=data).text
    assert "Se over brevet" in text
    address = html.unescape(re.search(r'<iframe[^>]*src="([^"#]+)', text)[1])  # type: ignore[index]
    assert clerk.get(address).data.startswith(b"%PDF")
    back = clerk.post(f"/admin/{SLUG}/advarsel/", data=carried(text, "advarsel") | {"endre": "ja"}).text
    assert "Bråk om natten." in back
    told = visible(clerk.post(f"/admin/{SLUG}/advarsel/", data=carried(text, "advarsel"), follow_redirects=True).text)
    assert "Advarselen ligger klar til utsending." in told
    assert "Venter på at brevet blir sendt" in told
    assert [one.state for one in Letter.objects] == [LetterState.RELEASED]


def test_the_neighbour_is_answered_by_letter_or_by_word_of_mouth(clerk: FlaskClient) -> None:
    incident = looked_into(make_lease())
    who = str(incident.complainants[0].id)
    data = {"id": str(incident.pk), "version": str(incident.version), "hvem": who, "language": "nn"}
    assert "Svar i brev" in page(clerk, incident)
    page(clerk, incident, "svar", hvem=who)
    text = clerk.post(f"/admin/{SLUG}/svar/", data=data).text
    told = visible(clerk.post(f"/admin/{SLUG}/svar/", data=carried(text, "svar"), follow_redirects=True).text)
    assert "Svaret ligger klar til utsending." in told
    assert "Brev skal sendes" in told
    assert clerk.get(f"/admin/{SLUG}/svar/?id={incident.pk}&hvem=x").status_code == 404
    answer = clerk.post(
        f"/admin/{SLUG}/svar/notert/?hvem={who}",
        data={"id": str(incident.pk), "version": str(fresh(incident).version), "told_on": "23.11.2026"},
    )
    assert answer.status_code == 302
    assert fresh(incident).complainants[0].told_on == date(2026, 11, 23)


def test_another_neighbour_is_added_on_the_page(clerk: FlaskClient) -> None:
    incident = complaint(make_lease())
    told = do(clerk, SLUG, "enda-en-som-klager", incident, name="Fru To", address="", phone="")
    assert "Fru To" in told


def test_a_closed_complaint_tells_how_it_ended(clerk: FlaskClient) -> None:
    closed = looked_into(
        make_lease(), state=IncidentState.CLOSED, outcome=IncidentOutcome.SETTLED, closed_on=date(2026, 11, 22),
        closed_why="Det er ro.", kinds=[IncidentKind.DRUGS],
    )  # fmt: skip
    seen = page(clerk, closed)
    assert "Avsluttet: ordnet opp" in seen
    assert closed.number not in clerk.get(f"/admin/{SLUG}/?flt_apen=ja").text
