"""The screens of keeping a home, and who may use them: a part of the list in `admin.access`."""

from collections.abc import Mapping

from admin.doors import ACCOUNT_READERS, AUDITORS, CASEWORKERS, MONEY, Access, Doors, Roles, roles
from rules.terms import Role

ECONOMY = roles(Role.ECONOMY)
KEEPERS = CASEWORKERS | roles(Role.PROPERTY)  # who follows households and dwellings up (S002: forvalter)
KEEPING_READERS = KEEPERS | AUDITORS
CLAIMERS = roles(Role.HOUSING_CONSULTANT, Role.UNIT_LEADER, Role.DEPARTMENT_HEAD)  # of a tenant at moving out
APPROVERS = roles(Role.UNIT_LEADER, Role.DEPARTMENT_HEAD)
PAYMENT_KEEPERS = CASEWORKERS | ECONOMY  # who follows what is owed, and what others pay of it
PLANNING: Mapping[str, Roles] = {  # on an arrears case: economy draws no letters
    **dict.fromkeys(("agree_plan", "plan_pdf"), CASEWORKERS),
    **dict.fromkeys(("cancel_plan", "pause", "resume"), PAYMENT_KEEPERS),
}

RENT_SETTERS = roles(Role.HOUSING_CONSULTANT, Role.ECONOMY, Role.UNIT_LEADER, Role.DEPARTMENT_HEAD)
RENT_ROUNDS = roles(Role.ECONOMY, Role.UNIT_LEADER, Role.DEPARTMENT_HEAD)

ARREARS: Mapping[str, Roles] = {  # on an arrears case: economy may note what was said, no more
    **dict.fromkeys(("note_contact", "note_check", "undo_step"), PAYMENT_KEEPERS),
    **dict.fromkeys(("note_household", "take_step", "step_pdf", "take_over", "ask_approval"), CASEWORKERS),
    **dict.fromkeys(("approve_step", "refuse_step"), APPROVERS),
    **dict.fromkeys(("set_date", "take_back", "note_evicted"), CASEWORKERS),
}

KEEPING: Mapping[str, Doors] = {
    "arrears_case": Doors(read=ACCOUNT_READERS, export=ACCOUNT_READERS, also={**PLANNING, **ARREARS}),
    "rent_change": Doors(
        read=ACCOUNT_READERS | roles(Role.PROPERTY),
        export=ACCOUNT_READERS,
        also=dict.fromkeys(("notify", "letter_pdf", "cancel", "dispute", "settle_dispute"), RENT_SETTERS),
    ),
    "price_index": Doors(
        read=ACCOUNT_READERS | MONEY,
        export=ACCOUNT_READERS | MONEY,
        also=dict.fromkeys(("enter", "correct"), MONEY | roles(Role.DEPARTMENT_HEAD)),
    ),
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
    "inspection": Doors(
        read=KEEPING_READERS,
        also={
            **dict.fromkeys(("move", "cancel", "notify", "notice_pdf", "begin", "walk", "note_whole"), KEEPERS),
            **dict.fromkeys(("note_room", "add_room", "remove_room", "report_repair"), KEEPERS),
            **dict.fromkeys(("photo", "picture", "caption_photo", "take_back"), KEEPERS),
            **dict.fromkeys(("sign", "drawn_protocol", "protocol"), KEEPERS),
            **dict.fromkeys(("claim", "undo_claim"), CLAIMERS),
        },
    ),
    "repair": Doors(
        read=KEEPING_READERS,
        export=KEEPING_READERS,
        also=dict.fromkeys(("order", "finish", "drop", "add_photos", "photo", "picture", "take_back"), KEEPERS),
    ),
    "followup": Doors(
        read=CASEWORKERS | AUDITORS,
        also=dict.fromkeys(("hold", "drop", "move", "plan_more", "set_goals", "invite", "letter_pdf"), CASEWORKERS),
    ),
    "ending": Doors(
        read=KEEPING_READERS | ECONOMY,
        export=KEEPING_READERS,
        also={
            "approve": APPROVERS,
            **dict.fromkeys(("refuse", "send_receipt", "protest", "stand", "withdraw"), CASEWORKERS),
            **dict.fromkeys(("agree_day", "move_out", "note_goods", "close_goods"), KEEPERS),
            **dict.fromkeys(("settle_up", "letter_pdf"), PAYMENT_KEEPERS),
        },
    ),
    "dispute": Doors(read=KEEPING_READERS | ECONOMY, also=dict.fromkeys(("note_event", "close"), CASEWORKERS)),
}

ON_LEASE: Mapping[str, Roles] = {  # the steps that begin on the lease's own page
    **dict.fromkeys(("register_payment", "credit"), ECONOMY),
    "write_off": roles(Role.DEPARTMENT_HEAD),
    "apply_allowance": PAYMENT_KEEPERS,
    **dict.fromkeys(("claim_guarantee", "claim_pdf"), CASEWORKERS),
    "book_interest": ECONOMY,
    "end_tenancy": KEEPERS,
    **dict.fromkeys(("change_rent", "index_rent", "demand_market", "record_fixing"), RENT_SETTERS),
    **dict.fromkeys(("plan_inspection", "report_repair"), KEEPERS),
    **dict.fromkeys(("propose_end", "review_renewal", "demand_move", "demand_pdf", "open_dispute"), CASEWORKERS),
}
ON_DWELLING: Mapping[str, Roles] = dict.fromkeys(("plan_inspection", "report_repair"), KEEPERS)  # where it is empty
KEEPING_ROUTES: Mapping[str, Access] = {
    **{f"rent_round.{page}": RENT_ROUNDS for page in ("index", "draft", "notify", "cancel")},
    **dict.fromkeys(("invoicing.index", "invoicing.fetch"), ECONOMY | AUDITORS),
    "invoicing.take_out": ECONOMY,
}
