"""Letters without their looks: a year has hundreds, and how they are set is tried elsewhere."""

from typing import Any

from letters import arrears_letters, incident_letters, plan_letter, settlement_letter
from letters.letterhead import data_of
from letters.paper import Drawn, Sender

SENDER = Sender(municipality="Eksempel kommune", phone="77 00 00 00", email="bolig@kommune.test")
DRAWERS = ((arrears_letters, "draw"), (plan_letter, "draw"), (settlement_letter, "draw"))


def quick(told: Any) -> Drawn:
    """The same bytes for the same words."""
    return Drawn("Brev", told.envelope.language, f"%PDF-1.7 quick {told!r}".encode())


def _plain(envelope: Any, title: str, blocks: Any) -> Drawn:
    return Drawn(title, envelope.language, f"%PDF-1.7 {(title, data_of(envelope, blocks))!r}".encode())


def draw_quickly(put: Any = setattr) -> None:
    """Put the quick drawers in the typesetter's place; `put` is a test's monkeypatch.setattr."""
    for module, name in DRAWERS:
        put(module, name, quick)
    put(incident_letters, "letter", _plain)
