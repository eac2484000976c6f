"""Runs of the jobs: when, how it went, and how much."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from mongoengine import Q

from admin import formats
from admin.desk import ADMINISTRATION
from admin.filters import Filter
from admin.views.columns import Column
from admin.views.screen import Screen
from models import JobRun

OTHER = "Annen jobb"
COUNTS = {
    "selected": "funnet", "done": "gjort", "failed": "feilet", "settled": "ordnet", "waiting": "venter",
    "closed": "importer lukket", "dropped": "forhåndsviste filer slettet",
    "refused": "avvist", "taken": "tatt av en annen", "empty": "tomme", "lost": "kroner tapt",
    "expired": "tilbud falt bort", "planned": "oppfølgingsplaner laget",
}  # fmt: skip


def in_words(counts: Mapping[str, int]) -> str | None:
    """«12 funnet, 11 gjort, 1 feilet»; what is 0 is left out, and what has no word is nobody's business."""
    return (
        ", ".join(f"{counts[code]} {word}" for code, word in COUNTS.items() if counts.get(code)) or "Ingenting å gjøre"
    )


def period_words(run: Any) -> str:
    """The month, or the day that the run stands for."""
    if len(run.period) == len("2026-09"):
        return formats.month(run.period) if run.period else ""
    try:
        return formats.day(date.fromisoformat(run.period))
    except ValueError:
        return formats.day(run.day)


class JobRuns(Screen):
    """Runs, newest first."""

    name_one, name_many, category_name = "jobbkjøring", "Jobbkjøringer", ADMINISTRATION
    hint = "Nattjobbene og det de fant. En jobb som feiler, blir også en oppgave."
    label_fields = ("job", "period", "day")
    own_columns = {
        "stands_for": Column(label="Gjelder", needs=("period", "day"), value=period_words),
        "numbers": Column(label="Resultat", needs=("counts",), value=lambda run: in_words(run.counts)),
    }
    column_list = ("title", "stands_for", "state", "started_at", "finished_at", "numbers", "error")
    column_filters = ("job", "state", "started_at")
    column_sortable_list = ("started_at", "state")
    column_default_sort = [("started_at", True)]
    details_groups = (
        ("Kjøringen", ("title", "stands_for", "state", "started_at", "finished_at", "attempt", "holder")),
        ("Resultat", ("numbers", "error")),
    )
    quiet = frozenset({"error", "finished_at"})

    def __init__(self, model: type[JobRun], *, titles: Mapping[str, str]) -> None:
        self.titles = titles
        title = Column(label="Jobb", needs=("job",), value=self._title)
        self.own_columns = {"title": title, **type(self).own_columns}
        super().__init__(model)

    def _title(self, run: Any) -> str:
        return self.titles.get(run.job, OTHER)

    def label(self, document: Any) -> str:
        return f"{self._title(document)} {period_words(document)}"

    def link_text(self, document: Any, name: str) -> str:
        return self._title(document) if name == "title" else super().link_text(document, name)

    def scaffold_filters(self, name: str) -> list[Filter]:
        if name != "job":
            return super().scaffold_filters(name)
        return [
            Filter("job", "Jobb", kind="choice", options=list(self.titles.items()), condition=lambda job: Q(job=job))
        ]
