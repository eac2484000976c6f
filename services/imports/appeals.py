"""The register of appeals (klager.csv): each attaches to the imported decision of its date."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bson import ObjectId

from models import Appeal, Application
from models.deciding import DecisionEntry
from rules import appeals, states
from rules.deadlines import appeal_deadline
from rules.terms import NoticeCode
from services import records
from services.batches import batched
from services.imports.books import Book, Change, lookup
from services.imports.files import Facts, Problem

UNKNOWN_APPLICATION = "Ingen søknad har dette nummeret. Les inn søknadene først, eller rett nummeret."
NO_DECISION = "Søknaden har ikke noe vedtak, så det er ingenting å klage på. Rett søknadsnummeret, eller vent."
OTHER_DATE = "Søknaden har ikke noe vedtak fra denne datoen. Rett datoen, eller søknadens vedtaksdato."


class AppealBook(Book):
    """Appeals by application and date of the decision; the applicant is the party."""

    document = Appeal
    key_field = "application"

    def look_up(self, rows: Sequence[Facts]) -> None:
        self._applications = lookup(Application, "application_number", (row.get("application") for row in rows))
        wanted = (one.id for found in self._applications.values() for one in found.decisions)
        self._found: dict[ObjectId, Appeal] = {}
        for some in batched(wanted):
            for appeal in Appeal.objects(decision__in=some).no_dereference():
                self._found[records.reference(appeal, "decision")] = appeal

    def key(self, row: Facts) -> Any:
        return row["application"], row["decided_on"]

    def problems(self, row: Facts) -> Iterator[Problem]:
        if "application" not in row:
            return
        application = self._applications.get(row["application"])
        if application is None:
            yield Problem("application", UNKNOWN_APPLICATION)
        elif not application.decisions:
            yield Problem("application", NO_DECISION)
        elif "decided_on" in row and self._decision(row) is None:
            yield Problem("decided_on", OTHER_DATE)

    def _decision(self, row: Facts) -> DecisionEntry | None:
        decided = self._applications[row["application"]].decisions
        return next((one for one in decided if one.decided_on == row["decided_on"]), None)

    def find(self, row: Facts) -> Any | None:
        decision = self._decision(row)
        return self._found.get(decision.id) if decision else None

    def build(self, row: Facts) -> Appeal:
        application, decision = self._applications[row["application"]], self._decision(row)
        assert decision is not None  # noqa: S101 - `problems` has let the row through
        return Appeal(
            **self.values(row),
            **self._counted(row),
            application=application.pk,
            application_number=application.application_number,
            decision=decision.id,
            party=records.reference(application, "applicant"),
            appeal_body=self.rules.appeal_bodies[decision.basis],
            caseworker=records.reference(application, "caseworker"),
            import_run=self.run,
        )

    def values(self, row: Facts) -> dict[str, Any]:
        return {name: row[name] for name in ("received_on", "notice_arrived_on", "state")}

    def _counted(self, row: Facts) -> dict[str, Any]:
        """What follows from the dates: the deadlines, and whether the appeal came in time."""
        weeks, arrived = self.rules.appeal_weeks, row["notice_arrived_on"]
        late = appeals.is_late(arrived, row["received_on"], weeks)
        return {
            "deadline": appeal_deadline(arrived, weeks),
            "in_time": not late,
            "reassess_by": appeals.reassessment_due(row["received_on"], self.rules.appeal),
            "notices": [NoticeCode.LATE_APPEAL] if late else [],
        }

    def change(self, row: Facts, found: Any, differing: Mapping[str, Any]) -> Change:
        """Raises TransitionRefused."""
        if "state" in differing:
            states.check(states.IMPORTED_APPEAL, found.state, row["state"])
        return Change({**differing, **self._counted(row)})
