"""The way of an ending on its page: notified, protested, ended, moved out, settled, each with its day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from admin import formats
from rules.terms import EndingState, LeaseEnd

STATES = list(EndingState)


@dataclass(frozen=True)
class Mark:
    """One stop of the way: done, now, ahead or late, with its day and a word on it."""

    label: str
    when: str = ""
    note: str = ""
    tone: str = "ahead"


NEXT = {
    "approve": "Godkjenn forslaget, eller si nei",
    "arrival": "Send brevet, og noter når det kom fram",
    "protest": "Vent på protestfristen",
    "sue": "Ta saken til Husleietvistutvalget, eller trekk oppsigelsen",
    "in_dispute": "Vent på avgjørelsen",
    "move": "Avtal befaring og nøkler, og før fraflyttingen",
    "keys": "Før at nøklene er tilbake",
    "settle": "Gjør opp",
    "goods": "Avklar de etterlatte eiendelene",
}


def next_words(asked: tuple[str, date | None] | None) -> str:
    """The next step, with its day where it has one."""
    if asked is None:
        return ""
    code, due = asked
    if due is None or code in ("arrival", "keys"):
        return NEXT[code]
    return f"{NEXT[code]} {formats.day(due)}" if code == "protest" else f"{NEXT[code]}, innen {formats.day(due)}"


def marks(ending: Any, today: date) -> list[Mark]:
    """The stops of the way, the first that is not done marked as the one where it stands."""
    found = list(_marks(ending, today))
    for at, mark in enumerate(found):
        if mark.tone == "ahead" and ending.state not in (EndingState.FALLEN, EndingState.SETTLED):
            found[at] = Mark(mark.label, mark.when, mark.note, "now")
            break
    return found


def _marks(ending: Any, today: date) -> Iterator[Mark]:
    if ending.proposed_by is not None:
        approved = ending.approved_by_name or ""
        yield Mark("Foreslått", "", ending.by_name, "done")
        if ending.state is EndingState.FALLEN and ending.letter is None:
            yield Mark("Falt bort", formats.day(ending.fallen_on), "", "late")
            return
        yield Mark("Godkjent", formats.day(ending.given_on) if approved else "", approved, _tone(approved))
    else:
        yield Mark(_begun(ending), formats.day(ending.given_on), "", "done")
    if ending.reason is LeaseEnd.LANDLORD_NOTICE and ending.proposed_by is not None:
        yield from _protest(ending, today)
    if ending.state is EndingState.FALLEN:
        yield Mark("Falt bort", formats.day(ending.fallen_on), "", "late")
        return
    out = ending.moved_out_on is not None
    over = out or ending.ends_on < today
    late = not out and ending.ends_on < today
    yield Mark("Siste dag", formats.day(ending.ends_on), "Ikke flyttet ennå" if late else "", _tone(over, late))
    keys = f"Nøkler {formats.day(ending.keys_back_on)}" if ending.keys_back_on else "Nøkler mangler" if out else ""
    yield Mark("Flyttet ut", formats.day(ending.moved_out_on) if out else "", keys, _tone(out))
    settled = ending.settlement
    yield Mark("Gjort opp", formats.day(settled.on) if settled else "", "", _tone(settled))


def _begun(ending: Any) -> str:
    return "Sagt opp" if ending.reason is LeaseEnd.TENANT_NOTICE else str(ending.reason.label)


def _protest(ending: Any, today: date) -> Iterator[Mark]:
    if ending.protest_by is None and ending.protested_on is None:
        yield Mark("Protestfrist", "", "Regnes fra brevet kommer fram")
        return
    if ending.protested_on is None:
        passed = ending.protest_by < today
        yield Mark("Protestfrist", formats.day(ending.protest_by), "Ingen protest" if passed else "", _tone(passed))
        return
    late = ending.protest_by is not None and ending.protested_on > ending.protest_by
    yield Mark("Protestert", formats.day(ending.protested_on), "For sent" if late else "I tide", "done")
    if late:
        return
    if ending.sued_on is not None:
        yield Mark("Sak reist", formats.day(ending.sued_on), "", "done")
    elif ending.sue_by is not None:
        passed = ending.sue_by < today
        yield Mark("Søksmålsfrist", formats.day(ending.sue_by), "Fristen er ute" if passed else "", "ahead")


def _tone(done: object, late: bool = False) -> str:
    return "late" if late else "done" if done else "ahead"


def checklist(ending: Any, inspection: Any) -> list[tuple[str, str, bool]]:
    """What is to be handed over: what, how it stands, and whether it is done."""
    held = inspection is not None and inspection.held_on is not None
    planned = f"Avtalt {formats.day(inspection.planned_on)}" if inspection is not None else "Ikke avtalt"
    found = [
        ("Befaring ved utflytting", formats.day(inspection.held_on) if held else planned, held),
        ("Nøkler tilbake", formats.day(ending.keys_back_on) if ending.keys_back_on else "Mangler",
         ending.keys_back_on is not None),
    ]  # fmt: skip
    if ending.left_goods:
        done = ending.goods_done_on is not None
        until = f"Oppbevares til {formats.day(ending.goods_until)}" if ending.goods_until else ""
        found.append(("Etterlatte eiendeler", f"Avklart {formats.day(ending.goods_done_on)}" if done else until, done))
    settled = ending.settlement is not None
    found.append(("Sluttoppgjør", formats.day(ending.settlement.on) if settled else "Gjenstår", settled))
    return found
