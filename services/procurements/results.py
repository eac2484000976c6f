"""The results of the phases: what people note, and the overview of the need and the authority they build on (S000)."""

from collections.abc import Sequence
from datetime import date
from typing import Any, BinaryIO

from bson import ObjectId

from models import File, Mandate, NeedOverview, Procurement
from models.procurement import Result
from rules import procurement as rules
from rules.errors import BeforeStart, InvalidRecord, NotFound, PhaseClosed
from rules.partner_policy import WantedResult
from rules.terms import FileKind, NeedState, Phase, ResultSort, Role
from services import attachments, mandates, procured, records, rulebooks
from services.actor import Actor
from services.attachments import Arriving
from services.procurements.common import (
    copied,
    opened,
    require_changeable,
    require_running,
    required_text,
)

MOST_FILES = 20


def wanted_of(procurement: Procurement, code: str) -> WantedResult:
    """The rulebook's result of that code, as the procurement began under it. Raises NotFound."""
    every = rulebooks.numbered(procurement.rulebook).partnering.results
    found = next((one for one in every if one.code == code), None)
    if found is None:
        raise NotFound("procurement_result", code)
    return found


def note(
    procurement: Procurement,
    code: str,
    actor: Actor,
    *,
    on: date,
    what: str,
    files: Sequence[Arriving] = (),
    nonce: str = "",
    version: int,
    today: date,
) -> bool:
    """Note a result with its day, what was done, and files; noted before, it is changed and keeps its files.

    The same again = nothing. Raises NotAuthorised, ProcurementClosed, NotFound (no such result, or one read from a
    record), PhaseClosed, InvalidRecord (in the future, or moved to after what rests on it), BeforeStart
    (`rules.too_early`), FileRefused, StaleState.
    """
    opened(procurement, actor, "procurement.note", version)
    require_running(procurement)
    wanted = wanted_of(procurement, code)
    if wanted.sort is not ResultSort.NOTED:
        raise NotFound("procurement_result", code)
    if wanted.phase in procured.finished(procurement):
        raise PhaseClosed(procurement.number, wanted.phase.label)
    if on > today:
        raise InvalidRecord("procurement", {"on": "future"})
    if rules.too_early(on, procurement.started_on):
        raise BeforeStart(procurement.number, "on", procurement.started_on)
    plain = required_text("procurement", "what", what)
    held = next((one for one in procurement.results if one.code == code), None)
    if held is not None and on > held.on and wanted.required:
        _require_in_time(procurement, wanted.phase, on)
    kept = _kept(held, files, nonce, actor)
    if held is not None and (held.on, held.what, list(held.files)) == (on, plain, kept):
        return False
    made = Result(code=code, on=on, what=plain, files=kept, by_name=actor.name)
    results = [made if one.code == code else one for one in procurement.results]
    if held is None:
        results.append(made)
    action = "result_noted" if held is None else "result_changed"
    return records.change(procurement, actor, values={"results": results}, action=action, version=version)


def _require_in_time(procurement: Procurement, phase: Phase, on: date) -> None:
    """Refuse to move a result to after the day on which a call or an agreement was made on it."""
    soonest, why = min(procured.built_on(procurement, phase), default=(on, ""))
    if on > soonest:
        raise InvalidRecord("procurement", {"on": why})


def _kept(held: Result | None, files: Sequence[Arriving], nonce: str, actor: Actor) -> list[ObjectId]:
    before = list(held.files) if held else []
    sounds = attachments.look_through(files)
    new = [one for one in attachments.identities(sounds, nonce) if one not in before]
    if len(before) + len(new) > MOST_FILES:
        raise InvalidRecord("procurement", {"files": "too_many_files"})
    attachments.keep(sounds, nonce, actor, FileKind.PROCUREMENT)
    return [*before, *new]


def take_back(procurement: Procurement, code: str, actor: Actor, *, why: str, version: int, today: date) -> bool:
    """Take a noted result back, with a reason, while nothing rests on it. Not noted = nothing.

    Raises NotAuthorised, ProcurementClosed, PhaseClosed, PhaseRests, InvalidRecord (no reason), StaleState.
    """
    opened(procurement, actor, "procurement.note", version)
    require_running(procurement)
    wanted = wanted_of(procurement, code)
    if all(one.code != code for one in procurement.results):
        return False
    reason = required_text("procurement", "reason", why)
    if wanted.required:
        require_changeable(procurement, wanted.phase, procured.facts_of(procurement, today))
    elif wanted.phase in procured.finished(procurement):
        raise PhaseClosed(procurement.number, wanted.phase.label)
    left = [one for one in procurement.results if one.code != code]
    return records.change(
        procurement, actor, values={"results": left}, action="result_taken_back", why=reason, version=version
    )


def remove_file(
    procurement: Procurement, code: str, file: str, actor: Actor, *, why: str, version: int
) -> bool:  # fmt: skip
    """Let a noted result name a file no more; its bytes stay, as what was named stays in the history.

    Raises NotAuthorised, ProcurementClosed, PhaseClosed, InvalidRecord (no reason), StaleState.
    """
    opened(procurement, actor, "procurement.note", version)
    require_running(procurement)
    held = next((one for one in procurement.results if one.code == code), None)
    if held is None or file not in [str(one) for one in held.files]:
        return False
    wanted = wanted_of(procurement, code)
    if wanted.phase in procured.finished(procurement):
        raise PhaseClosed(procurement.number, wanted.phase.label)
    reason = required_text("procurement", "reason", why)
    changed = copied(held, files=[one for one in held.files if str(one) != file])
    results = [changed if one.code == code else one for one in procurement.results]
    return records.change(
        procurement, actor, values={"results": results}, action="result_changed", why=reason, version=version
    )


def rest_on_overview(
    procurement: Procurement, overview: NeedOverview | None, actor: Actor, *, version: int, today: date
) -> bool:
    """Build on an overview of the need; None takes it away. The same again = nothing.

    One that others build on is exchanged for another settled one alone.
    Raises NotAuthorised, ProcurementClosed, PhaseClosed, PhaseRests, StaleState.
    """
    opened(procurement, actor, "procurement.overview", version)
    require_running(procurement)
    if (overview.pk if overview else None) == procurement.need_overview:
        return False
    if overview is None or overview.state is not NeedState.SETTLED:
        _require_loose(procurement, ResultSort.NEED_OVERVIEW, today)
    values = {"need_overview": overview.pk if overview else None}
    action = "overview_chosen" if overview else "overview_taken_away"
    return records.change(procurement, actor, values=values, action=action, version=version)


def rest_on_mandate(
    procurement: Procurement, mandate: Mandate | None, actor: Actor, *, version: int, today: date
) -> bool:
    """Build on an authority to sign; None takes it away. The same again = nothing.

    Raises NotAuthorised, ProcurementClosed, PhaseClosed, PhaseRests, MandateInvalid (withdrawn, past its day, not for
    what is announced), StaleState.
    """
    opened(procurement, actor, "procurement.mandate", version)
    require_running(procurement)
    if (mandate.pk if mandate else None) == records.reference(procurement, "mandate"):
        return False
    if mandate is None:
        _require_loose(procurement, ResultSort.MANDATE, today)
    else:
        called = procurement.announcement
        mandates.require_valid(mandate, called.kind if called else None, today)
    values: dict[str, Any] = {"mandate": mandate.pk if mandate else None}
    action = "mandate_chosen" if mandate else "mandate_taken_away"
    return records.change(procurement, actor, values=values, action=action, version=version)


def _require_loose(procurement: Procurement, sort: ResultSort, today: date) -> None:
    """Nothing is taken from under a phase that is confirmed, or what is built on it."""
    facts = procured.facts_of(procurement, today)
    phase = next((one.phase for one in facts.wanted if one.sort is sort), Phase.ANCHORING)
    require_changeable(procurement, phase, facts)


def files_of(procurement: Procurement) -> list[ObjectId]:
    """The files that the procurement names, in the order of its results, the announcement's last."""
    named = [file for one in procurement.results for file in one.files]
    called = procurement.announcement
    return [*named, called.file] if called and called.file else named


def fetch(procurement: Procurement, file: str, actor: Actor) -> tuple[File, BinaryIO]:
    """One of the procurement's files; the fetching is logged. Raises NotAuthorised, NotFound."""
    actor.require(*Role, what="procurement.file")
    return attachments.fetch(
        file, files_of(procurement), actor, number=procurement.number, person=None, kind=FileKind.PROCUREMENT
    )
