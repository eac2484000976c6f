"""What every letter on paper has: who sends it, who gets it, which case it is about (fvl. §§ 23–27)."""

from dataclasses import dataclass, field
from datetime import date

from rules.terms import DecidingBody, Role


@dataclass(frozen=True, kw_only=True)
class Sender:
    """The municipality and the office that writes, with how to reach it."""

    municipality: str
    office: str = "Boligkontoret"
    phone: str | None = None
    email: str | None = None


@dataclass(frozen=True, kw_only=True)
class Envelope:
    """The head of a letter; the first address is the main one, each of the rest gets a copy. `language` is nb or nn."""

    sender: Sender
    addresses: tuple[str, ...]  # name, street and town, a line each
    case_number: str
    archive_number: str | None
    day: date
    language: str
    caseworker: str | None = None
    signs_as: Role | None = None  # what the one who signs is, where that is not a case's caseworker
    decided_by: DecidingBody | None = None  # the body: who sits in it is not known when a decision's letter is drawn
    of_lease: bool = False  # the number is a lease's, not an application's
    signed: bool = True  # a print of what is stored is nobody's letter
    own_reference: bool = False  # the number is ours alone: it points to nobody's case or home
    exempt: str = "Unntatt offentlighet etter offentleglova § 13, jf. forvaltningsloven § 13"


@dataclass(frozen=True)
class Drawn:
    """A letter as it was drawn: its title, its language, and the bytes of its PDF/A-2b with PDF/UA tags."""

    title: str
    language: str
    content: bytes = field(repr=False)
