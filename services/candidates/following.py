"""Candidates follow their vacancy as it is allocated, sent back or cancelled, and their household off the list."""

from collections.abc import Iterable, Iterator
from typing import Any

from bson import ObjectId

from models import Application, Nomination, Vacancy
from models.base import Effect, Record
from rules import candidates, states
from rules.deadlines import oslo_date
from rules.errors import AlreadyExists
from rules.terms import NominationState
from services import records, vacancy_steps
from services.actor import Actor
from services.effects import Owed

KEEP_EFFECT = "keep_nominations"
LEFT_EFFECT = "nominations_of_household"  # followed: an application's state, and the appeal that keeps its place
LEFT_AFTER = ("state", "kept_by")
ACTIONS = {
    NominationState.ALLOCATED: "nomination_allocated",
    NominationState.PASSED_OVER: "nomination_passed_over",
    NominationState.PUT_UP: "nominated_again",
    NominationState.WITHDRAWN: "nomination_fell",
}


def owed_by_new(nomination: Nomination, vacancy: ObjectId) -> Owed:
    """What a new candidate owes: the vacancy or the household may have gone on in the same instant."""
    return Owed(KEEP_EFFECT, f"{KEEP_EFFECT}:{nomination.pk}:1", {"vacancy": str(vacancy)})


def keep_by_effect(_document: Record, effect: Effect, actor: Actor) -> None:
    """Let a vacancy's candidates follow it, wherever it stands now (a command effect)."""
    _follow(of_vacancy(ObjectId(effect.args["vacancy"])), actor)


def leave_by_effect(document: Record, _effect: Effect, actor: Actor) -> None:
    """A household that has left the waiting list is no candidate any longer."""
    if not isinstance(document, Application) or document.on_list:
        return
    _follow(of_household(document.pk), actor)


def of_vacancy(vacancy: ObjectId) -> Iterator[Nomination]:
    """All candidates of a vacancy, oldest first (index `nomination_vacancy`)."""
    yield from Nomination.objects(vacancy=vacancy).no_dereference().order_by("put_up_on", "id")


def of_household(application: ObjectId) -> Iterator[Nomination]:
    """The vacancies that a household stands as a candidate for, newest first (index `nomination_application`)."""
    wanted = Nomination.objects(application=application, state=NominationState.PUT_UP)
    yield from wanted.no_dereference().order_by("-put_up_on", "id")


def _follow(nominations: Iterable[Nomination], actor: Actor) -> None:
    for one in list(nominations):  # read before any of them is changed
        if one.state is NominationState.WITHDRAWN:
            continue
        vacancy = Vacancy.objects(pk=records.reference(one, "vacancy")).no_dereference().get()
        target = candidates.follows(one.state, vacancy.state, **_facts(one, vacancy))
        if target is not one.state:
            _move(one, vacancy, target, actor)


def _facts(nomination: Nomination, vacancy: Vacancy) -> dict[str, bool]:
    household = records.reference(nomination, "application")
    held = Application.objects(pk=household).only("on_list").no_dereference().first()
    return {
        "chosen": vacancy.allocation is not None and vacancy.allocation.application == household,
        "fell": any(one.application == household and one.offer is not None for one in vacancy.earlier),
        "waits": held is not None and held.on_list,
    }


def _move(nomination: Nomination, vacancy: Vacancy, target: NominationState, actor: Actor) -> None:
    states.check(states.NOMINATION, nomination.state, target)
    values: dict[str, Any] = {
        "state": target,
        "closed_on": None if target is NominationState.PUT_UP else oslo_date(actor.at),
    }
    owed = [vacancy_steps.owed(nomination, vacancy.pk)]
    try:
        records.change(nomination, actor, values=values, action=ACTIONS[target], owed=owed)
    except AlreadyExists:
        return  # its office has put up another meanwhile: that one stands
