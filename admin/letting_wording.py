"""Refusals from vacancy to keys, in bokmål: what is wrong, why, and what to do next."""

from admin import wording
from admin.case_wording import NOTHING
from rules import errors


@wording.explain.register
def _(error: errors.VacancyStands) -> str:
    return (
        f"{NOTHING} Boligen er alt meldt ledig av {error.by_name} (ledigmelding {error.number}). Åpne den, og gå "
        "videre der."
    )
