"""The screens and pages from vacancy to keys, and who may use them: a part of the list in `admin.access`."""

from collections.abc import Mapping

from admin.doors import AUDITORS, CASE_SECRETS, CASEWORKERS, HOMES, Access, Doors, Roles, roles
from rules.terms import Role

CONSULTANTS = roles(Role.HOUSING_CONSULTANT, Role.DEPARTMENT_HEAD)
LETTERS = CASEWORKERS | roles(Role.PROPERTY)
VACANCY_READERS = CASE_SECRETS | HOMES | AUDITORS
REPORTERS = CASEWORKERS | roles(Role.PROPERTY)  # who may tell that a dwelling becomes free (S004 step 1)
SIGNERS = roles(Role.HOUSING_CONSULTANT, Role.UNIT_LEADER, Role.DEPARTMENT_HEAD, Role.PROPERTY)
CONTRACT = dict.fromkeys(("contract", "sign_contract", "drawn_contract"), SIGNERS)

LETTING: Mapping[str, Doors] = {
    "vacancy": Doors(
        read=VACANCY_READERS,
        create=REPORTERS,
        export=CASEWORKERS | HOMES | AUDITORS,
        also={
            **dict.fromkeys(("date_stage", "cancel"), REPORTERS),
            "take": roles(Role.HOUSING_CONSULTANT),
            "candidates": CASE_SECRETS,  # as the waiting list
            "put_up": roles(Role.CASEWORKER),  # each office its own (S004 step 4)
            "ask_profile": CONSULTANTS,
            **dict.fromkeys(("give_offer", "offer_pdf"), CONSULTANTS),
            **dict.fromkeys(
                ("recommend", "sum_up", "go_through", "take_back", "allocate", "undo_allocation"), CONSULTANTS
            ),
            **dict.fromkeys(("answer_unit", "step_aside"), CASEWORKERS),  # the unit's own: the service says who
            **dict.fromkeys(("note_answer", "discuss", "call_discussion"), CONSULTANTS),
            "settle_dispute": roles(Role.DEPARTMENT_HEAD),
            **dict.fromkeys(("set_on_agenda", "take_off_agenda"), CASEWORKERS),
            "answer_profile": CASEWORKERS,  # the leader, the deputy, a consultant: the service says who
        },
    ),
    "nomination": Doors(read=CASE_SECRETS, also={"withdraw": roles(Role.CASEWORKER)}),
    "offer": Doors(
        read=CASE_SECRETS | roles(Role.PROPERTY, Role.AUDITOR),
        also={
            **dict.fromkeys(("accept", "decline", "undo_acceptance", "extend"), CONSULTANTS),
            **dict.fromkeys(("book", "move_appointment", "call_off"), CONSULTANTS),
            **dict.fromkeys(("ask_hearing", "judge", "letter_pdf"), CONSULTANTS),
            **CONTRACT,
        },
    ),
    "overview": Doors(
        read=CASE_SECRETS | HOMES, also={"pdf": CASE_SECRETS | HOMES, **dict.fromkeys(("draft", "send"), CONSULTANTS)}
    ),
}

LEASE_STEPS: Mapping[str, Roles] = {
    **CONTRACT,
    **dict.fromkeys(("hold_meeting", "hand_over_keys", "cancel", "take_over"), SIGNERS),
    "secure": SIGNERS | roles(Role.ECONOMY),
    "contract_pdf": CASEWORKERS | roles(Role.PROPERTY),
}
FIGURE_READERS = VACANCY_READERS | roles(Role.ECONOMY)
LETTING_ROUTES: Mapping[str, Access] = {
    **dict.fromkeys(("void_figures.index", "void_figures.homes"), FIGURE_READERS),
    "void_figures.export": CASEWORKERS | HOMES | AUDITORS | roles(Role.ECONOMY),
}
