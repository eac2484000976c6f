"""What operators read of jobs: times, states and errors in bokmål."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from rules.deadlines import OSLO
from rules.errors import HusromError, JobRunning, NotFound, UnknownJob
from rules.reading import RulebookInvalid
from services.flags import Report
from services.job_runs import ClaimLost
from services.ledger import MonthTooFar
from services.maintenance import NotReady, WrongKey

if TYPE_CHECKING:
    from models import JobRun

DATABASE_AWAY = "Databasen svarer ikke. Se at den kjører og at HUSROM_MONGODB_URI er riktig, og prøv igjen."


def at(instant: datetime | None) -> str:
    """22.11.2026 05:00, in Norway's clock."""
    return f"{instant.astimezone(OSLO):%d.%m.%Y %H:%M}" if instant else "–"


def kroner(ore: int) -> str:
    """6 293,00."""
    whole, rest = divmod(ore, 100)
    return f"{whole:,}".replace(",", " ") + f",{rest:02d}"


def error(problem: HusromError) -> str:
    """What is wrong, why, and what to do next."""
    match problem:
        case JobRunning():
            of = f" for {problem.period}" if problem.period else ""
            return (
                f"Jobben {problem.job}{of} kjører allerede: startet {at(problem.since)} av {problem.holder}. "
                "Vent til den er ferdig. Har den stoppet, kan den kjøres igjen om et minutt."
            )
        case UnknownJob():
            return f"Det finnes ingen jobb som heter «{problem.name}». Se «flask --app app jobs list»."
        case ClaimLost():
            return "En annen prosess tok over kjøringen, så denne er stoppet. Se «flask --app app jobs status»."
        case MonthTooFar():
            return f"Husleie for {problem.period} kan ikke kjøres ennå: bare til og med neste måned."
        case NotFound(document="rulebook"):
            return "Ingen regelbok er lastet inn. Kjør «flask --app app create-indexes» først."
        case RulebookInvalid():
            return "Regelboken mangler noe som trengs nå. Kjør «flask --app app create-indexes», som fyller den ut."
        case NotReady():
            return f"Databasen mangler {', '.join(problem.missing)}. Kjør «flask --app app create-indexes» først."
        case WrongKey():
            return (
                "HUSROM_FIELD_KEY er ikke nøkkelen som dataene er kryptert med. "
                "Sett den som ble brukt da databasen ble tatt i bruk; med en annen kan ingen lese dem."
            )
    return f"Husrom kunne ikke gjøre dette ({type(problem).__name__})."


def run_line(title: str, run: "JobRun | None") -> list[str]:
    """A job's latest run as a row: job, period, state, started, finished, by whom, counts or what went wrong."""
    if run is None:
        return [title, "–", "Har ikke kjørt", "–", "–", "–", ""]
    counts = " ".join(f"{name}={number}" for name, number in run.counts.items())
    told = " ".join(part for part in (counts, run.error) if part)
    period = run.period if run.expires_at is None else ""
    return [title, period, run.state.label, at(run.started_at), at(run.finished_at), run.holder, told]


def table(heads: list[str], rows: list[list[str]]) -> str:
    """Rows under their heads, the columns as wide as they need."""
    widths = [max(len(row[place]) for row in [heads, *rows]) for place in range(len(heads))]
    lines = [heads, ["-" * width for width in widths], *rows]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines
    )


def flags_as_data(report: Report) -> dict[str, object]:
    """The report as other programs read it (design section 10)."""
    return {
        "date": report.day.isoformat(),
        "dwellings": report.dwellings,
        "landlords": report.landlords,
        "leases": report.leases,
        "applications": report.applications,
        "appeals": report.appeals,
        "unmatched_payments": report.unmatched_payments,
        "arrears": {
            number: {"owed_ore": owed.owed_ore, "oldest_due": _iso(owed.oldest_due), "days": owed.days}
            for number, owed in report.arrears.items()
        },
        "expiring_within_6_months": list(report.expiring_within_6_months),
        "expiring_within_3_months": list(report.expiring_within_3_months),
        "expired_still_running": list(report.expired_still_running),
        "slow_cases": list(report.slow_cases),
        "pending_appeals": list(report.pending_appeals),
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def flags_as_text(report: Report) -> str:
    """The report as a person reads it."""
    stored = [
        ["Boliger", str(report.dwellings)],
        ["Utleiere", str(report.landlords)],
        ["Leieforhold", str(report.leases)],
        ["Søknader", str(report.applications)],
        ["Klager", str(report.appeals)],
        ["Innbetalinger uten treff", str(report.unmatched_payments)],
    ]
    arrears = [
        [number, kroner(owed.owed_ore), f"{owed.oldest_due:%d.%m.%Y}" if owed.oldest_due else "–", str(owed.days)]
        for number, owed in report.arrears.items()
    ]
    lists = (
        ("Kontrakter som utløper innen seks måneder", report.expiring_within_6_months),
        ("Kontrakter som utløper innen tre måneder", report.expiring_within_3_months),
        ("Utløpte kontrakter som fortsatt løper", report.expired_still_running),
        ("Saker over en måned uten svar", report.slow_cases),
        ("Klager som venter på oss", report.pending_appeals),
    )
    parts = [f"Status per {report.day:%d.%m.%Y}", table(["Registrert", "Antall"], stored)]
    parts.append(f"Restanser ({len(arrears)})")
    parts += [table(["Kontrakt", "Skyldig (kr)", "Eldste forfall", "Dager"], arrears)] if arrears else []
    parts += [f"{title} ({len(numbers)})" + "".join(f"\n  {n}" for n in numbers) for title, numbers in lists]
    return "\n\n".join(parts)
