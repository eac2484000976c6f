"""The checklist of papers, and the letters of a case that waits: from draft to what the case says of them."""

import io
from datetime import UTC, date, datetime
from typing import Any

import pytest
from bson import ObjectId

from letters.paper import Sender
from models import Application, Letter, Task
from models.applicant import Representative
from models.fields import is_ciphertext
from rules.errors import (
    ConflictOfInterest,
    DateBeforeCause,
    FileRefused,
    InvalidRecord,
    MissingReason,
    NoNeedToKnow,
    NotAuthorised,
    NotFound,
    StaleState,
    TransitionRefused,
)
from rules.terms import (
    ApplicationState,
    Consent,
    Copy,
    LetterKind,
    LetterState,
    PaperState,
    RepresentativeKind,
    Role,
    TargetGroup,
    TaskKind,
    TaskState,
)
from services import applications, dispatch, records, rulebooks
from services.actor import Actor
from services.attachments import Arriving
from tests.clockwork import load_rulebook, run_job
from tests.factories import make_applicant, make_application, make_office, make_user
from wiring import register_effects

NOW = datetime(2026, 11, 22, 11, 0, tzinfo=UTC)
TODAY = NOW.date()
DUE = date(2026, 12, 6)
WORKER = Actor(id="u", name="Kari", at=NOW, roles=frozenset({Role.CASEWORKER}))
READER = Actor(id="r", name="Ola", at=NOW, roles=frozenset({Role.READER}))
SENDER = Sender(municipality="Eksempel kommune")


@pytest.fixture(autouse=True)
def house() -> None:
    register_effects()
    load_rulebook()


def fresh(document: Any) -> Any:
    return records.get(type(document), document.pk)


def ask(case: Application, *codes: str, due: date = DUE, actor: Actor = WORKER, version: int | None = None) -> Letter:
    seen = case.version if version is None else version
    return applications.ask_papers(case, codes, due, actor, SENDER, version=seen, today=TODAY)


def receive(case: Application, *codes: str, on: date = TODAY, actor: Actor = WORKER, files: Any = ()) -> bool:
    return applications.note_papers_received(case, codes, on, actor, version=case.version, today=TODAY, files=files)


def reply(case: Application, because: str = "Vi venter på papirer.", expected: date | None = None) -> Letter:
    return applications.draw_reply(
        case, WORKER, SENDER, because=because, expected_on=expected, version=case.version, today=TODAY
    )


def send(letter: Letter, on: date = TODAY) -> Letter:
    if letter.state is LetterState.DRAFT:
        dispatch.release(letter, WORKER, today=on)
    dispatch.dispatch(letter, WORKER, on=on, today=TODAY, version=letter.version)
    return letter


def states(case: Application) -> dict[str, PaperState]:
    return {paper.code: paper.state for paper in fresh(case).papers}


def letters(case: Application) -> list[tuple[LetterKind, LetterState]]:
    return [(one.letter_kind, one.state) for one in Letter.objects(application=case.pk).order_by("id")]


# --- Papers ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("group", "only"),
    [
        (TargetGroup.REFUGEE, {"settlement", "refugee_service"}),
        (TargetGroup.EMPLOYEE, {"employment"}),
        (TargetGroup.DISADVANTAGED, {"social_report"}),
    ],
)
def test_the_checklist_is_the_rulebooks_for_group_and_kind(group: TargetGroup, only: set[str]) -> None:
    lines = applications.checklist(make_application(target_group=group), rulebooks.current(TODAY))
    assert {line.code for line in lines} == {"income", "tax_return", "present_lease"} | only
    assert all(line.paper is None and line.label for line in lines)


def test_the_refugee_service_is_asked_by_name() -> None:
    lines = applications.checklist(make_application(target_group=TargetGroup.REFUGEE), rulebooks.current(TODAY))
    assert "Avklaring med flyktningtjenesten" in {line.label for line in lines}


def test_papers_are_asked_for_by_a_letter_and_count_as_asked_when_it_is_sent() -> None:
    case = make_application()
    letter = ask(case, "income", "tax_return")
    assert [(one.code, one.state, one.asked_on, one.due_on, one.letter) for one in fresh(case).papers] == [
        (code, PaperState.ASKED, None, DUE, letter.pk) for code in ("income", "tax_return")
    ]
    assert (letter.state, letter.letter_kind) == (LetterState.DRAFT, LetterKind.MISSING_PAPERS)
    send(letter)
    assert [one.asked_on for one in fresh(case).papers] == [TODAY, TODAY]
    dispatch.note_return(letter, WORKER, on=TODAY, why="Ukjent adresse", today=TODAY, version=letter.version)
    assert [one.asked_on for one in fresh(case).papers] == [None, None]


def test_a_new_letter_takes_the_place_of_one_not_sent_and_asks_for_its_papers_too() -> None:
    case = make_application()
    first = ask(case, "income")
    second = ask(fresh(case), "tax_return", due=date(2026, 12, 10))
    assert (fresh(first).state, fresh(second).state) == (LetterState.VOID, LetterState.DRAFT)
    assert {one.code: (one.letter, one.due_on) for one in fresh(case).papers} == {
        code: (second.pk, date(2026, 12, 10)) for code in ("income", "tax_return")
    }


def test_a_letter_already_sent_stays_and_what_has_come_is_not_asked_for_again() -> None:
    case = make_application()
    send(ask(case, "income", "tax_return"))
    receive(fresh(case), "income")
    ask(fresh(case), "tax_return")
    assert letters(case) == [
        (LetterKind.MISSING_PAPERS, LetterState.DISPATCHED), (LetterKind.MISSING_PAPERS, LetterState.DRAFT),
    ]  # fmt: skip
    assert states(case) == {"income": PaperState.RECEIVED, "tax_return": PaperState.ASKED}
    with pytest.raises(InvalidRecord) as refused:
        ask(fresh(case), "income")
    assert refused.value.problems == {"papers": "paper_settled"}


def test_papers_come_unasked_with_their_files_and_are_waived_with_a_reason_kept_secret() -> None:
    case = make_application()
    assert receive(case, "income", files=[Arriving("Lønn.pdf", io.BytesIO(b"%PDF-1.7 x"))])
    assert not receive(fresh(case), "income")
    applications.waive_papers(fresh(case), ["tax_return"], WORKER, why="Alt kjent", version=2, today=TODAY)
    income, tax = fresh(case).papers
    assert (income.received_on, len(income.files), tax.state, tax.waived_because) == (
        TODAY, 1, PaperState.WAIVED, "Alt kjent",
    )  # fmt: skip
    file, content = applications.fetch_file(fresh(case), str(income.files[0]), WORKER)
    assert (file.name, content.read()) == ("Lønn.pdf", b"%PDF-1.7 x")
    for stranger, identity, error in ((READER, income.files[0], NoNeedToKnow), (WORKER, ObjectId(), NotFound)):
        with pytest.raises(error):
            applications.fetch_file(fresh(case), str(identity), stranger)
    assert is_ciphertext(Application._get_collection().find_one()["papers"][1]["waived_because"])


def test_papers_that_are_late_are_the_next_step_of_a_mapped_case() -> None:
    case = make_application(state=ApplicationState.IN_ASSESSMENT, mapped_on=TODAY)
    send(ask(case, "income"))
    task = Task.objects.get(kind=TaskKind.NEXT_STEP, state=TaskState.OPEN)
    assert task.text == "Neste steg: følg opp papirene som mangler."
    receive(fresh(case), "income")
    assert Task.objects.get(kind=TaskKind.NEXT_STEP, state=TaskState.OPEN).text == "Neste steg: vurder saken."


def test_what_cannot_be_is_refused_and_draws_nothing() -> None:
    case, closed = make_application(), make_application(state=ApplicationState.REFUSED)
    for error, attempt in (
        (InvalidRecord, lambda: ask(case, "passport")),
        (InvalidRecord, lambda: ask(case)),
        (InvalidRecord, lambda: ask(case, "employment")),
        (InvalidRecord, lambda: ask(case, "income", due=date(2026, 11, 21))),
        (StaleState, lambda: ask(case, "income", version=7)),
        (NotAuthorised, lambda: ask(case, "income", actor=READER)),
        (TransitionRefused, lambda: ask(closed, "income")),
        (InvalidRecord, lambda: receive(case, "income", on=date(2026, 11, 23))),
        (DateBeforeCause, lambda: receive(case, "income", on=date(2026, 11, 1))),
        (InvalidRecord, lambda: receive(case, "passport")),
        (FileRefused, lambda: receive(case, "income", files=[Arriving("virus.exe", io.BytesIO(b"MZ"))])),
        (MissingReason, lambda: applications.waive_papers(case, ["income"], WORKER, why=" ", version=1, today=TODAY)),
        (StaleState, lambda: applications.waive_papers(case, ["income"], WORKER, why="x", version=9, today=TODAY)),
    ):
        with pytest.raises(error):
            attempt()
    assert (fresh(case).version, Letter.objects.count()) == (1, 0)


def test_of_two_who_ask_at_once_the_later_is_told_and_its_letter_thrown_away(monkeypatch: pytest.MonkeyPatch) -> None:
    case = make_application()
    mine, theirs = fresh(case), fresh(case)
    drawn = dispatch.draft

    def overtaken(*given: Any, **others: Any) -> Letter:
        monkeypatch.setattr(dispatch, "draft", drawn)
        receive(theirs, "income")
        return drawn(*given, **others)

    monkeypatch.setattr(dispatch, "draft", overtaken)
    with pytest.raises(StaleState):
        ask(mine, "income")
    assert letters(case) == [(LetterKind.MISSING_PAPERS, LetterState.VOID)]
    assert states(case) == {"income": PaperState.RECEIVED}


# --- Replies ---------------------------------------------------------------------------------------------------------


def test_a_reply_is_drawn_looked_at_released_and_counts_when_it_is_sent() -> None:
    case = make_application()
    letter = reply(case, expected=date(2027, 1, 15))
    assert (letter.letter_kind, letter.state, fresh(case).preliminary_reply_on) == (
        LetterKind.PRELIMINARY_REPLY, LetterState.DRAFT, None,
    )  # fmt: skip
    assert dispatch.open_pdf(letter, WORKER).read(5) == b"%PDF-"
    send(letter)
    assert fresh(case).preliminary_reply_on == TODAY
    dispatch.note_return(letter, WORKER, on=TODAY, why="Ukjent", today=TODAY, version=letter.version)
    assert fresh(case).preliminary_reply_on is None


def test_the_first_reply_is_the_one_that_counts() -> None:
    case = make_application(preliminary_reply_on=date(2026, 11, 10))
    send(reply(case))
    assert fresh(case).preliminary_reply_on == date(2026, 11, 10)


def test_a_reply_that_is_sent_settles_the_slow_case() -> None:
    case = make_application(received_on=date(2026, 9, 1))
    run_job("slow_cases")
    (notice,) = Letter.objects
    send(notice)
    assert Task.objects.get(kind=TaskKind.SLOW_CASE).state is TaskState.SETTLED
    assert fresh(case).preliminary_reply_on == TODAY


def test_a_new_draft_takes_the_place_of_the_old_and_a_slow_case_is_told_that_it_is_slow() -> None:
    case = make_application(received_on=date(2026, 9, 1))
    reply(case)
    reply(case, because="Nye ord")
    assert letters(case) == [(LetterKind.SLOW_NOTICE, LetterState.VOID), (LetterKind.SLOW_NOTICE, LetterState.DRAFT)]


def test_the_representative_gets_the_letter() -> None:
    guardian = Representative(kind=RepresentativeKind.GUARDIAN, name="Vera Verge", also_notify_party=False)
    letter = reply(make_application(applicant=make_applicant(representatives=[guardian])))
    assert [(one.copy, one.address) for one in letter.addressees] == [(Copy.REPRESENTATIVE, "Vera Verge")]


@pytest.mark.parametrize(
    ("values", "words", "error"),
    [
        pytest.param({}, {"because": " "}, MissingReason, id="no reason"),
        pytest.param({}, {"expected": date(2026, 11, 21)}, InvalidRecord, id="an answer in the past"),
        pytest.param({"state": ApplicationState.WAITING}, {}, TransitionRefused, id="it is decided"),
    ],
)
def test_a_reply_that_cannot_be_is_not_drawn(values: Any, words: Any, error: type[Exception]) -> None:
    with pytest.raises(error):
        reply(make_application(**values), **words)
    assert Letter.objects.count() == 0


def test_the_applicant_is_asked_for_consent_only_while_it_is_waited_for() -> None:
    case = make_application(consent=Consent.AWAITED)
    letter = applications.draw_consent_request(case, WORKER, SENDER, due_on=DUE, version=1, today=TODAY)
    assert (letter.letter_kind, letter.state) == (LetterKind.CONSENT_REQUEST, LetterState.DRAFT)
    send(letter)
    assert fresh(case).version == 1
    for wrong, due, error in (
        (make_application(), DUE, TransitionRefused), (case, date(2026, 11, 21), InvalidRecord),
    ):  # fmt: skip
        with pytest.raises(error):
            applications.draw_consent_request(wrong, WORKER, SENDER, due_on=due, version=1, today=TODAY)


def test_who_is_disqualified_draws_nothing() -> None:
    user = make_user()
    me = Actor(id=str(user.pk), name="Kari", at=NOW, roles=frozenset({Role.CASEWORKER}))
    case = make_application()
    applications.declare_conflict(case, user, me, because="Nabo", version=1, today=TODAY)
    with pytest.raises(ConflictOfInterest):
        ask(fresh(case), "income", actor=me)
    with pytest.raises(ConflictOfInterest):
        applications.draw_reply(fresh(case), me, SENDER, because="x", expected_on=None, version=2, today=TODAY)


# --- By itself -------------------------------------------------------------------------------------------------------


def test_the_notice_of_a_slow_case_is_drawn_up_by_itself_once() -> None:
    case = make_application(received_on=date(2026, 9, 1), office=make_office(name="Boligkontoret"))
    make_application(received_on=date(2026, 11, 2))
    for _ in range(2):
        counts = run_job("slow_cases")
    assert (counts.numbers(), letters(case)) == (
        {"selected": 1, "done": 1, "failed": 0}, [(LetterKind.SLOW_NOTICE, LetterState.DRAFT)],
    )  # fmt: skip
    assert Letter.objects.count() == 1
    assert Task.objects.get(kind=TaskKind.SLOW_CASE).subject_id == str(case.pk)
    assert Task.objects(kind=TaskKind.DISPATCH).count() == 0  # nothing goes out before a person has said so


@pytest.mark.parametrize(
    ("before", "drawn"),
    [
        pytest.param("nothing", 1, id="A slow case gets its notice."),
        pytest.param("reply drafted", 0, id="A reply that lies ready is enough."),
        pytest.param("notice thrown away", 0, id="What a person has thrown away stays so."),
        pytest.param("notice returned", 1, id="A notice that came back has told nobody."),
        pytest.param("consent awaited", 0, id="Who has not said that they apply is asked that first."),
    ],
)
def test_when_a_notice_is_drawn_up(before: str, drawn: int) -> None:
    awaited = Consent.AWAITED if before == "consent awaited" else Consent.NOT_NEEDED
    case = make_application(received_on=date(2026, 9, 1), consent=awaited)
    if before == "reply drafted":
        reply(case)
    if before.startswith("notice"):
        letter = reply(case)
        if before == "notice thrown away":
            dispatch.void(letter, WORKER)
        else:
            send(letter)
            dispatch.note_return(letter, WORKER, on=TODAY, why="Ukjent", today=TODAY, version=letter.version)
    old = Letter.objects.count()
    run_job("slow_cases")
    assert Letter.objects.count() - old == drawn


def test_a_notice_that_cannot_be_drawn_is_counted_and_its_case_flagged_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(*_: Any, **__: Any) -> Any:
        raise RuntimeError

    make_application(received_on=date(2026, 9, 1))
    monkeypatch.setattr(dispatch, "draft", broken)
    assert run_job("slow_cases").failed == 1
    assert Task.objects.get(kind=TaskKind.SLOW_CASE).state is TaskState.OPEN
