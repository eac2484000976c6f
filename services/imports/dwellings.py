"""The register of dwellings (boliger.csv)."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bson import ObjectId

from models import Dwelling, Landlord, Project
from rules import dwellings, identifiers
from rules.dwellings import DwellingFacts
from rules.errors import InvalidRecord
from services import notices, records
from services.imports import agreements
from services.imports.books import Book, Change, Postcodes, RowRefused, lookup
from services.imports.files import Facts, Problem

UNKNOWN_LANDLORD = "Ingen utleier har dette organisasjonsnummeret. Les inn utleierne først, eller rett nummeret."
NOTICED = "Utleieren har meldt boligen ledig. Avslutt meldingen før boligen får en annen utleier."


class DwellingBook(Book):
    """Dwellings by their number; one whose landlord has a single project belongs to that."""

    document = Dwelling
    key_field = "dwelling_number"

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._postcodes = Postcodes()
        self._landlords: dict[str, Landlord] = {}
        self._projects: dict[ObjectId, list[ObjectId]] = {}  # by landlord
        self._touched: set[ObjectId] = set()

    def look_up(self, rows: Sequence[Facts]) -> None:
        self._postcodes.look_up(rows)
        self._found = lookup(Dwelling, "dwelling_number", (row.get("dwelling_number") for row in rows))
        self._landlords = lookup(Landlord, "organisation_number", (row.get("landlord") for row in rows))
        self._projects = {landlord.pk: [] for landlord in self._landlords.values()}
        for project in Project.objects(landlord__in=list(self._projects)).no_dereference():
            self._projects[records.reference(project, "landlord")].append(project.pk)

    def problems(self, row: Facts) -> Iterator[Problem]:
        yield from self._postcodes.problems(row)
        if row.get("landlord") and row["landlord"] not in self._landlords:
            yield Problem("landlord", UNKNOWN_LANDLORD)

    def find(self, row: Facts) -> Any | None:
        return self._found.get(row["dwelling_number"])

    def build(self, row: Facts) -> Dwelling:
        values = self.values(row)
        project = self._project(values["landlord"])
        return Dwelling(**values, project=project, notices=self._notices(row), import_run=self.run)

    def values(self, row: Facts) -> dict[str, Any]:
        landlord = self._landlords.get(row["landlord"])
        return {**row, "landlord": landlord.pk if landlord else None}

    def _project(self, landlord: ObjectId | None) -> ObjectId | None:
        projects = self._projects.get(landlord, []) if landlord else []
        if len(projects) != 1:
            return None
        self._touched.add(projects[0])
        return projects[0]

    def _notices(self, row: Facts) -> list[Any]:
        number = row["unit_number"]
        facts = DwellingFacts(
            disposal=row["disposal"],
            has_landlord=row["landlord"] is not None,
            unit_number=identifiers.unit_number(number) if number else None,
            floor=row["floor"],
            place=row["place"],
            register_place=self._postcodes.place(row["postcode"]),
        )
        return list(dwellings.notices(facts))

    def _refuse_noticed(self, found: Any, differing: Mapping[str, Any]) -> None:
        try:
            notices.refuse_moved(found, differing)
        except InvalidRecord:
            raise RowRefused(Problem("landlord", NOTICED)) from None

    def change(self, row: Facts, found: Any, differing: Mapping[str, Any]) -> Change:
        values = {**differing, "notices": self._notices(row)}
        if "landlord" in differing:
            self._refuse_noticed(found, differing)
            self._touched |= {old} if (old := records.reference(found, "project")) else set()
            values["project"] = self._project(differing["landlord"])
        return Change(values)

    def finish(self) -> None:
        agreements.note_quotas(self._touched, self.rules, self.actor)
