"""Where the person at the screen may go from each part of a procurement's picture."""

from collections.abc import Callable
from typing import Any

from admin import formats
from admin.links import list_url
from admin.views.partners.phase_steps import PHASE
from admin.views.partners.procurement_picture import Link, Ways, listed_files
from admin.views.partners.result_steps import CODE
from letters.layout import plural
from models import Agreement, Bid, Mandate, NeedOverview
from rules import procurement as rules
from rules.procurement import Facts
from rules.terms import AgreementState, MandateState, Phase, ProcurementState, ResultSort
from services import procured, records
from services.batches import IDS_AT_ONCE


class WayFinder:
    """The addresses of one procurement's steps; a step that the person may not take has none."""

    def __init__(self, screen: Any, held: Any, facts: Facts) -> None:
        self.screen = screen
        self.held = held
        self.facts = facts
        self.running = held.state is ProcurementState.RUNNING
        self.finished = procured.finished(held)
        self.now = rules.first_unfinished(self.finished) if self.running else None

    def ways(self) -> Ways:
        """All of them."""
        acts, links, told, files = {}, {}, {}, {}
        by_sort = self._by_sort()
        for one in self.facts.wanted:
            found, pages, words = by_sort[one.sort](one.code)
            open_ = self.running and one.phase not in self.finished
            acts[one.code] = found if open_ or (self.running and one.sort in LASTING) else []
            links[one.code], told[one.code] = pages, words
        for result in self.held.results:
            away = self._away if self.running and self._may("remove_file") else None
            files[result.code] = listed_files(result, self._file, away)
        return Ways(
            results=acts, records=links, told=told, files=files,
            phases={phase: self._phase(phase) for phase in Phase}, finish=self._finish(),
        )  # fmt: skip

    def _by_sort(self) -> dict[ResultSort, Callable[[str], tuple[list[Link], list[Link], str]]]:
        return {
            ResultSort.NOTED: self._noted,
            ResultSort.NEED_OVERVIEW: self._overview,
            ResultSort.MANDATE: self._mandate,
            ResultSort.ANNOUNCEMENT: self._call,
            ResultSort.BIDS: self._bids,
            ResultSort.CHOICE: self._choice,
            ResultSort.AGREEMENT: self._agreement,
            ResultSort.REGISTERED: lambda _code: self._lacking("registered_on"),
            ResultSort.PAID_OUT: lambda _code: self._lacking("loan_paid_out_on"),
        }

    # --- Addresses -------------------------------------------------------------------------------------------------

    def _may(self, method: str) -> bool:
        return bool(self.screen.may(method))

    def _step(self, label: str, method: str, **values: Any) -> list[Link]:
        if not self._may(method):
            return []
        return [(label, str(self.screen.get_url(f".{method}", id=self.held.pk, **values)))]

    def _file(self, file: Any) -> str:
        return str(self.screen.get_url(".paper", id=self.held.pk, fil=file))

    def _away(self, code: str, file: Any) -> str:
        return str(self.screen.get_url(".remove_file", id=self.held.pk, fil=file, **{CODE: code}))

    def _page(self, document: Any) -> list[Link]:
        url = self.screen.desk.page_url(document) if document is not None else None
        return [(self.screen.desk.label(document), url)] if url else []

    def _list(self, label: str, model: Any, **filters: str) -> list[Link]:
        url = list_url(self.screen.desk, model, **filters)
        return [(label, url)] if url else []

    # --- Results ---------------------------------------------------------------------------------------------------

    def _noted(self, code: str) -> tuple[list[Link], list[Link], str]:
        if any(one.code == code for one in self.held.results):
            back = self._step("Ta tilbake", "take_back", **{CODE: code})
            return [*self._step("Endre", "note", **{CODE: code}), *back], [], ""
        return self._step("Noter resultatet", "note", **{CODE: code}), [], ""

    def _overview(self, _code: str) -> tuple[list[Link], list[Link], str]:
        found = NeedOverview.objects(pk=self.held.need_overview).first() if self.held.need_overview else None
        if found is None:
            return self._first_of(NeedOverview, "overview", "Lag behovsoversikt", "create_view"), [], ""
        acts = self._step("Velg en annen", "choose_overview")
        if self.facts.overview is False:  # the draft is what the person goes to next
            acts = [(f"Åpne {words}", url) for words, url in self._page(found)] + acts
        return acts, self._page(found), f"Per {formats.day(found.on)}"

    def _mandate(self, _code: str) -> tuple[list[Link], list[Link], str]:
        key = records.reference(self.held, "mandate")
        found = Mandate.objects(pk=key).first() if key else None
        if found is None:
            return self._first_of(Mandate, "mandate", "Registrer fullmakt", "register"), [], ""
        words = f"{found.body.label}, sak {found.case_number}. {found.used} av {found.ceiling} boliger er brukt."
        if found.valid_until:
            words += f" Gjelder til og med {formats.day(found.valid_until)}."
        return self._step("Velg en annen", "choose_mandate"), self._page(found), words

    def _first_of(self, model: Any, name: str, label: str, method: str) -> list[Link]:
        """To what stands to choose among, and to where one is made: first where there is none to choose."""
        made, choose = self._other(model, label, method), self._step(CHOOSE[name], f"choose_{name}")
        return [*choose, *made] if self._any(model) else made

    def _any(self, model: Any) -> bool:
        valid = {"state": MandateState.VALID} if model is Mandate else {}
        return model.objects(**valid).only("pk").first() is not None

    def _other(self, model: Any, label: str, method: str, **values: Any) -> list[Link]:
        screen = self.screen.desk.screen_of(model)
        if screen is None or not screen.may(method):
            return []
        return [(label, str(screen.get_url(f"{screen.endpoint}.{method}", **values)))]

    def _call(self, _code: str) -> tuple[list[Link], list[Link], str]:
        called = self.held.announcement
        if called is None:
            anchored = not rules.missing(self.facts, Phase.ANCHORING)
            return self._step("Lys ut behovet", "announce") if anchored else [], [], ""
        words = f"Kunngjort {formats.day(called.published_on)}. Frist for tilbud {formats.day(called.bids_by)}."
        if self.facts.received:
            return [], [], words
        return [*self._step("Endre", "announce"), *self._step("Trekk", "withdraw")], [], words

    def _bids(self, _code: str) -> tuple[list[Link], list[Link], str]:
        if self.held.announcement is None:
            return [], [], ""
        url = self.screen.register_url(self.held)
        new = [("Registrer tilbud", url)] if url else []
        if not self.facts.received:
            return new, [], ""
        look = self._step("Sammenlign tilbudene", "compare")
        waiting = f", {self.facts.unscored} uten alle poengene" if self.facts.unscored else ""
        words = f"{plural(self.facts.received, 'tilbud', 'tilbud')} registrert{waiting}."
        pages = self._list("Alle tilbudene", Bid, procurement=str(self.held.pk))
        return ([*look, *new] if self.facts.today > self.held.announcement.bids_by else [*new, *look]), pages, words

    def _choice(self, _code: str) -> tuple[list[Link], list[Link], str]:
        choice = self.held.choice
        if choice is not None:
            words = f"Valgt {formats.day(choice.on)} av {choice.by_name}. {choice.reasons}"
            chosen = Bid.objects(pk__in=choice.bids[:IDS_AT_ONCE]).order_by("bid_number", "pk")
            pages = [link for bid in chosen for link in self._page(bid)]
            return self._step("Ta valget tilbake", "take_choice_back"), pages, words
        called = self.held.announcement
        ready = called is not None and self.facts.today > called.bids_by and self.facts.bids > self.facts.unscored == 0
        return (self._step("Velg tilbud", "choose") if ready else []), [], ""

    def _agreement(self, _code: str) -> tuple[list[Link], list[Link], str]:
        found = list(Agreement.objects(procurement=self.held.pk).order_by("pk").limit(IDS_AT_ONCE))
        pages = [link for one in found for link in self._page(one)]
        if self.held.choice is None or rules.missing(self.facts, rules.BEFORE_SIGNING):
            return [], pages, ""
        drafts = [one for one in found if one.state is AgreementState.DRAFT]
        acts = [("Åpne utkastet", url) for one in drafts for _, url in self._page(one)]
        taken = {one.bid for one in found if one.state is not AgreementState.ENDED}
        for bid in self.held.choice.bids:
            if bid not in taken:
                acts += self._other(Agreement, "Lag avtale", "create_view", tilbud=bid)
        return acts, pages, ""

    def _lacking(self, day: str) -> tuple[list[Link], list[Link], str]:
        """To the agreements that lack the day: its own step notes it."""
        signed = Agreement.objects(procurement=self.held.pk, state__nin=UNSIGNED).order_by("pk").limit(IDS_AT_ONCE)
        lacking = [one for one in signed if getattr(one, day) is None]
        return [("Åpne avtalen", url) for one in lacking for _, url in self._page(one)], [], ""

    # --- Phases ----------------------------------------------------------------------------------------------------

    def _phase(self, phase: Phase) -> list[Link]:
        if phase in self.finished:
            last = phase is list(Phase)[-1] and self.held.state is ProcurementState.COMPLETED
            rests = rules.rests_on(phase, self.finished, self.facts)
            loose = rests is None and (self.running or last)
            return self._step("Åpne fasen igjen", "reopen", **{PHASE: phase.value}) if loose else []
        return self._step("Ansvarlig og datoer", "plan", **{PHASE: phase.value}) if self.running else []

    def _finish(self) -> str:
        found = self._step("", "finish", **{PHASE: self.now.value}) if self.now else []
        return found[0][1] if found else ""


CHOOSE = {"overview": "Velg behovsoversikt", "mandate": "Velg fullmakt"}
UNSIGNED = (AgreementState.DRAFT, AgreementState.ENDED)
LASTING = (ResultSort.MANDATE, ResultSort.NEED_OVERVIEW)  # exchanged for another that stands, whichever the phase
