"""The lease on paper: parties, dwelling, term, rent, security and what the law asks to be said in writing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from letters import blocks, contract_words, pdf
from letters.blocks import Block
from letters.contract_words import kroner
from letters.labels import label
from letters.layout import long_date
from letters.letterhead import sender_data
from letters.paper import Drawn, Sender
from letters.words import EXEMPT, HEAD, Both, Say, speaker
from rules.lease_terms import Contract
from rules.terms import RentLineKind, Security


@dataclass(frozen=True, kw_only=True)
class Home:
    """The dwelling; `extras` are names of fields that say what goes with it."""

    number: str
    address: str
    unit_number: str | None = None
    rooms: int
    area_m2: float | None = None
    extras: tuple[str, ...] = ()
    pets: bool = False


@dataclass(frozen=True, kw_only=True)
class LeaseContract:
    """All that a lease says, from stored facts and what was filled in; amounts in øre a month.

    `account` is the one that the rent is paid to, where the rulebook names it,
    `follows` the number of the lease that this takes over from, `weighty_by` who let a second short one be made.
    """

    sender: Sender
    number: str
    tenant: str
    born_on: date | None
    language: str
    day: date
    home: Home
    kind: str
    terms: Contract
    lines: tuple[tuple[RentLineKind, int], ...]
    due_day: int
    kid: str
    keys_need_security: bool
    account: str | None = None
    weighty_by: str | None = None
    follows: str | None = None


def draw(lease: LeaseContract) -> Drawn:
    """The lease as PDF, with room for both signatures. Raises UndrawableText."""
    say = speaker(lease.language)
    title = say(Both(f"Leiekontrakt {lease.number}", f"Leigekontrakt {lease.number}"))
    author = f"{lease.sender.municipality}, {lease.sender.office}"
    data = {
        "author": author,
        "words": {**{name: say(both) for name, both in HEAD.items()}, "signed": say(contract_words.SIGNED)},
        "sender": sender_data(lease.sender, say),
        "exempt": say(EXEMPT),
        "blocks": list(blocks_of(lease, say)),
        "signatures": [
            [say(contract_words.LANDLORD), lease.sender.municipality],
            [say(contract_words.TENANT), lease.tenant],
        ],
        "place": say(contract_words.PLACE_AND_DATE),
        "foot": f"{author} · {title}",
    }
    return pdf.draw("lease_contract", title=title, language=lease.language, day=lease.day, data=data)


def blocks_of(lease: LeaseContract, say: Say) -> Iterator[Block]:
    """The contract's parts in order, numbered."""
    parts = (_parties, _home, _term, _section_11_1, _rent, _security, _handing_over, _use, _breach, _disputes)
    order = 0
    for part in parts:
        found = list(part(lease, say))
        if found:
            order += 1
            found[0]["text"] = f"{order}. {found[0]['text']}"
            yield from found


def _parties(lease: LeaseContract, say: Say) -> Iterator[Block]:
    yield blocks.heading(say(Both("Partene", "Partane")))
    born = say(Both("født", "fødd"))
    tenant = f"{lease.tenant}, {born} {long_date(lease.born_on)}" if lease.born_on else lease.tenant
    yield blocks.facts(
        [
            (say(contract_words.LANDLORD), f"{lease.sender.municipality}\n{lease.sender.office}"),
            (say(contract_words.TENANT), tenant),
        ]
    )


def _home(lease: LeaseContract, say: Say) -> Iterator[Block]:
    home = lease.home
    yield blocks.heading(say(Both("Boligen", "Bustaden")))
    rows = [(say(Both("Adresse", "Adresse")), home.address), (say(Both("Bolignummer", "Bustadnummer")), home.number)]
    if home.unit_number:
        rows.append((say(Both("Bruksenhet", "Brukseining")), home.unit_number))
    size = f"{label(lease.kind, say)}, {home.rooms} rom"
    rows.append((say(Both("Type", "Type")), f"{size}, {home.area_m2:g} m²".replace(".", ",") if home.area_m2 else size))
    if home.extras:
        said = ", ".join(say(contract_words.EXTRAS[name]) for name in home.extras)
        rows.append((say(Both("Følger med", "Følgjer med")), said))
    yield blocks.facts(rows)


def _term(lease: LeaseContract, say: Say) -> Iterator[Block]:
    terms = lease.terms
    yield blocks.heading(say(Both("Leietid", "Leigetid")))
    rows = [(say(Both("Leien begynner", "Leiga byrjar")), long_date(terms.starts_on))]
    if terms.ends_on is not None and terms.months is not None:
        length = say(contract_words.months(terms.months))
        rows.append((say(Both("Siste dag", "Siste dagen")), f"{long_date(terms.ends_on)} ({length})"))
    yield blocks.facts(rows)
    if lease.follows:
        yield blocks.text(say(contract_words.follows(lease.follows)))
    if terms.ends_on is None:
        yield blocks.text(say(contract_words.OPEN_ENDED))
        return
    yield blocks.text(say(contract_words.FIXED))
    yield blocks.text(say(contract_words.NOT_TERMINABLE if terms.non_terminable else contract_words.TERMINABLE))


def _section_11_1(lease: LeaseContract, say: Say) -> Iterator[Block]:
    """The notice without which § 11-1 does not apply, the exceptions, and why the term is short (§§ 9-3, 11-1)."""
    terms = lease.terms
    if not terms.section_11_1:
        return
    yield blocks.heading(say(contract_words.SECTION_11_1))
    yield blocks.text(say(contract_words.APPLIES))
    found = [*contract_words.EXCEPTIONS, *([contract_words.SHORT_EXCEPTION] if terms.short else [])]
    yield blocks.bullets(say(one) for one in found)
    if not terms.short:
        return
    yield blocks.part(say(contract_words.SHORT_GROUNDS))
    yield blocks.text(terms.short_reason)
    if terms.short_again:
        yield blocks.part(say(contract_words.WEIGHTY_GROUNDS))
        yield blocks.text(terms.weighty_reason)
        if lease.weighty_by:
            yield blocks.text(say(contract_words.weighed_by(lease.weighty_by)))


def _rent(lease: LeaseContract, say: Say) -> Iterator[Block]:
    yield blocks.heading(say(Both("Husleie", "Husleige")))
    head = [say(Both("Hva", "Kva")), say(Both("Per måned", "Per månad"))]
    rows = [(say(contract_words.LINES[kind]), kroner(amount)) for kind, amount in lease.lines]
    if len(rows) > 1:
        rows.append((say(Both("Til sammen", "Til saman")), kroner(lease.terms.total_ore)))
    yield blocks.table(head, rows, (3, 1))
    rows = [("KID", lease.kid)]
    if lease.account:
        rows.insert(0, (say(Both("Konto", "Konto")), contract_words.account_number(lease.account)))
    yield blocks.facts(rows)
    yield blocks.text(say(contract_words.due(lease.due_day)))
    yield blocks.text(say(contract_words.REGULATED))


def _security(lease: LeaseContract, say: Say) -> Iterator[Block]:
    terms = lease.terms
    yield blocks.heading(say(Both("Sikkerhet", "Tryggleik")))
    if terms.security is None:
        yield blocks.text(
            say(contract_words.SECURITY_LATER if lease.keys_need_security else contract_words.NO_SECURITY)
        )
        return
    row = (say(contract_words.SECURITY[terms.security]), kroner(terms.security_ore or 0))
    yield blocks.facts([row])
    yield blocks.text(say(contract_words.SECURES))
    if terms.security is Security.DEPOSIT:
        yield blocks.text(say(contract_words.BLOCKED))


def _handing_over(lease: LeaseContract, say: Say) -> Iterator[Block]:
    yield blocks.heading(say(Both("Overtakelse og nøkler", "Overtaking og nøklar")))
    if lease.follows:
        yield blocks.text(say(contract_words.STAYS))
        return
    yield blocks.text(say(contract_words.KEYS_WITH if lease.keys_need_security else contract_words.KEYS))


def _use(lease: LeaseContract, say: Say) -> Iterator[Block]:
    yield blocks.heading(say(Both("Bruk av boligen", "Bruk av bustaden")))
    yield blocks.text(say(contract_words.USE))
    yield blocks.text(say(contract_words.PETS if lease.home.pets else contract_words.NO_PETS))


def _breach(_lease: LeaseContract, say: Say) -> Iterator[Block]:
    yield blocks.heading(say(Both("Mislighold og tvangsfravikelse", "Misleghald og tvangsfråviking")))
    yield blocks.text(say(contract_words.EVICTION))


def _disputes(_lease: LeaseContract, say: Say) -> Iterator[Block]:
    yield blocks.heading(say(Both("Uenighet", "Usemje")))
    yield blocks.text(say(contract_words.DISPUTES))
