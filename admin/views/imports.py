"""Imports: which file, when, and what became of its rows."""

from collections.abc import Mapping, Sequence
from typing import Any

from admin import formats
from admin.desk import ADMINISTRATION
from admin.pages import Act
from admin.people import current_roles
from admin.views.columns import Column
from admin.views.screen import Screen
from rules.terms import ImportCount
from services import imports


def in_words(counts: Mapping[str, int]) -> str | None:
    """«290 nye, 3 avviste»; what is 0 is left out."""
    return ", ".join(_one(count, counts[count.value]) for count in ImportCount if counts.get(count.value)) or None


def _one(count: ImportCount, number: int) -> str:
    if count is ImportCount.SUM_ORE:
        return f"sum {formats.kroner(number)}"
    return f"{formats.number(number)} {count.label}"


class ImportRuns(Screen):
    """Imports, newest first."""

    name_one, name_many, category_name = "import", "Importer", ADMINISTRATION
    hint = "Filene som er lest inn. En fil leses bare én gang."
    label_fields = ("name",)
    own_columns = {"numbers": Column(label="Resultat", needs=("counts",), value=lambda run: in_words(run.counts))}
    column_list = ("name", "kind", "state", "started_at", "finished_at", "numbers", "by_name")
    column_filters = ("kind", "state", "started_at", "day")
    column_sortable_list = ("started_at", "kind", "state")
    column_default_sort = [("started_at", True)]
    details_groups = (
        ("Importen", ("name", "kind", "state", "day", "by_name", "overwrite")),
        ("Gjennomføring", ("started_at", "finished_at", "total", "done", "numbers", "error")),
    )
    quiet = frozenset({"finished_at", "error", "overwrite"})

    def label(self, document: Any) -> str:
        return str(document.name)

    def acts(self, document: Any) -> Sequence[Act]:
        """What became of the file, with its faulty lines, for those who may bring in such files."""
        if not current_roles() & imports.importers(document.kind):
            return ()
        url = self.get_url("imports.status", id=document.pk)
        return (Act(label="Se resultatet", url=url, main=True, post=False),)
