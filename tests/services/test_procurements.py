"""The five phases of a procurement: in order, when results stand, undone while nothing rests on them (S000)."""

from datetime import date, timedelta
from typing import Any

import pytest

from models import Counter, File, Landlord, Mandate, NeedOverview, Procurement, Task
from models.procurement import Result
from rules.errors import (
    AlreadyExists,
    CeilingReached,
    FileRefused,
    InvalidRecord,
    MandateInvalid,
    MandateNotTheirs,
    MissingReason,
    NotAuthorised,
    NotFound,
    PhaseClosed,
    PhaseNotYet,
    PhaseOrder,
    PhaseRests,
    PhasesUnfinished,
    ProcurementClosed,
    StaleState,
    TransitionRefused,
)
from rules.terms import (
    AgreementKind,
    AgreementState,
    FileKind,
    Lack,
    MandateBody,
    MandateState,
    NeedState,
    Phase,
    ProcurementState,
    Role,
    TaskKind,
    TaskState,
    Urgency,
)
from services import mandates, procured, records
from services.procurements import announcing, authority, findings, phasing, results, starting
from services.procurements.authority import Decided
from services.procurements.starting import Leading
from tests import factories, partners
from tests.casework import TODAY, house
from tests.clockwork import run_job
from tests.factories import ACTOR, make_agreement
from tests.procuring import (
    BIDS_BY,
    CALLED,
    anchored,
    announced,
    bid_in,
    call,
    chosen,
    finish,
    fresh,
    note,
    paper,
    procurer,
    started,
)

__all__ = ["house"]  # a fixture, used here
pytestmark = pytest.mark.usefixtures("house")


@pytest.fixture
def kari() -> Any:
    return procurer(name="Kari Konsulent")


# --- Started ----------------------------------------------------------------------------------------------------------


def test_a_procurement_has_its_number_and_all_five_phases(kari: Any) -> None:
    held = started(kari)
    assert held.procurement_number == "F2026-001"
    assert [work.phase for work in held.phases] == list(Phase)
    assert held.current is Phase.ANCHORING
    assert {work.responsible.name for work in held.phases} == {"Liv Linje"}


def test_a_form_sent_twice_starts_one(kari: Any) -> None:
    identity = factories.make_user().pk
    assert started(kari, identity=identity).pk == started(kari, identity=identity).pk
    assert Procurement.objects.count() == 1


def test_another_with_its_number_is_told_of_as_what_it_is(kari: Any) -> None:
    started(kari)
    Counter.objects.delete()
    with pytest.raises(AlreadyExists):
        started(kari)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"leading": Leading()}, "leader"),
        ({"leading": Leading(external="Rådgiver AS")}, "external_reason"),
        ({"leading": Leading(external="Rådgiver AS", reason="  ")}, "external_reason"),
        ({"title": " "}, "title"),
        ({"started_on": TODAY + timedelta(days=1)}, "started_on"),
        ({"due_on": date(2026, 8, 31)}, "due_on"),
    ],
)
def test_what_cannot_be_is_refused_where_it_stands(kari: Any, values: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidRecord) as refused:
        started(kari, **values)
    assert list(refused.value.problems) == [field]
    assert Procurement.objects.count() == 0


def test_a_hired_leader_stands_with_a_reason(kari: Any) -> None:
    held = started(kari, leading=Leading(external="Rådgiver AS", reason="Ingen i linjen har tid før jul."))
    assert (held.external_leader, held.leader) == ("Rådgiver AS", None)


def test_others_start_none() -> None:
    with pytest.raises(NotAuthorised):
        started(procurer(Role.CASEWORKER))


# --- Phases -----------------------------------------------------------------------------------------------------------


def test_a_phase_is_finished_when_its_results_stand_and_the_next_begins(kari: Any) -> None:
    held = anchored(kari)
    assert finish(held, Phase.ANCHORING, kari, next_due_on=date(2026, 12, 20))
    held = fresh(held)
    assert held.current is Phase.NEED
    assert (held.phases[0].finished_by_name, held.phases[0].finished_on) == ("Kari Konsulent", TODAY)
    assert (held.phases[1].begun_on, held.phases[1].due_on) == (TODAY, date(2026, 12, 20))
    version = held.version
    assert not finish(held, Phase.ANCHORING, kari)  # twice = nothing
    assert fresh(held).version == version


def test_what_lacks_is_named(kari: Any) -> None:
    held = started(kari)
    note(held, "trained", kari)
    with pytest.raises(PhaseNotYet) as refused:
        finish(held, Phase.ANCHORING, kari)
    assert refused.value.missing == ("need_overview", "housing_bank", "mandate")


def test_phases_are_finished_in_order(kari: Any) -> None:
    with pytest.raises(PhaseOrder) as refused:
        finish(announced(kari), Phase.NEED, kari)
    assert refused.value.first == "Vi vil"


def test_the_whole_way_completes_the_procurement_and_its_last_phase_is_opened_again(kari: Any) -> None:
    held = chosen(kari)
    for phase in (Phase.ANCHORING, Phase.NEED, Phase.CHOICE):
        assert finish(held, phase, kari)
    with pytest.raises(PhaseNotYet):
        finish(held, Phase.AGREEMENT, kari)
    agreed = factories.make_agreement(
        landlord=Landlord.objects.first(), procurement=held, state=AgreementState.SIGNED, signed_on=TODAY,
        registered_on=None, loan_paid_out_on=None,
    )  # fmt: skip
    for day, left in (("registered_on", ["declaration", "paid_out"]), ("loan_paid_out_on", ["paid_out"])):
        assert [one.code for one in procured.lacking(fresh(held), Phase.AGREEMENT, TODAY)] == left
        records.change(fresh(agreed), ACTOR, values={day: TODAY})
    assert finish(held, Phase.AGREEMENT, kari)
    assert finish(held, Phase.OPERATION, kari)
    held = fresh(held)
    assert (held.state, held.closed_on) == (ProcurementState.COMPLETED, TODAY)
    with pytest.raises(ProcurementClosed):
        note(held, "routine", kari)
    assert phasing.reopen(held, Phase.OPERATION, kari, why="Møtet ble flyttet.", version=held.version, today=TODAY)
    held = fresh(held)
    assert (held.state, held.closed_on, held.current) == (ProcurementState.RUNNING, None, Phase.OPERATION)


def test_a_finished_phase_is_opened_again_only_while_nothing_rests_on_it(kari: Any) -> None:
    held = anchored(kari)
    finish(held, Phase.ANCHORING, kari)
    held = fresh(held)
    with pytest.raises(InvalidRecord):
        phasing.reopen(held, Phase.ANCHORING, kari, why=" ", version=held.version, today=TODAY)
    assert phasing.reopen(held, Phase.ANCHORING, kari, why="Feil dato.", version=held.version, today=TODAY)
    held = fresh(held)
    assert not phasing.reopen(held, Phase.ANCHORING, kari, why="Feil dato.", version=held.version, today=TODAY)
    finish(held, Phase.ANCHORING, kari)
    held = fresh(held)
    announcing.announce(held, call(), kari, version=held.version, today=TODAY)
    held = fresh(held)
    with pytest.raises(PhaseRests) as refused:
        phasing.reopen(held, Phase.ANCHORING, kari, why="Feil dato.", version=held.version, today=TODAY)
    assert refused.value.on == "announcement"


@pytest.mark.parametrize(
    ("on", "why"), [(TODAY + timedelta(days=1), "future"), (date(2026, 8, 31), "before_begun")]
)  # fmt: skip
def test_a_phase_is_finished_on_a_day_that_can_be(kari: Any, on: date, why: str) -> None:
    with pytest.raises(InvalidRecord) as refused:
        finish(anchored(kari), Phase.ANCHORING, kari, on=on)
    assert refused.value.problems == {"finished_on": why}


# --- Results ----------------------------------------------------------------------------------------------------------


def test_a_result_is_noted_with_files_changed_and_taken_back(kari: Any) -> None:
    held = started(kari)
    assert note(held, "trained", kari, files=[paper()], nonce="1" * 32)
    assert not note(held, "trained", kari, files=[paper()], nonce="1" * 32)  # the same form again
    assert note(held, "trained", kari, what="Fire fra boligkontoret var på kurs.")
    held = fresh(held)
    assert [one.what for one in held.results] == ["Fire fra boligkontoret var på kurs."]
    file = File.objects.get()
    assert (held.results[0].files, file.kind) == ([file.pk], FileKind.PROCUREMENT)
    stored, source = results.fetch(held, str(file.pk), kari)
    assert (stored.name, source.read()[:5]) == ("notat.pdf", b"%PDF-")
    assert results.remove_file(held, "trained", str(file.pk), kari, why="Feil fil.", version=held.version)
    held = fresh(held)
    with pytest.raises(NotFound):
        results.fetch(held, str(file.pk), kari)
    told = {"version": held.version, "today": TODAY}
    with pytest.raises(InvalidRecord):
        results.take_back(held, "trained", kari, why="", **told)
    assert results.take_back(held, "trained", kari, why="Feil sak.", **told)
    assert not results.take_back(
        fresh(held), "trained", kari, why="Feil sak.", version=fresh(held).version, today=TODAY
    )
    assert fresh(held).results == []


@pytest.mark.parametrize(
    ("code", "values", "error"),
    [
        ("mandate", {}, NotFound),  # read from a record, never noted
        ("no_such", {}, NotFound),
        ("trained", {"what": " "}, InvalidRecord),
        ("trained", {"on": TODAY + timedelta(days=1)}, InvalidRecord),
        ("trained", {"version": 7}, StaleState),
    ],
)
def test_a_result_that_cannot_be_noted(kari: Any, code: str, values: dict[str, Any], error: type[Exception]) -> None:
    held = started(kari)
    with pytest.raises(error):
        note(held, code, kari, **values)
    assert fresh(held).results == []


def test_a_file_of_another_sort_is_refused(kari: Any) -> None:
    with pytest.raises(FileRefused):
        note(started(kari), "trained", kari, files=[paper("virus.exe", b"MZ")], nonce="2" * 32)


def test_a_result_stands_once_its_phase_is_finished_or_the_need_is_announced(kari: Any) -> None:
    held = announced(kari)
    with pytest.raises(PhaseRests):
        results.take_back(held, "trained", kari, why="Feil.", version=held.version, today=TODAY)
    finish(held, Phase.ANCHORING, kari)
    with pytest.raises(PhaseClosed):
        note(held, "trained", kari, what="Noe annet.")
    held = fresh(held)
    for take in (results.rest_on_overview, results.rest_on_mandate):
        with pytest.raises(PhaseClosed):
            take(held, None, kari, version=held.version, today=TODAY)


def test_what_is_built_on_is_exchanged_for_what_stands_alone(kari: Any) -> None:
    held = announced(kari)
    draft, settled = partners.make_need_overview(), partners.make_need_overview(state=NeedState.SETTLED)
    with pytest.raises(PhaseRests):
        results.rest_on_overview(held, draft, kari, version=held.version, today=TODAY)
    assert results.rest_on_overview(held, settled, kari, version=held.version, today=TODAY)
    held = fresh(held)
    withdrawn = partners.make_mandate(state=MandateState.WITHDRAWN, withdrawn_on=TODAY)
    other = partners.make_mandate(kinds=[AgreementKind.ALLOCATION])
    for mandate in (withdrawn, other):
        with pytest.raises(MandateInvalid):
            results.rest_on_mandate(held, mandate, kari, version=held.version, today=TODAY)
    new = partners.make_mandate()
    assert results.rest_on_mandate(held, new, kari, version=held.version, today=TODAY)
    assert not results.rest_on_mandate(fresh(held), new, kari, version=fresh(held).version, today=TODAY)


# --- The call ---------------------------------------------------------------------------------------------------------


def test_nothing_is_announced_before_phase_one_stands(kari: Any) -> None:
    held = started(kari)
    with pytest.raises(PhaseNotYet) as refused:
        announcing.announce(held, call(), kari, version=held.version, today=TODAY)
    assert refused.value.missing == ("need_overview", "housing_bank", "trained", "mandate")


def test_the_call_freezes_the_criteria_and_is_changed_until_a_bid_is_in(kari: Any) -> None:
    held = announced(kari)
    assert sum(one.weight for one in held.criteria) == 100
    assert not announcing.announce(held, call(), kari, version=held.version, today=TODAY)
    longer = call(bids_by=BIDS_BY + timedelta(days=7))
    assert announcing.announce(held, longer, kari, version=held.version, today=TODAY)
    held = fresh(held)
    bid_in(held)
    for act in (
        lambda: announcing.announce(held, call(), kari, version=held.version, today=TODAY),
        lambda: announcing.withdraw(held, kari, why="Feil.", version=held.version),
    ):
        with pytest.raises(PhaseRests) as refused:
            act()
        assert refused.value.on == "bids"


def test_a_call_is_taken_back_and_made_anew(kari: Any) -> None:
    held = announced(kari)
    assert announcing.withdraw(held, kari, why="Feil frist.", version=held.version)
    held = fresh(held)
    assert (held.announcement, held.criteria) == (None, [])
    assert not announcing.withdraw(held, kari, why="Feil frist.", version=held.version)
    assert announcing.announce(held, call(), kari, version=held.version, today=TODAY)


@pytest.mark.parametrize(
    ("values", "problems"),
    [
        ({"published_on": TODAY + timedelta(days=1), "bids_by": TODAY + timedelta(days=9)}, {"published_on": "future"}),
        ({"bids_by": date(2026, 10, 1)}, {"bids_by": "before_published"}),
        ({"meeting_on": date(2026, 9, 30)}, {"meeting_on": "before_published"}),
        ({"meeting_on": date(2026, 11, 3)}, {"meeting_on": "after_bids"}),
        ({"mix": []}, {"mix": "no_sizes"}),
        ({"mix": [announcing.Size(rooms=2, homes=1, accessible=2)]}, {"mix": "more_accessible"}),
        ({"text": " "}, {"text": "missing_value"}),
        ({"qualities": ""}, {"qualities": "missing_value"}),
    ],
)
def test_a_call_that_cannot_be(kari: Any, values: dict[str, Any], problems: dict[str, str]) -> None:
    held = anchored(kari)
    with pytest.raises(InvalidRecord) as refused:
        announcing.announce(held, call(**values), kari, version=held.version, today=TODAY)
    assert refused.value.problems == problems


def test_the_authority_must_cover_what_is_announced(kari: Any) -> None:
    held = anchored(kari)
    with pytest.raises(MandateInvalid):
        announcing.announce(held, call(kind=AgreementKind.COOP), kari, version=held.version, today=TODAY)


# --- Signing ----------------------------------------------------------------------------------------------------------


def test_no_agreement_is_signed_before_the_results_of_three_phases_stand(kari: Any) -> None:
    held = anchored(kari)
    with pytest.raises(PhasesUnfinished) as refused:
        procured.require_signable(held, TODAY)
    assert refused.value.missing == ("announcement", "bids_scored", "choice")
    ready = chosen(kari)
    procured.require_signable(ready, TODAY)
    authority.withdraw(ready.mandate, kari, why="Nytt vedtak.", version=ready.mandate.version, today=TODAY)
    with pytest.raises(PhasesUnfinished) as refused:
        procured.require_signable(fresh(ready), TODAY)
    assert refused.value.missing == ("mandate",)


def test_none_is_signed_under_one_that_is_called_off(kari: Any) -> None:
    held = chosen(kari)
    with pytest.raises(MissingReason):
        starting.cancel(held, kari, why=" ", version=held.version, today=TODAY)
    assert starting.cancel(held, kari, why="Ingen penger.", version=held.version, today=TODAY)
    held = fresh(held)
    assert not starting.cancel(held, kari, why="Ingen penger.", version=held.version, today=TODAY)
    with pytest.raises(TransitionRefused):
        procured.require_signable(held, TODAY)
    with pytest.raises(TransitionRefused):
        phasing.reopen(_finished_first(held), Phase.ANCHORING, kari, why="x", version=held.version, today=TODAY)


def _finished_first(held: Procurement) -> Procurement:
    held.phases[0].finished_on = TODAY
    return held


def test_one_with_an_agreement_is_not_called_off(kari: Any) -> None:
    held = chosen(kari)
    factories.make_agreement(landlord=Landlord.objects.first(), procurement=held)
    with pytest.raises(PhaseRests):
        starting.cancel(held, kari, why="Ingen penger.", version=held.version, today=TODAY)


# --- The authority ----------------------------------------------------------------------------------------------------


def decided(**values: Any) -> Decided:
    told = {
        "body": MandateBody.COUNCIL, "decided_on": date(2026, 6, 18), "case_number": "2026/88",
        "delegated_to": "Kommunalsjefen", "ceiling": 12, "kinds": [AgreementKind.REFERRAL],
    }  # fmt: skip
    return Decided(**told | values)


def test_an_authority_is_registered_and_withdrawn(kari: Any) -> None:
    held = authority.register(decided(), kari, files=[paper("vedtak.pdf")], nonce="3" * 32, today=TODAY)
    assert (held.mandate_number, held.used, mandates.free(held)) == ("FM2026-001", 0, 12)
    assert authority.open_decision(held, kari)[0].name == "vedtak.pdf"
    assert authority.withdraw(held, kari, why="Nytt vedtak.", version=held.version, today=TODAY)
    held = fresh(held)
    assert (held.state, held.withdrawn_on) == (MandateState.WITHDRAWN, TODAY)
    assert not authority.withdraw(held, kari, why="Nytt vedtak.", version=held.version, today=TODAY)


def test_the_chief_executive_decides_only_where_the_rulebook_says_so(kari: Any) -> None:
    with pytest.raises(MandateNotTheirs):
        authority.register(decided(body=MandateBody.CHIEF_EXECUTIVE), kari, today=TODAY)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"decided_on": TODAY + timedelta(days=1)}, "decided_on"),
        ({"valid_until": date(2026, 6, 17)}, "valid_until"),
        ({"kinds": [AgreementKind.COOPERATION]}, "kinds"),
        ({"ceiling": 0}, "ceiling"),
        ({"case_number": " "}, "case_number"),
    ],
)
def test_an_authority_that_cannot_be(kari: Any, values: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidRecord) as refused:
        authority.register(decided(**values), kari, today=TODAY)
    assert list(refused.value.problems) == [field]


def use(mandate: Any, key: Any, homes: int, by: Any, **values: Any) -> bool:
    told = {"kind": AgreementKind.REFERRAL, "seen": 1, "today": TODAY} | values
    return mandates.use(mandate, key, homes, by, **told)


def test_homes_count_once_up_to_the_ceiling_and_are_given_back(kari: Any) -> None:
    held, first, second = partners.make_mandate(ceiling=12), factories.make_user().pk, factories.make_user().pk
    assert use(held, first, 8, kari)
    assert not use(held, first, 8, kari)  # a loaded record may be old: what is stored decides
    with pytest.raises(CeilingReached) as refused:
        use(held, second, 5, kari)
    assert (refused.value.ceiling, refused.value.used, refused.value.asked) == (12, 8, 5)
    assert use(held, second, 4, kari)
    assert fresh(held).used == 12
    assert not mandates.give_back(held, first, 1, kari)  # that signing keeps its own
    assert mandates.give_back(held, first, 2, kari)
    assert not mandates.give_back(held, first, 2, kari)
    assert fresh(held).used == 4


@pytest.mark.parametrize(
    ("mandate", "kind"),
    [
        ({"state": MandateState.WITHDRAWN}, AgreementKind.REFERRAL),
        ({"valid_until": date(2026, 11, 22)}, AgreementKind.REFERRAL),
        ({}, AgreementKind.COOP),
    ],
)
def test_an_authority_that_does_not_cover_the_agreement(kari: Any, mandate: Any, kind: AgreementKind) -> None:
    held = partners.make_mandate(**mandate)
    with pytest.raises(MandateInvalid):
        use(held, factories.make_user().pk, 1, kari, kind=kind)


# --- Tasks ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "urgency"),
    [(15, None), (14, Urgency.NOTICE), (0, Urgency.NOTICE), (-1, Urgency.SOON), (-15, Urgency.URGENT)],
)
def test_a_phase_whose_day_nears_asks_for_the_responsible(kari: Any, days: int, urgency: Urgency | None) -> None:
    held = started(kari, due_on=TODAY + timedelta(days=30))
    found = findings.finding(held, TODAY + timedelta(days=30 - days))
    assert (found.urgency if found else None) is urgency
    if found:
        assert found.caseworker == held.leader.pk


def test_the_task_follows_the_phase(kari: Any) -> None:
    held = anchored(kari, due_on=TODAY + timedelta(days=3))
    task = Task.objects.get(kind=TaskKind.PROCUREMENT)
    assert (task.state, task.assignee.name) == (TaskState.OPEN, "Liv Linje")
    assert [one.pk for one in findings.running()] == [held.pk]
    finish(held, Phase.ANCHORING, kari)
    assert Task.objects.get(kind=TaskKind.PROCUREMENT).state is TaskState.SETTLED


def test_a_phase_is_given_to_another_with_days_and_notes(kari: Any) -> None:
    held, per = started(kari), factories.make_user(name="Per Plan")
    told = {"responsible": per, "begun_on": None, "due_on": date(2026, 12, 1), "notes": "Vent på Husbanken."}
    assert phasing.plan(held, Phase.NEED, kari, **told, version=held.version, today=TODAY)
    held = fresh(held)
    assert (held.phases[1].responsible.name, held.phases[1].notes) == ("Per Plan", "Vent på Husbanken.")
    assert not phasing.plan(held, Phase.NEED, kari, **told, version=held.version, today=TODAY)
    with pytest.raises(InvalidRecord):
        phasing.plan(held, Phase.NEED, kari, **told | {"due_on": date(2026, 1, 1)}, version=held.version, today=TODAY)


def test_the_night_flags_a_phase_once_and_settles_it_when_the_day_is_moved(kari: Any) -> None:
    held = started(kari, due_on=TODAY + timedelta(days=40))
    later = TODAY + timedelta(days=41)
    for _ in range(2):
        run_job("landlords", later)
    task = Task.objects.get(kind=TaskKind.PROCUREMENT)
    assert (task.urgency, task.subject_number, task.state) == (Urgency.SOON, "F2026-001", TaskState.OPEN)
    told = {"responsible": held.leader, "begun_on": held.started_on, "due_on": later + timedelta(days=60), "notes": ""}
    held = fresh(held)
    phasing.plan(held, Phase.ANCHORING, kari, **told, version=held.version, today=later)
    run_job("landlords", later)
    assert Task.objects.get(kind=TaskKind.PROCUREMENT).state is TaskState.SETTLED


# --- The order of the days --------------------------------------------------------------------------------------------


def test_a_call_is_not_published_before_phase_one_stood(kari: Any) -> None:
    held = anchored(kari)
    mandate = records.get(Mandate, records.reference(held, "mandate"))
    records.change(mandate, ACTOR, values={"decided_on": CALLED + timedelta(days=1)})
    with pytest.raises(MandateInvalid):
        announcing.announce(held, call(), kari, version=held.version, today=TODAY)
    records.change(fresh(mandate), ACTOR, values={"decided_on": CALLED})
    note_late = [copied(one, CALLED + timedelta(days=1)) for one in fresh(held).results]
    records.change(fresh(held), ACTOR, values={"results": note_late})
    with pytest.raises(PhaseNotYet) as refused:
        announcing.announce(fresh(held), call(), kari, version=fresh(held).version, today=TODAY)
    assert set(refused.value.missing) == {"housing_bank", "trained"}
    assert fresh(held).announcement is None


def copied(result: Any, on: date) -> Result:
    return Result(code=result.code, on=on, what=result.what, by_name=result.by_name)


def test_what_came_after_the_day_of_signing_does_not_stand_then(kari: Any) -> None:
    held = chosen(kari)
    day = CALLED - timedelta(days=30)
    lacks = {one.code: one.lack for one in procured.lacking(held, Phase.ANCHORING, day)}
    assert lacks["housing_bank"] is Lack.LATER
    overview = records.get(NeedOverview, held.need_overview)
    records.change(overview, ACTOR, values={"settled_on": TODAY})
    assert [one.code for one in procured.lacking(held, Phase.ANCHORING, TODAY - timedelta(days=1))] == ["need_overview"]
    assert procured.lacking(held, Phase.ANCHORING, TODAY) == ()


def test_a_dropped_draft_is_no_agreement(kari: Any) -> None:
    held = chosen(kari)
    told = {"procurement": held, "state": AgreementState.ENDED, "ended_on": TODAY, "landlord": Landlord.objects.first()}
    make_agreement(**told, signed_on=None)
    assert [one.code for one in procured.lacking(held, Phase.AGREEMENT, TODAY)] == [
        "agreement",
        "declaration",
        "paid_out",
    ]
    facts = procured.facts_of(held, TODAY)
    assert (facts.agreements, facts.signed) == (0, 0)
    make_agreement(**told)
    assert procured.lacking(held, Phase.AGREEMENT, TODAY) == ()
