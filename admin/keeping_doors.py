"""The screens of keeping a home, and who may use them: a part of the list in `admin.access`."""

from collections.abc import Mapping

from admin.doors import ACCOUNT_READERS, AUDITORS, CASEWORKERS, HOMES, MONEY, Access, Doors, Roles, roles
from rules.terms import Role

ECONOMY = roles(Role.ECONOMY)
KEEPERS = CASEWORKERS | roles(Role.PROPERTY)  # who follows households and dwellings up (S002: forvalter)
KEEPING_READERS = KEEPERS | AUDITORS
APPROVERS = roles(Role.UNIT_LEADER, Role.DEPARTMENT_HEAD)
PAYMENT_KEEPERS = CASEWORKERS | ECONOMY  # who follows what is owed, and what others pay of it
PLANNING: Mapping[str, Roles] = {  # on an arrears case: economy draws no letters
    **dict.fromkeys(("agree_plan", "plan_pdf"), CASEWORKERS),
    **dict.fromkeys(("cancel_plan", "pause", "resume"), PAYMENT_KEEPERS),
}

KEEPING: Mapping[str, Doors] = {
    "arrears_case": Doors(read=ACCOUNT_READERS, export=ACCOUNT_READERS, also={**PLANNING}),
    "rent_change": Doors(read=ACCOUNT_READERS | roles(Role.PROPERTY), export=ACCOUNT_READERS),
    "price_index": Doors(read=ACCOUNT_READERS | MONEY, export=ACCOUNT_READERS | MONEY),
    "adjustment": Doors(
        read=ACCOUNT_READERS,
        export=ACCOUNT_READERS,
        also={"undo": ECONOMY | roles(Role.DEPARTMENT_HEAD)},
    ),
    "allowance": Doors(
        read=ACCOUNT_READERS,
        export=ACCOUNT_READERS,
        also=dict.fromkeys(("grant", "refuse", "end", "transport", "end_transport"), PAYMENT_KEEPERS),
    ),
    "guarantee_claim": Doors(
        read=ACCOUNT_READERS,
        export=ACCOUNT_READERS,
        also=dict.fromkeys(("note_paid", "note_refused", "withdraw", "note_recourse"), PAYMENT_KEEPERS),
    ),
    "incident": Doors(
        read=KEEPING_READERS,
        also={
            **dict.fromkeys(("register", "map_out", "decide", "finish", "withdraw"), KEEPERS),
            **dict.fromkeys(("add_complainant", "note_told", "close", "reopen"), KEEPERS),
            **dict.fromkeys(("warn", "answer", "letter_pdf"), CASEWORKERS),  # who signs letters
        },
    ),
    "inspection": Doors(read=KEEPING_READERS),
    "repair": Doors(read=KEEPING_READERS, export=HOMES | CASEWORKERS | AUDITORS),
    "followup": Doors(
        read=CASEWORKERS | AUDITORS,
        also=dict.fromkeys(("hold", "drop", "move", "plan_more", "set_goals", "invite", "letter_pdf"), CASEWORKERS),
    ),
    "ending": Doors(read=KEEPING_READERS | ECONOMY, export=KEEPING_READERS),
    "dispute": Doors(read=KEEPING_READERS | ECONOMY),
}

ON_LEASE: Mapping[str, Roles] = {  # the steps that begin on the lease's own page
    **dict.fromkeys(("register_payment", "credit"), ECONOMY),
    "write_off": roles(Role.DEPARTMENT_HEAD),
    "apply_allowance": PAYMENT_KEEPERS,
    **dict.fromkeys(("claim_guarantee", "claim_pdf"), CASEWORKERS),
    "book_interest": ECONOMY,
}
KEEPING_ROUTES: Mapping[str, Access] = {}
