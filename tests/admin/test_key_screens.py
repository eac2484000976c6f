"""Keys of landlords' systems on the screens, by command and in the night."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from admin import landlord_commands
from models import ApiKey, Landlord, Task
from rules.errors import KeyUnknown
from rules.terms import KeyState, Role, Scope, TaskKind, TaskState
from services import api_access
from services.actor import Actor
from tests import factories
from tests.admin.office import app  # noqa: F401
from tests.admin.plain_text import visible
from tests.clockwork import run_job
from tests.conftest import NOON
from tests.partners import make_calls

TODAY = date(2026, 11, 22)
YEAR = TODAY + timedelta(days=365)
ACTOR = Actor.system(NOON)
KEY = re.compile(r"husrom_[A-Za-z0-9_-]{43}")


@pytest.fixture
def administrator(client_of: Callable[..., FlaskClient], clock: Any) -> FlaskClient:
    return client_of(Role.ADMINISTRATOR)


def issued(landlord: Any = None, **others: Any) -> tuple[ApiKey, str]:
    values = {"label": "Fagsystem", "scopes": [Scope.REFERRALS], "today": TODAY, "secret": "s" * 40, "expires_on": YEAR}
    return api_access.issue(landlord or factories.make_landlord(), ACTOR, **values | others)


def test_a_key_is_shown_once_and_opens(administrator: FlaskClient) -> None:
    landlord = factories.make_landlord()
    address = f"/admin/utleiere/lag-nokkel/?id={landlord.pk}"
    page = administrator.get(address).text
    assert "vises én gang" in visible(page)
    nonce = re.search(r'name="nonce"[^>]*value="([0-9a-f]{24})"', page)
    assert nonce is not None
    form = {
        "id": str(landlord.pk), "version": "1", "nonce": nonce[1], "label": "Fagsystem",
        "scopes": ["referrals", "leases.write"], "expires_on": "22.11.2027",
    }  # fmt: skip
    answer = administrator.post(address, data=form)
    text = KEY.search(answer.text)
    assert text is not None
    key = api_access.opened_by(text[0], str(administrator.application.secret_key), TODAY)
    assert (key.scopes, key.expires_on) == ([Scope.LEASES_WRITE, Scope.REFERRALS], date(2027, 11, 22))
    assert text[0] not in str(ApiKey._get_collection().find_one())
    again = administrator.post(address, data=form)
    assert "er laget og vist før" in visible(again.text)
    assert ApiKey.objects.count() == 1
    for shown in (f"/admin/utleiere/vis/?id={landlord.pk}", f"/admin/nokler/vis/?id={key.pk}"):
        assert key.prefix in visible(administrator.get(shown).text)
        assert not KEY.search(administrator.get(shown).text)


def test_a_form_that_is_wrong_makes_no_key(administrator: FlaskClient) -> None:
    landlord = factories.make_landlord()
    address = f"/admin/utleiere/lag-nokkel/?id={landlord.pk}"
    good = {"id": str(landlord.pk), "version": "1", "label": "x", "scopes": ["referrals"], "expires_on": "22.11.2027"}
    wrong: list[dict[str, Any]] = [
        {"label": ""}, {"label": "x" * 81}, {"scopes": []}, {"scopes": ["all"]}, {"expires_on": "22.11.2029"},
        {"expires_on": "22.11.2026"}, {"expires_on": "i morgen"},
    ]  # fmt: skip
    for part in wrong:
        assert "Nøkkelen vises bare nå" not in administrator.post(address, data=good | part).text
    assert ApiKey.objects.count() == 0


@pytest.mark.parametrize("role", [Role.HOUSING_CONSULTANT, Role.DEPARTMENT_HEAD, Role.CASEWORKER])
def test_only_administrators_make_keys(client_of: Callable[..., FlaskClient], role: Role, clock: Any) -> None:
    caller, (key, _) = client_of(role), issued()
    for path in (
        f"utleiere/lag-nokkel/?id={key.landlord.pk}",
        f"nokler/avlos/?id={key.pk}",
        f"nokler/sperr/?id={key.pk}",
    ):
        assert caller.get(f"/admin/{path}").status_code == 403


def test_a_key_is_taken_over_from_and_lives_a_week(administrator: FlaskClient) -> None:
    key, _ = issued()
    form = {"id": str(key.pk), "version": "1", "expires_on": "22.11.2027"}
    answer = administrator.post(f"/admin/nokler/avlos/?id={key.pk}", data=form)
    assert KEY.search(answer.text)
    key.reload()
    successor = ApiKey.objects(replaces__in=[key.pk]).get()
    assert (key.expires_on, successor.scopes) == (TODAY + timedelta(days=7), key.scopes)
    administrator.post(f"/admin/nokler/avlos/?id={key.pk}", data=form | {"version": str(key.version)})
    assert ApiKey.objects.count() == 2


def test_a_key_is_blocked_for_good(administrator: FlaskClient) -> None:
    key, text = issued()
    form = {"id": str(key.pk), "version": "1", "why": "Kom på avveier."}
    page = administrator.post(f"/admin/nokler/sperr/?id={key.pk}", data=form, follow_redirects=True)
    assert "Nøkkelen er sperret" in visible(page.text)
    with pytest.raises(KeyUnknown, match="revoked"):
        api_access.opened_by(text, "s" * 40, TODAY)
    stale = administrator.post(f"/admin/nokler/sperr/?id={key.pk}", data=form, follow_redirects=True)
    assert "Sperr nøkkelen" not in visible(stale.text)
    assert ApiKey.objects.get().state is KeyState.REVOKED


@pytest.mark.parametrize("days", [20, 5], ids=["shortened", "near its end"])
def test_a_key_that_runs_out_soon_is_a_task_unless_it_has_a_successor_in_use(memory_database: Any, days: int) -> None:
    from tests.clockwork import load_rulebook
    from wiring import register_effects

    register_effects()
    load_rulebook()
    key, _ = issued(expires_on=TODAY + timedelta(days=days))
    issued(key.landlord, expires_on=TODAY + timedelta(days=200))
    run_job("landlords", TODAY)
    task = Task.objects(kind=TaskKind.API_KEY).get()
    assert (task.subject_id, task.due_on) == (str(key.pk), key.expires_on)
    key.reload()
    api_access.rotate(key, ACTOR, version=key.version, today=TODAY, expires_on=YEAR, secret="s" * 40)
    run_job("landlords", TODAY + timedelta(days=1))
    assert Task.objects(kind=TaskKind.API_KEY, state=TaskState.OPEN).count() == 0
    successor = ApiKey.objects(replaces__in=[key.pk]).get()
    api_access.revoke(successor, ACTOR, why="Kom på avveier.", version=successor.version, today=TODAY)
    run_job("landlords", TODAY + timedelta(days=2))
    assert Task.objects(kind=TaskKind.API_KEY, state=TaskState.OPEN).get().subject_id == str(key.pk)


@pytest.fixture
def run(memory_database: Any) -> Callable[..., Any]:
    from tests.clockwork import load_rulebook
    from wiring import register_effects

    register_effects()
    load_rulebook()
    flask_app = Flask("husrom", static_folder=None)
    flask_app.cli.add_command(landlord_commands.landlord_commands("s" * 40))
    return lambda *words: flask_app.test_cli_runner().invoke(args=["landlords", *words])


def test_an_operator_registers_a_landlord_and_gives_its_system_a_key(run: Callable[..., Any], clock: Any) -> None:
    assert run("add", "974760673", "--name", "Prøve Eiendom AS").output == "Registrerte Prøve Eiendom AS (974760673).\n"
    made = run("issue-key", "974760673", "--label", "Fagsystem", "--scope", "referrals")
    text = KEY.search(made.output)
    assert text is not None
    assert api_access.opened_by(text[0], "s" * 40, TODAY).scopes == [Scope.REFERRALS]
    run("issue-key", "974760673", "--label", "Alt")
    assert set(ApiKey.objects(label="Alt").get().scopes) == set(Scope)


def test_what_an_operator_writes_wrong_makes_nothing(run: Callable[..., Any], clock: Any) -> None:
    for words, code in (
        (("add", "974760673"), 2),
        (("add", "123", "--name", "A"), 2),
        (("add", "974760673", "--name", "A" * 161), 2),
        (("issue-key", "974760673", "--label", "A"), 1),
        (("issue-key", "x", "--label", "A"), 2),
        (("issue-key", "974760673"), 2),
        (("issue-key", "974760673", "--label", "A", "--scope", "all"), 2),
        (("issue-key", "974760673", "--label", "A", "--days", "0"), 2),
    ):
        done = run(*words)
        assert (done.exit_code, "Traceback" in done.output) == (code, False), (words, done.output)
    run("add", "974760673", "--name", "A")
    assert run("add", "974760673", "--name", "A").exit_code == 1
    assert run("issue-key", "974760673", "--label", "A" * 81).exit_code == 2
    Landlord.objects.get().update(active=False)
    assert run("issue-key", "974760673", "--label", "A").exit_code == 1
    assert ApiKey.objects.count() == 0


def test_a_key_and_its_successor_lead_to_each_other(administrator: FlaskClient) -> None:
    old, _ = issued()
    new, _ = api_access.rotate(old, ACTOR, version=old.version, today=TODAY, expires_on=YEAR, secret="s" * 40)
    pages = [administrator.get(f"/admin/nokler/vis/?id={key.pk}").text for key in (old, new)]
    for page, words, other in ((pages[0], "Avløst av", new), (pages[1], "Avløser", old)):
        assert f"{words} {other.prefix}" in visible(page)
        assert f"/admin/nokler/vis/?id={other.pk}" in page


def test_what_was_called_is_told_in_the_same_words_on_the_key_the_landlord_and_the_list(
    administrator: FlaskClient,
) -> None:
    key, _ = issued()
    shown = (f"nokler/vis/?id={key.pk}", f"utleiere/vis/?id={key.landlord.pk}")
    for page in shown:
        assert "Ingen kall er talt opp. Det siste minuttet kan mangle." in visible(
            administrator.get(f"/admin/{page}").text
        )
    make_calls(client=key.prefix, landlord=key.landlord, operation="referrals.listed")
    for page in (*shown, "kall/"):
        assert "Leste tilvisninger" in visible(administrator.get(f"/admin/{page}").text)
