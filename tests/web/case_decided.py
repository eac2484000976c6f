"""What comes after a proposal, as people do it: the committee's meeting, letters, decisions and appeals on them."""

import re

from bson import ObjectId

from admin import formats
from models import Meeting
from tests.web.case_work import Handed, open_case
from tests.web.office_at_work import Seat

# --- The committee ---------------------------------------------------------------------------------------------------


def plan_meeting(seat: Seat) -> ObjectId:
    """Plan a meeting today; all who sit in the committee are called."""
    seat.go("moter/")
    seat.press("Nytt møte")
    seat.fill({"Dato": formats.day(formats.today()), "Sted": "Rådhuset, rom 214"})
    seat.choose({"Møteleder": "Mona Møteleder"})
    seat.press("Lagre")
    seat.page.wait_for_url(lambda url: "/ny/" not in url)
    newest = max(Meeting.objects, key=lambda one: int(one.meeting_number.rpartition("/")[2]))
    return ObjectId(newest.pk)


def set_on_agenda(seat: Seat, case: Handed, meeting: ObjectId) -> None:
    """Put the proposed case on the agenda."""
    open_case(seat, case)
    seat.next_step("Sett på dagsorden")
    number = Meeting.objects.get(pk=meeting).meeting_number
    held = seat.input("Møte").locator("option", has_text=number)
    seat.input("Møte").select_option(value=held.get_attribute("value"))
    seat.press("Sett på dagsorden")
    seat.sees("Saken står på dagsorden i møte")


def leave_case(seat: Seat, meeting: ObjectId, case: Handed) -> None:
    """A member says that they are disqualified, and sees no more of the case."""
    seat.go(f"moter/vis/?id={meeting}")
    card = seat.page.locator(f"#sak-{case.id}")
    card.locator("summary", has_text="Inhabil").click()
    card.get_by_label("Hvorfor (forvaltningsloven § 6)?").fill("Søkeren er søsteren min.")
    seat.press("Noter inhabilitet", card)
    seat.sees("Du er inhabil i denne saken")


def open_meeting(seat: Seat, meeting: ObjectId) -> None:
    """Everybody called is there."""
    seat.go(f"moter/vis/?id={meeting}")
    for box in seat.page.locator("input[name=present]").all():
        box.check()
    seat.press("Åpne møtet")
    seat.sees("Møtet er åpnet.")


def decide(seat: Seat, case: Handed, note: str = "") -> None:
    """Decide the case as it is proposed."""
    card = seat.page.locator(f"#sak-{case.id}")
    card.get_by_label("Merknad i protokollen").fill(note)
    seat.press("Avgjør som foreslått", card)
    seat.sees(f"Sak {case.number} er avgjort.")


def close_meeting(seat: Seat, meeting: ObjectId, name: str = "") -> str:
    """Close the meeting, and read its minutes where they are named."""
    seat.go(f"moter/vis/?id={meeting}")
    seat.press("Avslutt møtet")
    seat.sees("Møtet er avsluttet, og protokollen er laget.")
    return seat.pdf("Åpne protokollen (PDF)", name) if name else ""


def through_a_meeting(secretary: Seat, chair: Seat, case: Handed, says: str = "") -> None:
    """A meeting of its own for one case, of which the members read what it `says`."""
    meeting = plan_meeting(secretary)
    set_on_agenda(secretary, case, meeting)
    open_meeting(chair, meeting)
    chair.sees(says)
    decide(chair, case)
    close_meeting(secretary, meeting)


# --- Letters, decisions, appeals -------------------------------------------------------------------------------------


def send_letter(seat: Seat, case: Handed, kind: str, name: str = "") -> str:
    """Find the letter on the list of those to be sent, read it where it is named, and note that it is sent."""
    seat.go("brev/?flt_utsending=venter")
    row = seat.page.get_by_role("row").filter(has_text=case.number).filter(has_text=kind)
    row.get_by_role("link").first.click()
    text = seat.pdf("Åpne brevet (PDF)", name) if name else ""
    seat.next_step("Noter at brevet er sendt")
    seat.press("Noter som sendt")
    seat.sees("Brevet er notert som sendt.")
    return text


def open_decision(seat: Seat, case: Handed, outcome: str) -> None:
    """From the case to one of its decisions."""
    open_case(seat, case)
    panel = seat.page.locator("section", has=seat.page.get_by_role("heading", name=re.compile("^Vedtak")))
    panel.last.get_by_role("row").filter(has_text=outcome).get_by_role("link").first.click()
    seat.page.wait_for_url("**/vedtak/vis/**")


def open_appeal(seat: Seat, case: Handed) -> None:
    """From the case to its appeal."""
    open_case(seat, case)
    panel = seat.page.locator("section", has=seat.page.get_by_role("heading", name=re.compile("^Klager")))
    panel.last.get_by_role("row").nth(1).get_by_role("link").first.click()
    seat.page.wait_for_url("**/klager/vis/**")


def appeal(seat: Seat, grounds: str, wanted: str) -> None:
    """Register an appeal that came today, from the decision's page."""
    seat.press("Registrer klage")
    seat.fill({"Klagegrunner": grounds, "Endringen det bes om": wanted})
    seat.press("Registrer klagen")
    seat.sees("Klagen er registrert. Den kom i tide.")


def forward(seat: Seat) -> None:
    """The decision stands after our own reassessment: on to the body."""
    seat.press("Send til klageinstansen")
    seat.fill({
        "Egen ny vurdering": "Utvalget har sett på oppsigelsen og brevet fra NAV. Inntekten er fortsatt høy nok.",
        "Uttalelse til klageinstansen": "Utvalget står ved vedtaket. Klagen gir ingen nye opplysninger om formuen.",
        "Vurdert på nytt av": f"Husfordelingsutvalget {formats.day(formats.today())}",
    })  # fmt: skip
    seat.press("Send til klageinstansen")


def upheld(seat: Seat, reasons: str) -> None:
    """What the body came to."""
    seat.choose({"Klageinstansens avgjørelse": "Vedtaket er stadfestet"})
    seat.fill({"Avgjort": formats.day(formats.today()), "Klageinstansens begrunnelse": reasons})
    seat.press("Før avgjørelsen")


def approve_letter(seat: Seat, name: str) -> str:
    """Look over the letter that the appeal owes, and approve it."""
    seat.next_step("Se over og godkjenn brevet")
    seat.look(f"{name}-side")
    text = seat.pdf("Åpne brevet i et eget vindu", name)
    seat.press("Godkjenn brevet")
    seat.sees("Brevet er godkjent og klart til utsending.")
    return text
