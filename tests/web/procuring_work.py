"""What is done to find homes that others own, as people do it; and the short cuts that people try."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from bson import ObjectId
from playwright.sync_api import expect

from admin import formats
from models import Agreement, Approach, Bid, Duty, File, Landlord, Mandate, NeedOverview, Procurement, Project
from tests.admin.plain_text import visible
from tests.procuring import PDF
from tests.web.keeping_town import MORNING, OSLO, Town
from tests.web.office_at_work import Seat

KINDS = (Procurement, NeedOverview, Mandate, Bid, Approach, Landlord, Project, Agreement, Duty, File)
NONCE = "a" * 32
CRITERIA = ("location", "mix", "rent", "accessibility", "landlord", "environment")


def day(town: Town, on: date) -> None:
    """People come to work on another day."""
    town.clock.move_to(datetime.combine(on, MORNING, OSLO))


def procured() -> Any:
    """The one procurement as it is stored."""
    return Procurement.objects.get()


def stored() -> list[Any]:
    """All that a short cut could have changed."""
    return [list(kind.objects.order_by("pk").as_pymongo()) for kind in KINDS]


# --- Short cuts ------------------------------------------------------------------------------------------------------


def refused(seat: Seat, path: str, *words: str, record: Any = None, **form: Any) -> None:
    """Post a step's address as a forged form or a stale tab would: the answer says why not, and nothing is stored."""
    if record is not None:
        form |= {"id": str(record.pk), "version": str(type(record).objects.get(pk=record.pk).version)}
    token = seat.page.locator("input[name=csrf_token]").first.get_attribute("value")
    before = stored()
    told = seat.page.request.post(f"{seat.url}/admin/{path}", form={"csrf_token": f"{token}", "nonce": NONCE, **form})
    said = visible(told.text())
    assert told.status < 500, path
    seat.wrong += [f"{path} does not say «{one}»: {said[-700:]}" for one in words if one not in said]
    assert stored() == before, path


def offers_no(seat: Seat, *buttons: str) -> None:
    """The page has none of these buttons or links, folded away or not."""
    for one in buttons:
        expect(seat.page.locator("a.btn, button", has_text=one)).to_have_count(0)


# --- The procurement -------------------------------------------------------------------------------------------------


def open_procurement(seat: Seat) -> None:
    """Find it in the list, and open it."""
    seat.go("framskaffelser/")
    seat.press(procured().procurement_number)


def follow(seat: Seat, what: str, button: str) -> None:
    """Do what the procurement's page says comes next."""
    seat.sees(f"Neste steg {what}")
    main = seat.page.locator(".next-step .btn-primary")
    expect(main).to_have_text(button)
    main.click()
    seat.page.wait_for_load_state()


def act(seat: Seat, words: str) -> None:
    """Press the button of a result, in the phase where it stands."""
    button = seat.page.locator(".result-acts a", has_text=words).first
    card = seat.page.locator("details.phase-card", has=button).first
    if card.get_attribute("open") is None:
        card.locator("summary").click()
    button.click()
    seat.page.wait_for_load_state()


def note(seat: Seat, result: str, what: str, *, file: str = "") -> None:
    """Note the result that comes next, with a file where one is named."""
    follow(seat, result, "Noter resultatet")
    seat.fill({"Hva er gjort?": what})
    if file:
        seat.page.set_input_files("input[type=file]", {"name": file, "mimeType": "application/pdf", "buffer": PDF})
    seat.press("Lagre resultatet")
    seat.sees("Resultatet er notert.", what)


def finish(seat: Seat, phase: str) -> None:
    """Confirm that the phase is gone through."""
    follow(seat, f"Alt som er påkrevd i «{phase}», står", "Bekreft at fasen er ferdig")
    seat.press("Bekreft at fasen er ferdig")
    seat.sees(f"Fasen «{phase}» er ferdig.")


def pick(seat: Seat, label: str, typed: str, option: str) -> None:
    """Choose from what a picker suggests."""
    box = seat.page.get_by_role("combobox", name=re.compile(rf"^{label}"))
    box.fill("")
    box.press_sequentially(typed, delay=5)
    seat.page.get_by_role("option", name=re.compile(re.escape(option))).first.click()


def mandate(seat: Seat, body: str, case: str, ceiling: int, on: date) -> None:
    """Fill in an authority and register it."""
    seat.choose({"Gitt av": body})
    seat.fill({"Vedtatt": formats.day(on), "Saksnummer": case, "Fullmakt til": "Kommunalsjefen",
               "Høyeste antall boliger": str(ceiling)})  # fmt: skip
    seat.press("Registrer")


def sizes(seat: Seat, rows: Sequence[tuple[int, int, int]]) -> None:
    """Fill in a mix: rooms, homes, of these accessible."""
    for at, row in enumerate(rows):
        if at:
            seat.page.locator("[data-add-part]").click()
        for name, number in zip(("rooms", "homes", "accessible"), row, strict=True):
            seat.page.locator(f"[name=mix-{at}-{name}]").fill(str(number))


def bid(seat: Seat, landlord: str, number: str, project: str, homes: int) -> Any:
    """Register a bid of a landlord who is new here."""
    seat.fill({"Ny utleier: organisasjonsnummer": number, "Ny utleier: navn": landlord, "Prosjekt": project,
               "Beliggenhet": "Sjøgata 2, Harstad", "Husleie per m² og år": "1 900"})  # fmt: skip
    sizes(seat, [(2, homes, 4)])
    seat.press("Lagre")
    seat.sees(project)
    return Bid.objects.get(project_name=project)


def points(seat: Seat, held: Any, given: int, why: str) -> None:
    """Give a bid points by every criterion, on its page."""
    seat.go(f"tilbud-fra-utleiere/vis/?id={held.pk}")
    seat.next_step("Gi poeng")
    for one in CRITERIA:
        seat.page.locator(f"[name=points_{one}]").fill(str(given))
        seat.page.locator(f"[name=why_{one}]").fill(why)
    seat.press("Lagre poengene")
    seat.sees("Poengene er lagret.")


def criteria(given: int) -> dict[str, str]:
    """What a form with points posts."""
    return {f"points_{one}": str(given) for one in CRITERIA} | {f"why_{one}": "Greit." for one in CRITERIA}


def agreement(kind: str, held: Any = None) -> dict[str, str]:
    """What the form of a new agreement posts."""
    return {"kind": kind, "bid": str(held.pk) if held else "", "landlord": "", "project": "", "project_name": "Nytt",
            "homes": "5", "years": "20", "nonce": str(ObjectId())}  # fmt: skip
