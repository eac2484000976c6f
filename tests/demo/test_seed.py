"""`seed-demo` on a real server: what it brings in is flagged to the øre and the day, and it can do no harm."""

import json
import stat
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from demo import commands
from demo.expectation import expect
from demo.leases import CASEWORKERS
from demo.logins import LOGINS, landlord
from demo.referrals import NEW_HOMES
from demo.town import make_town
from models import Landlord, Referral, VacancyNotice
from rules.deadlines import add_months
from rules.terms import MessageKind, MessageState, NoticeState, ReferralState, TaskKind, TaskState
from tests.conftest import drop, make_settings, new_name
from tests.demo.conftest import DAYS
from tests.demo.seeding import Run, commands_of, flags, forget

pytestmark = pytest.mark.wire
DAY = DAYS[0]


@pytest.fixture(scope="module")
def login_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("seed") / "demo-logins.json"


@pytest.fixture(scope="module")
def first_words(seeded: tuple[Run, str]) -> str:
    return seeded[1]


@pytest.fixture(scope="module")
def seeded(database_server: str, login_file: Path) -> Iterator[tuple[Run, str]]:
    """A runner of commands on the demo as `seed-demo --date 2026-11-22` leaves it, and what that said."""
    uri = database_server.format(new_name())
    run = commands_of(make_settings(uri, demo=True), login_file)
    told = run("seed-demo", "--date", str(DAY))
    assert told.exit_code == 0, told.output
    yield run, told.output
    forget()
    drop(uri)


@pytest.mark.parametrize(
    "on",
    [
        pytest.param(DAY, id="the business day"),
        pytest.param(DAY + timedelta(days=1), id="the day after"),
        pytest.param(DAY - timedelta(days=2), id="before the last payments were booked"),
        pytest.param(add_months(DAY, -2), id="two months before"),
        pytest.param(add_months(DAY, 4), id="four months later"),
    ],
)
def test_flags_are_what_was_counted_by_hand(seeded: tuple[Run, str], on: date) -> None:
    counted = expect(make_town(DAY), on).as_json()
    # By landlords (`demo.landlord_side`, `demo.referrals`): no register of ours has them.
    reported = {"leases": counted["leases"] + 1, "dwellings": counted["dwellings"] + NEW_HOMES}
    assert flags(seeded[0], on) == counted | reported


def test_a_landlord_whose_key_is_printed_has_a_household_to_answer(seeded: tuple[Run, str], login_file: Path) -> None:
    told = json.loads(login_file.read_text(encoding="utf-8"))["landlord"]
    landlords = Landlord.objects(organisation_number=told["organisation_number"]).scalar("pk")
    states = {one.state for one in Referral.objects(landlord__in=list(landlords))}
    assert {ReferralState.REFERRED, ReferralState.ACCEPTED} <= states
    assert NoticeState.REPORTED in {one.state for one in VacancyNotice.objects}


def test_the_data_agree_with_themselves(seeded: tuple[Run, str]) -> None:
    told = seeded[0]("check-data")
    assert told.exit_code == 0, told.output


def test_a_landlord_s_system_has_a_key_that_opens_its_own_homes(seeded: tuple[Run, str], login_file: Path) -> None:
    from models import ApiKey

    told = json.loads(login_file.read_text(encoding="utf-8"))["landlord"]
    known = ApiKey.objects.get(prefix=told["key"][:15])
    assert known.landlord.organisation_number == told["organisation_number"]
    assert told["key"] not in str(known.to_mongo())
    assert told["key"] in landlord(login_file, "http://127.0.0.1:1/")


def test_the_night_has_opened_a_task_for_everything_that_is_flagged(seeded: tuple[Run, str]) -> None:
    from models import Task

    found = expect(make_town(DAY))
    open_tasks = Counter(task.kind for task in Task.objects(state=TaskState.OPEN))
    assert open_tasks[TaskKind.ARREARS] == len(found.arrears)
    assert open_tasks[TaskKind.SLOW_CASE] == len(found.slow_cases)
    assert open_tasks[TaskKind.PENDING_APPEAL] == len(found.pending_appeals)
    expiring = len(found.expiring_within_6_months) + len(found.expired_still_running)
    assert open_tasks[TaskKind.EXPIRING_LEASE] == expiring
    assert open_tasks[TaskKind.EXPIRING_AGREEMENT] == 1


def test_each_caseworker_has_one_reminder_waiting(seeded: tuple[Run, str]) -> None:
    from models import Message

    digests = Message.objects(state=MessageState.QUEUED, kind=MessageKind.DIGEST)
    waiting = Counter(message.to for message in digests)
    assert set(CASEWORKERS) <= set(waiting)
    assert set(waiting.values()) == {1}


def test_everybody_signs_in_with_the_one_password_that_only_the_owner_can_read(
    seeded: tuple[Run, str], login_file: Path
) -> None:
    from models import User

    assert stat.S_IMODE(login_file.stat().st_mode) == 0o600
    password = json.loads(login_file.read_text(encoding="utf-8"))["password"]
    people = {user.email: user for user in User.objects}
    assert people.keys() == {login.email for login in LOGINS}
    assert PasswordHasher().verify(people[LOGINS[0].email].password_hash, password)
    for login in LOGINS:
        user = people[login.email]
        assert user.password_hash.startswith("$argon2id$")
        assert user.demo
        assert ([role.value for role in user.roles], user.office.name) == ([login.role], login.office)
    assert {user.name for user in people.values() if user.sees_protected} == {"Eva Enhetsleder", "Arne Avdelingsleder"}


def test_the_touches_are_there(seeded: tuple[Run, str]) -> None:
    from models import Applicant, Application, Dwelling, JournalEntry, Office, Unit

    counts = (Office.objects.count(), Unit.objects.count(), Applicant.objects(protected_address=True).count())
    assert counts == (2, 3, 1)
    assert Dwelling.objects(unit__exists=True).count() >= 4
    assert JournalEntry.objects.count() == 6
    assert Application.objects(archive_case_number__exists=True).count() == 12


def test_it_says_in_norwegian_what_it_does(first_words: str) -> None:
    assert first_words.startswith("Lager Fjordvik kommune slik den står 22.11.2026 …")
    for said in (
        "13 brukere",
        "60 boliger fra boliger.csv",
        "80 søknader",
        "45 innbetalinger",
        "husleie for 2026-11",
        "er klar.",
    ):
        assert said in first_words


def test_a_second_run_says_that_it_is_there_and_changes_nothing(seeded: tuple[Run, str]) -> None:
    from models import AuditEntry

    before = AuditEntry.objects.count()
    told = seeded[0]("seed-demo")
    assert (told.exit_code, told.output) == (0, commands.ALREADY + "\n")
    assert AuditEntry.objects.count() == before
