"""The register of landlords (utleiere.csv): one row for each agreement, with its project."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from bson import ObjectId

from models import Agreement, Landlord, Project
from rules.agreements import RIGHTS
from rules.deadlines import add_months
from rules.terms import AgreementKind, AgreementState
from services import records
from services.imports import agreements
from services.imports.books import Beside, Book, Change, lookup
from services.imports.files import Facts, Problem

MADE_HERE = "Avtalen om prosjektet er gjort i Husrom. Endre den der, og ta raden ut av filen."
HOMES_HERE = "Prosjektet har en avtale som er gjort i Husrom. Endre antall boliger der, eller la tallet stå."
ONE_RIGHT = "Prosjektet har en annen avtale som gir rett til boligene. Et prosjekt har én slik avtale om gangen."
LANDLORD = ("name", "email", "phone")
AGREEMENT = ("kind", "homes", "signed_on", "loan_paid_out_on", "years")
Key = tuple[ObjectId, str]  # landlord and project name


class LandlordBook(Book):
    """Agreements by landlord, kind and project; the landlord and the project are made where they are missing.

    What was agreed on in Husrom rests on a procurement and its authority: no file changes it or stands in for it.
    """

    document = Agreement
    key_field = "project"

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._landlords: dict[str, Landlord] = {}
        self._projects: dict[Key, Project] = {}
        self._agreements: dict[tuple[ObjectId, Any], Agreement] = {}  # by project and kind, imported ones first
        self._made_here: dict[ObjectId, set[AgreementKind]] = {}  # the kinds that were made in Husrom, by project
        self._rights: dict[ObjectId, AgreementKind] = {}  # the right to homes that stands, by project
        self._rights_in_file: dict[tuple[str, str], AgreementKind] = {}  # by organisation number and project name
        self._numbers: set[str] = set()
        self._touched: set[ObjectId] = set()

    def look_up(self, rows: Sequence[Facts]) -> None:
        self._landlords = lookup(Landlord, "organisation_number", (row.get("organisation_number") for row in rows))
        self._look_up_projects()
        projects = [project.pk for project in self._projects.values()]
        self._look_up_agreements(projects)
        named = {_number(row) for row in rows if row.get("kind") and row.get("project")}
        self._numbers = set(lookup(Agreement, "agreement_number", named))

    def _look_up_projects(self) -> None:
        landlords = [landlord.pk for landlord in self._landlords.values()]
        self._projects = {
            (records.reference(found, "landlord"), found.name): found
            for found in Project.objects(landlord__in=landlords).no_dereference()
        }

    def _look_up_agreements(self, projects: Sequence[ObjectId]) -> None:
        self._agreements, self._made_here, self._rights = {}, {}, {}
        for found in Agreement.objects(project__in=projects).no_dereference().order_by("pk"):
            project = records.reference(found, "project")
            if found.right_to is not None:
                self._rights[project] = found.kind
            if found.import_run is None:
                self._made_here.setdefault(project, set()).add(found.kind)
                self._agreements.setdefault((project, found.kind), found)
            else:
                self._agreements[project, found.kind] = found

    def problems(self, row: Facts) -> Iterator[Problem]:
        if not {"organisation_number", "project", *AGREEMENT} <= row.keys():
            return
        project = self._project(row)
        kinds = self._made_here.get(project.pk, set()) if project else set()
        found = self.find(row)
        if found is not None and found.import_run is None:
            if self.differing(row, found):
                yield Problem("project", MADE_HERE)
        elif found is None and kinds & RIGHTS and row["kind"] in RIGHTS:
            yield Problem("project", MADE_HERE)
        elif found is None and row["kind"] in RIGHTS and self._right_beside(row, project):
            yield Problem("kind", ONE_RIGHT)
        elif kinds and project is not None and row["homes"] != project.homes:
            yield Problem("homes", HOMES_HERE)

    def _right_beside(self, row: Facts, project: Project | None) -> bool:
        stands = self._rights.get(project.pk) if project else None
        named = self._rights_in_file.get((row["organisation_number"], row["project"]), row["kind"])
        return stands is not None or named is not row["kind"]

    def accept(self, row: Facts, line: int) -> None:
        if row["kind"] in RIGHTS:
            self._rights_in_file[row["organisation_number"], row["project"]] = row["kind"]

    def key(self, row: Facts) -> Any:
        return row["organisation_number"], row["kind"], row["project"]

    def find(self, row: Facts) -> Any | None:
        project = self._project(row)
        return self._agreements.get((project.pk, row["kind"])) if project else None

    def _project(self, row: Facts) -> Project | None:
        landlord = self._landlords.get(row["organisation_number"])
        return self._projects.get((landlord.pk, row["project"])) if landlord else None

    def ground(self, rows: Sequence[Facts]) -> None:
        self._ground_landlords([row for row in rows if row["organisation_number"] not in self._landlords])
        missing = {(self._landlords[row["organisation_number"]].pk, row["project"]): row for row in reversed(rows)}
        new = [
            Project(landlord=landlord, name=name, homes=row["homes"], import_run=self.run)
            for (landlord, name), row in missing.items()
            if (landlord, name) not in self._projects
        ]
        records.create_many(new, self.actor, action="imported")
        self._look_up_projects()  # also those that another import made first

    def _ground_landlords(self, rows: Sequence[Facts]) -> None:
        first = {row["organisation_number"]: row for row in reversed(rows)}
        new = [
            Landlord(organisation_number=number, import_run=self.run, **{name: row[name] for name in LANDLORD})
            for number, row in first.items()
        ]
        records.create_many(new, self.actor, action="imported")
        self._landlords |= lookup(Landlord, "organisation_number", first)

    def build(self, row: Facts) -> Agreement:
        landlord, project = self._landlords[row["organisation_number"]], self._project(row)
        return Agreement(
            agreement_number=self._free_number(row),
            landlord=landlord.pk,
            project=project.pk if project else None,
            state=AgreementState.IN_FORCE,
            ends_on=_ends_on(row),
            import_run=self.run,
            **self.values(row),
        )

    def _free_number(self, row: Facts) -> str:
        """What people call the agreement; with the organisation number behind where another has the name."""
        number = _number(row)
        free = number if number not in self._numbers else f"{number} ({row['organisation_number']})"
        self._numbers.add(free)
        return free

    def values(self, row: Facts) -> dict[str, Any]:
        return {name: row[name] for name in AGREEMENT}

    def beside(self, row: Facts, found: Any | None) -> Iterator[Beside]:
        landlord, project = self._landlords.get(row["organisation_number"]), self._project(row)
        if landlord is not None:
            told = {name: row[name] for name in LANDLORD if row[name] is not None}
            yield Beside(landlord, differs=_others(landlord, told))
        if project is not None:
            self._touched.add(project.pk)
            if found is not None:
                yield Beside(project, differs=_others(project, {"homes": row["homes"]}))

    def change(self, row: Facts, found: Any, differing: Mapping[str, Any]) -> Change:
        return Change({**differing, "ends_on": _ends_on(row)})

    def finish(self) -> None:
        agreements.note_quotas(self._touched, self.rules, self.actor)


def _ends_on(row: Facts) -> date:
    """The term runs from loan pay-out where there is one, else from signature."""
    return add_months(row["loan_paid_out_on"] or row["signed_on"], 12 * row["years"])


def _others(record: Any, told: Facts) -> dict[str, Any]:
    return {name: value for name, value in told.items() if not records.same(getattr(record, name), value)}


def _number(row: Facts) -> str:
    return f"{row['kind'].label} {row['project']}"
