"""The screens and pages from vacancy to keys, and who may use them: a part of the list in `admin.access`."""

from collections.abc import Mapping

from admin.doors import AUDITORS, CASE_SECRETS, CASEWORKERS, HOMES, Access, Doors, roles
from rules.terms import Role

CONSULTANTS = roles(Role.HOUSING_CONSULTANT, Role.DEPARTMENT_HEAD)
LETTERS = CASEWORKERS | roles(Role.PROPERTY)
VACANCY_READERS = CASE_SECRETS | HOMES | AUDITORS
REPORTERS = CASEWORKERS | roles(Role.PROPERTY)  # who may tell that a dwelling becomes free (S004 step 1)

LETTING: Mapping[str, Doors] = {
    "vacancy": Doors(read=VACANCY_READERS, export=CASEWORKERS | HOMES | AUDITORS),
    "nomination": Doors(read=CASE_SECRETS),
    "offer": Doors(read=CASE_SECRETS | roles(Role.PROPERTY, Role.AUDITOR)),
    "overview": Doors(read=CASE_SECRETS | HOMES),
}

LETTING_ROUTES: Mapping[str, Access] = {}
