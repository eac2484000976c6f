"""A housing office at work in browsers: who sits there, what they press and write, and the letters they look at."""

import re
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from letters.paper import Drawn
from models import Office, User
from rules.terms import Role
from tests.admin.conftest import HASH, PASSWORD
from tests.admin.plain_text import strange
from tests.factories import make_office, make_user
from tests.letters.reading import run, text_of
from tests.web.browsing import PICTURES, faults

_numbers = count(1)
UNSEEN = re.compile(r"\s+")


def labelled(words: str) -> re.Pattern[str]:
    """A label as it is written, with the star of an input that must be filled in or without."""
    return re.compile(rf"^\s*{re.escape(words)}\s*\*?\s*$")


@dataclass
class Seat:
    """One person signed in at a browser of their own."""

    page: Page
    url: str
    folder: Path
    wrong: list[str] = field(default_factory=list)  # what the console said, and what is wrong with the pages

    # --- Going and reading ---------------------------------------------------------------------------------------

    def go(self, path: str) -> None:
        """Open one of the desk's pages."""
        answer = self.page.goto(f"{self.url}/admin/{path}")
        assert answer is not None
        assert answer.ok, path

    def sees(self, *words: str) -> None:
        """The page says each of these."""
        for one in words:
            expect(self.page.locator("body")).to_contain_text(one)

    def fact(self, label: str) -> str:
        """What stands at a label on a record's page."""
        row = self.page.locator("div.fact", has=self.page.get_by_text(label, exact=True))
        return UNSEEN.sub(" ", row.first.locator("dd").inner_text()).strip()

    def look(self, name: str) -> None:
        """Keep a picture; note what axe-core finds, and every word that is no bokmål."""
        self.wrong += faults(self.page, name) + [f"{name}: {word}" for word in strange(self.page.content())]

    # --- Doing ---------------------------------------------------------------------------------------------------

    def press(self, words: str, inside: Locator | None = None) -> None:
        """Press a button or follow a link by its words; what asks first is answered yes."""
        place: Any = inside or self.page
        button = place.get_by_role("button", name=words, exact=True)
        button.or_(place.get_by_role("link", name=words, exact=True)).first.click()
        self.page.wait_for_load_state()

    def next_step(self, words: str) -> None:
        """Do what the page says comes next: its one main button must have these words."""
        main = self.page.locator(".page-head .btn-primary")
        expect(main).to_have_text([words])
        main.click()
        self.page.wait_for_load_state()

    def fill(self, said: dict[str, str]) -> None:
        """Write in the inputs with these labels."""
        for label, text in said.items():
            self.input(label).fill(text)

    def choose(self, said: dict[str, str]) -> None:
        """Choose in the lists with these labels."""
        for label, option in said.items():
            self.input(label).select_option(label=option)

    def tick(self, *labels: str) -> None:
        for label in labels:
            self.input(label).check()

    def input(self, label: str) -> Locator:
        return self.page.get_by_label(labelled(label)).locator("visible=true").first

    def answer(self, said: dict[str, tuple[str, str]]) -> None:
        """Answer questions with what each answer rests on."""
        for question, (choice, evidence) in said.items():
            group = self.page.get_by_role("group", name=question, exact=True)
            group.get_by_label(re.compile(rf"^{re.escape(choice)}( -?\+?−?\d+ poeng)?$")).check()
            group.get_by_role("textbox").fill(evidence)

    # --- Letters -------------------------------------------------------------------------------------------------

    def pdf(self, words: str, name: str) -> str:
        """The PDF behind a link: sound, archivable and readable by ear; its text, and a picture of each page."""
        address = self.page.get_by_role("link", name=words).first.get_attribute("href")
        return self.fetched(f"{address}", name)

    def fetched(self, address: str, name: str) -> str:
        answer = self.page.request.get(address if address.startswith("http") else f"{self.url}{address}")
        assert answer.headers["content-type"] == "application/pdf"
        drawn = Drawn(title="", language="nb", content=answer.body())
        facts = dict(line.split(":", 1) for line in run("pdfinfo", drawn, self.folder).splitlines() if ":" in line)
        assert facts["Tagged"].strip() == "yes"
        assert facts["Title"].strip()
        assert facts["PDF version"].strip() == "1.7"
        metadata = run("pdfinfo", drawn, self.folder, "-meta")
        for said in (
            "<pdfaid:part>2</pdfaid:part>", "<pdfaid:conformance>B</pdfaid:conformance>",
            "<pdfuaid:part>1</pdfuaid:part>",
        ):  # fmt: skip
            assert said in metadata, name
        assert "No syntax or stream encoding errors found" in run("qpdf", drawn, self.folder, "--check")
        run("pdftoppm", drawn, self.folder, "-png", "-r", "70", to=(str(PICTURES / name),))
        return text_of(drawn, self.folder)


class Housing:
    """The office: its people, each let in at a browser of their own on the running site."""

    def __init__(self, url: str, browser: Browser, folder: Path) -> None:
        self.url, self.browser, self.folder = url, browser, folder
        self.offices: dict[str, Office] = {}
        self.seats: list[Seat] = []
        self.contexts: list[BrowserContext] = []

    def hire(self, name: str, role: Role, agency: str = "Helse og velferd") -> User:
        """Somebody at the agency's office."""
        number = next(_numbers)
        known = {"phone": "77 00 00 00", "email": "bolig@eksempel.test", "agency": agency}
        held = self.offices.get(agency) or make_office(name=f"Boligkontor {number}", **known)
        self.offices[agency] = held
        email = f"kollega{number}@kommune.test"
        return make_user(email=email, name=name, roles=[role], office=held, password_hash=HASH)

    def let_in(self, user: User) -> Seat:
        """The person signs in."""
        context = self.browser.new_context(
            locale="nb-NO", timezone_id="Europe/Oslo", viewport={"width": 1280, "height": 900}
        )
        context.set_default_timeout(15_000)
        self.contexts.append(context)
        page = context.new_page()
        seat = Seat(page, self.url, self.folder)
        self.seats.append(seat)
        page.on("console", lambda one: seat.wrong.append(one.text) if one.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: seat.wrong.append(str(error)))
        page.on("dialog", lambda dialog: dialog.accept())
        page.goto(f"{self.url}/admin/")
        page.fill("#email", user.email)
        page.fill("#password", PASSWORD)
        page.get_by_role("button", name="Logg inn").click()
        page.wait_for_load_state()
        return seat

    def close(self) -> list[str]:
        """Everybody goes home; what was wrong with what they saw."""
        for context in self.contexts:
            context.close()
        return [one for seat in self.seats for one in seat.wrong]
