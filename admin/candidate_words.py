"""A vacant dwelling's hard facts in words, and the checklist of a candidate with what the case says already."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from bson import ObjectId
from markupsafe import Markup

from admin import formats
from admin.shielded import hidden_people
from models import Application, Dwelling, Nomination, Vacancy
from rules.letting_policy import Point
from rules.matching import Home
from rules.terms import Exclusion
from services import candidates, records, rulebooks
from services.batches import batched

SERVICES = (("services_day", "dag"), ("services_evening", "kveld"), ("services_night", "natt"))
# Which answers of the mapping say something about a point of the checklist, by the codes of the default rulebook.
MAPPED: Mapping[str, tuple[str, ...]] = {
    "need": ("need_because",),
    "services": ("services",),
    "access": ("mobility", "senses"),
    "living_skills": ("living_skills",),
    "environment": ("environment", "nearness", "areas_to_avoid"),
    "wishes": ("wishes",),
}
SERVED = "Tjenester"
OLD_POINT = "Punkt i en eldre sjekkliste"
HELD_BACK = "Har takket nei uten god grunn og får ikke tilbud før {}"
REFERRED = "Tilvist til {}, {}, svarfrist {}"
NO_WISHES = "Søkeren er spurt og har ingen ønsker."
POINT, NOT_NEEDED = "punkt-{}", "punkt-{}-uaktuelt"


def facts_of(home: Home, vacancy: Vacancy) -> list[tuple[str, str]]:
    """What households are held against, label by label."""
    facts = home_facts(home)
    return [(label, _services(home, vacancy) if label == SERVED else told) for label, told in facts]


def home_facts(home: Home) -> list[tuple[str, str]]:
    """The same of a home that no unit answers for."""
    there = [words for name, words in SERVICES if getattr(home, name)]
    found = [
        ("Boligtype", home.kind.label),
        ("Antall rom", formats.number(home.rooms)),
        ("Etasje", "Ikke ført" if home.floor is None else formats.number(home.floor)),
        ("Heis", _yes(home.lift)),
        ("Trinnfri adkomst", _yes(home.step_free)),
        ("Egnet for barnefamilie", _yes(home.family_suitable)),
        (SERVED, ", ".join(there).capitalize() or "Ingen"),
    ]
    if home.purpose is not None:
        found.append(("Formål", home.purpose.label))
    if home.not_for:
        names = sorted(one.label for one in home.not_for)
        found.append(("Foreløpig ikke for (spredning)", ", ".join(names)))
    return found


def referred_in_words(cases: Iterable[ObjectId]) -> dict[str, str]:
    """Those of the cases that wait for a landlord's answer: which home, and by when, by the case's id.

    Which home is not told of those whose address is protected.
    """
    found, hidden = candidates.referred(list(cases)), set(hidden_people())
    told = [one for one in found.values() if records.reference(one, "applicant") not in hidden]
    homes: dict[Any, str] = {}
    for ids in batched({records.reference(one, "dwelling") for one in told}):
        homes |= {one.pk: one.address for one in Dwelling.objects(pk__in=ids).only("address")}
    return {
        str(case): REFERRED.format(
            homes.get(records.reference(one, "dwelling"), "en utleiers bolig"), one.number, formats.day(one.valid_to)
        )
        for case, one in found.items()
    }


def kept_out_in_words(reasons: Iterable[Exclusion], until: date | None) -> list[str]:
    """Why the dwelling does not suit a household, a line each; who is held back may have an offer from a day on."""
    held = HELD_BACK.format(formats.day(until)) if until else Exclusion.HELD_BACK.label
    return [held if one is Exclusion.HELD_BACK else one.label for one in reasons]


def _yes(holds: bool) -> str:
    return "Ja" if holds else "Nei"


def _services(home: Home, vacancy: Vacancy) -> str:
    there = [words for name, words in SERVICES if getattr(home, name)]
    answered = vacancy.profile is not None and vacancy.profile.answered_on is not None
    source = "slik enheten har svart" if answered else "slik boligen er registrert"
    if not there:
        return f"Ingen ({source})" if vacancy.with_services else "Ingen"
    listed = " og ".join(filter(None, (", ".join(there[:-1]), there[-1])))
    return f"{listed[:1].upper()}{listed[1:]} ({source})"


def start_of(application: Application, points: Iterable[Point]) -> dict[str, Any]:
    """What the checklist starts with: what the mapping says, for the caseworker to look over."""
    return {POINT.format(one.code): said for one in points if (said := _mapped(application, one.code))}


def _mapped(application: Application, code: str) -> str:
    held = application.mapping
    if held is None:
        return ""
    said = [getattr(held, name) for name in MAPPED.get(code, ())]
    if code == "wishes" and not any(said) and held.no_wishes:
        return NO_WISHES
    return "\n".join(one for one in said if one)


def checklist(nomination: Nomination) -> list[tuple[str, str]]:
    """Each point as the rulebook of the day called it, and what was said of it."""
    labels = {one.code: one.label for one in rulebooks.numbered(nomination.rulebook).letting.checklist}
    return [
        (labels.get(one.code, OLD_POINT), (one.answer or "") if one.applies else f"Ikke aktuelt: {one.answer}")
        for one in nomination.checklist
    ]


def checklist_shown(nomination: Nomination) -> Markup:
    """The checklist as a page shows it."""
    row = Markup('<div><dt>{}</dt><dd><span class="prose">{}</span></dd></div>')
    rows = [row.format(label, said) for label, said in checklist(nomination)]
    return Markup('<dl class="part checked">{}</dl>').format(Markup("").join(rows))
