"""The steps of a case as people do them at their screens; each begins on the page where a person would stand."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

from bson import ObjectId

from models import Appeal, Application, Letter, Meeting, Message, Task
from rules.applications import OPEN
from rules.next_steps import UNDECIDED
from rules.terms import LetterState, TaskKind, TaskState
from tests.web.conftest import Site
from tests.web.office_at_work import Seat

TALK = "Samtale med søkeren og papirene i saken."


@dataclass(frozen=True)
class Handed:
    """A case as the office speaks of it."""

    id: ObjectId
    number: str
    name: str


def standing(case: Handed) -> Any:
    """The case as it is stored."""
    return Application.objects.get(pk=case.id)


def open_case(seat: Seat, case: Handed) -> None:
    """Find the case by its number in the list, and open it."""
    seat.go(f"soknader/?search={case.number}")
    seat.press(case.number)


# --- From application to proposal ------------------------------------------------------------------------------------


def hand_in(seat: Seat, first: str, last: str, picture: str = "") -> Handed:
    """Register a paper application from somebody who is not in the register, and take it up."""
    seat.go("soknader/")
    seat.press("Ny søknad")
    seat.choose({"Søknadstype": "Ny", "Mottatt som": "Papir", "Målgruppe": "Vanskeligstilt"})
    seat.tick("Personen står ikke i registeret")
    seat.fill(
        {"Fornavn": first, "Etternavn": last, "Født": "03.05.1988", "Adresse": "Prøvegata 1", "Postnummer": "9405"}
    )
    seat.choose({"Søkt av": "Søker selv", "Bosituasjon": "Uegnet bolig"})
    seat.fill({"Voksne": "1", "Barn": "2", "Ønsket antall rom": "3"})
    if picture:
        seat.look(picture)
    seat.press("Registrer søknaden")
    seat.sees("Søknaden er registrert som sak")
    found = Application.objects.get(pk=parse_qs(urlsplit(seat.page.url).query)["id"][0])
    case = Handed(found.pk, found.number, f"{first} {last}")
    seat.sees(case.number)
    seat.next_step("Ta opp")
    return case


def obtain_papers(seat: Seat, case: Handed) -> None:
    """Ask for papers by letter, note what has come, and let one go."""
    open_case(seat, case)
    seat.press("Be om papirer, eller noter at de er kommet i papirlisten")
    seat.tick("Dokumentasjon på inntekt", "Uttalelse fra helse- eller sosialtjenesten")
    seat.press("Lag brev")
    seat.look("hel-1-papirbrev-utkast")
    text = seat.pdf("Åpne brevet (PDF)", "hel-1-papirbrev")
    for said in ("Dokumentasjon på inntekt", "Uttalelse fra helse- eller sosialtjenesten", case.name):
        assert said in text, said
    seat.next_step("Legg til utsending")
    seat.next_step("Noter at brevet er sendt")
    seat.press("Noter som sendt")
    open_case(seat, case)
    seat.press("Be om papirer, eller noter at de er kommet i papirlisten")
    seat.tick("Dokumentasjon på inntekt")
    seat.press("Noter som mottatt")
    seat.tick("Uttalelse fra helse- eller sosialtjenesten")
    seat.fill({"Begrunnelse": "Saken er godt nok opplyst."})
    seat.press("Frafall")
    seat.sees("Papirene er frafalt.")
    seat.look("hel-1-papirer")


def map_needs(seat: Seat, case: Handed, wishes: str) -> None:
    """Find out what the household needs."""
    open_case(seat, case)
    seat.next_step("Kartlegg behovet")
    seat.fill({
        "Rom i dag": "2", "Hvorfor boligen er uegnet": "Fuktig og kald. Barna deler soverom med moren.",
        "Søkerens egne ønsker og syn": wishes, "Barnas syn": "Barna er ni og elleve år, og vil bli på skolen sin.",
    })  # fmt: skip
    seat.press("Lagre kartleggingen")
    seat.sees("Kartleggingen er lagret.")


def assess(seat: Seat, case: Handed, *, met: bool, again: bool = False) -> None:
    """Answer musts and factors; a must that is not met points to a refusal."""
    open_case(seat, case)
    if again:
        seat.press("Ny vurdering")
    else:
        seat.next_step("Vurder saken")
    own_way = "Uten mulighet til å skaffe seg egnet bolig på egen hånd i det private markedet"
    seat.answer({
        own_way: ("Ja" if met else "Nei", TALK),
        "Nåværende bolig er uegnet eller svært utilfredsstillende": ("Ja", TALK),
        "Grovt mislighold av tidligere leiekontrakt": ("Nei", ""),
        "Særskilt behov for en stabil bosituasjon": ("Særskilt behov", TALK),
        "Boevne": ("Klarer seg selv", TALK),
        "Tidligere tilbud om kommunal bolig": ("Ikke takket nei uten grunn", TALK),
        "Tidligere leieforhold til kommunen": ("Ingen mislighold", TALK),
    })  # fmt: skip
    seat.fill({"Barnets beste (Grunnloven § 104)": "Barna trenger plass og ro til skolearbeid."})
    seat.press("Lagre vurderingen")
    seat.sees("Vurderingen er lagret.")


def change_facts(seat: Seat, case: Handed, *, situation: str) -> None:
    """Set right what the household has told."""
    open_case(seat, case)
    seat.press("Endre opplysninger")
    seat.choose({"Bosituasjon": situation})
    seat.fill({"Hvorfor endres opplysningene?": "Kom fram i klagen."})
    seat.press("Lagre endringene")
    seat.sees("Opplysningene er endret.")


def propose(seat: Seat, case: Handed, outcome: str, reasons: str, weighed: str) -> None:
    """Write a proposal, and look at its letter."""
    open_case(seat, case)
    seat.next_step("Lag forslag til vedtak")
    write_proposal(seat, outcome, reasons, weighed)


def write_proposal(seat: Seat, outcome: str, reasons: str, weighed: str) -> None:
    """Fill in the form of a proposal."""
    seat.choose({"Utfall": outcome})
    if outcome == "Innvilget":
        seat.choose({"Boligtype": "Leilighet"})
        seat.fill({"Antall rom": "3"})
    seat.fill({"Begrunnelse": reasons, "Hva det er lagt vekt på": weighed})
    seat.press("Lag forslag og se brevet")
    seat.sees("Hva som foreslås")


# --- Afterwards ------------------------------------------------------------------------------------------------------


def look_back(case: Handed, site: Site | None = None) -> None:
    """Nothing owed or stopped, one next step where the case is open, and no name in a task or a mail.

    With a site the operator looks through the data too, in a process of its own.
    """
    if site is not None:
        assert "Ingen feil." in site.run("check-data").stdout
    for kind in (Application, Appeal, Letter, Meeting):
        assert kind.objects(__raw__={"pending.key": {"$exists": True}}).count() == 0, kind
    held = standing(case)
    subject = {"subject_id": str(case.id), "kind": TaskKind.NEXT_STEP, "state": TaskState.OPEN}
    assert Task.objects(**subject).count() == (1 if held.state in OPEN else 0)
    assert held.state not in UNDECIDED
    names = case.name.split()
    told = [one.text for one in Task.objects] + [f"{one.subject} {one.text} {one.html}" for one in Message.objects]
    assert [text for text in told if any(name in text for name in names)] == []
    assert Letter.objects(application=case.id, state=LetterState.DRAFT).count() == 0
