"""The screens and pages from vacancy to keys, and who may use them: a part of the list in `admin.access`."""

from collections.abc import Mapping

from admin.doors import AUDITORS, CASE_SECRETS, CASEWORKERS, HOMES, Access, Doors, roles
from rules.terms import Role

CONSULTANTS = roles(Role.HOUSING_CONSULTANT, Role.DEPARTMENT_HEAD)
LETTERS = CASEWORKERS | roles(Role.PROPERTY)
VACANCY_READERS = CASE_SECRETS | HOMES | AUDITORS
REPORTERS = CASEWORKERS | roles(Role.PROPERTY)  # who may tell that a dwelling becomes free (S004 step 1)

LETTING: Mapping[str, Doors] = {
    "vacancy": Doors(
        read=VACANCY_READERS,
        create=REPORTERS,
        export=CASEWORKERS | HOMES | AUDITORS,
        also={
            **dict.fromkeys(("date_stage", "cancel"), REPORTERS),
            "take": roles(Role.HOUSING_CONSULTANT),
            "ask_profile": CONSULTANTS,
            "answer_profile": CASEWORKERS,  # the unit's leader, who stands in for them, a consultant: the service says who
        },
    ),
    "nomination": Doors(read=CASE_SECRETS),
    "offer": Doors(read=CASE_SECRETS | roles(Role.PROPERTY, Role.AUDITOR)),
    "overview": Doors(
        read=CASE_SECRETS | HOMES, also={"pdf": CASE_SECRETS | HOMES, **dict.fromkeys(("draft", "send"), CONSULTANTS)}
    ),
}

FIGURE_READERS = VACANCY_READERS | roles(Role.ECONOMY)
LETTING_ROUTES: Mapping[str, Access] = {
    **dict.fromkeys(("void_figures.index", "void_figures.homes"), FIGURE_READERS),
    "void_figures.export": CASEWORKERS | HOMES | AUDITORS | roles(Role.ECONOMY),
}
