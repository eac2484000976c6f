"""Refusals at inspections and repairs, in bokmål: what is wrong, why, and what to do next."""

from admin import formats, wording
from admin.case_wording import NOTHING
from rules import errors


@wording.explain.register
def _(error: errors.InspectionStands) -> str:
    return (
        f"{NOTHING} Boligen har alt en befaring av samme slag som ikke er ferdig: {error.number}. Åpne den, og flytt, "
        "før eller avlys den."
    )


@wording.explain.register
def _(error: errors.NoticeTooShort) -> str:
    return (
        f"{NOTHING} Leietakeren skal varsles i rimelig tid (husleieloven § 5-6). Med brev i dag er første dag "
        f"{formats.day(error.first_on)}. Flytt befaring {error.number}, eller kryss av for at leietakeren er enig."
    )


@wording.explain.register
def _(error: errors.RoomsUnseen) -> str:
    rooms = wording.listed(error.left)
    return f"{NOTHING} Sett standard på hvert rom før du undertegner. Disse mangler i {error.number}: {rooms}."


@wording.explain.register
def _(error: errors.ProtocolOutdated) -> str:
    return (
        f"{NOTHING} Protokollen for {error.number} er fra en annen dag, eller noe er endret siden du så den. Se over "
        "den på nytt."
    )


@wording.explain.register
def _(error: errors.OrdinaryWear) -> str:
    rooms = wording.listed(error.rooms)
    return (
        f"{NOTHING} Leietakeren betaler bare for mer enn vanlig slitasje, og ikke for det som var slik ved "
        f"innflytting (husleieloven § 10-2). Ta bort beløpet for {rooms}."
    )


@wording.explain.register
def _(error: errors.ClaimUnreasoned) -> str:
    why = (
        "Kravet kommer sent etter befaringen. Det må settes fram innen rimelig tid (husleieloven § 10-3)."
        if error.late
        else "Vi har ingen befaring som viser hvordan rommet var ved innflytting."
    )
    return f"{NOTHING} {why} Skriv hvorfor kravet likevel er riktig."


@wording.explain.register
def _(error: errors.ClaimStands) -> str:
    return (
        f"{NOTHING} Det er alt ført et krav ved utflytting, av {error.by_name} i befaring {error.number}. Er det feil, "
        "må det trekkes av den som førte det."
    )


@wording.explain.register
def _(error: errors.NotTheirClaim) -> str:
    return f"{NOTHING} Kravet trekkes av den som førte det: {error.by_name}."


@wording.explain.register
def _(error: errors.HomeShielded) -> str:
    return (
        f"Leietakeren har beskyttet adresse. Bilder og protokoll for {error.number} åpnes av en som kan se beskyttede "
        "adresser."
    )
