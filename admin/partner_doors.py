"""The screens of private landlords, and who may use them: a part of the list in `admin.access`."""

from collections.abc import Mapping

from admin.doors import (
    ADMINISTRATORS,
    AUDITORS,
    CASEWORKERS,
    CONTROLLERS,
    HOME_READERS,
    HOMES,
    MONEY,
    OPERATORS,
    OWN,
    PUBLIC,
    Access,
    Doors,
    Roles,
    roles,
)
from rules.terms import Role

CONSULTANTS = roles(Role.HOUSING_CONSULTANT, Role.DEPARTMENT_HEAD)
PROCURERS = CONSULTANTS | roles(Role.PROPERTY)  # who finds homes, and follows their owners (S000)
HEADS = roles(Role.DEPARTMENT_HEAD)
PARTNER_READERS = HOME_READERS | MONEY
PARTNER_EXPORTERS = HOMES | CASEWORKERS | MONEY | AUDITORS
REPORT_READERS = CASEWORKERS | roles(Role.PROPERTY) | AUDITORS
SYSTEM_READERS = OPERATORS | PROCURERS

BID_CHOOSING: Mapping[str, Roles] = {  # on a procurement: the choice among its bids
    "choose": PROCURERS,
    "take_choice_back": PROCURERS,
}

PROCURING: Mapping[str, Roles] = {  # on a procurement: its phases, results and call
    **dict.fromkeys(("start", "change", "cancel", "plan", "finish", "reopen", "announce", "withdraw"), PROCURERS),
    **dict.fromkeys(("note", "take_back", "remove_file", "choose_overview", "choose_mandate"), PROCURERS),
}

PARTNERS: Mapping[str, Doors] = {
    "need_overview": Doors(
        read=PARTNER_READERS,
        create=PROCURERS,
        export=PARTNER_EXPORTERS,
        also=dict.fromkeys(("add", "drop", "summarise", "count_again", "settle_need"), PROCURERS),
    ),
    "mandate": Doors(
        read=PARTNER_READERS,
        export=PARTNER_EXPORTERS,
        also=dict.fromkeys(("register", "withdraw"), PROCURERS),
    ),
    "procurement": Doors(read=PARTNER_READERS, export=PARTNER_EXPORTERS, also={**BID_CHOOSING, **PROCURING}),
    "bid": Doors(
        read=PARTNER_READERS,
        create=PROCURERS,
        export=PARTNER_EXPORTERS,
        also=dict.fromkeys(("edit", "score", "let_in", "dismiss", "take_up", "withdraw"), PROCURERS),
    ),
    "approach": Doors(
        read=PARTNER_READERS,
        create=PROCURERS,
        export=PARTNER_EXPORTERS,
        also=dict.fromkeys(("answer", "draft_answer", "sent"), PROCURERS),
    ),
    "duty": Doors(
        read=PARTNER_READERS,
        export=PARTNER_EXPORTERS,
        also=dict.fromkeys(("report", "unreport", "end"), PROCURERS),
    ),
    "vacancy_notice": Doors(
        read=HOME_READERS,
        export=HOMES | CASEWORKERS | AUDITORS,
        also={
            **dict.fromkeys(("report", "change", "withdraw"), PROCURERS),
            **dict.fromkeys(("choose", "refer", "release"), CONSULTANTS),
        },
    ),
    "referral": Doors(
        read=CASEWORKERS | AUDITORS,
        also={
            "sign_lease": CASEWORKERS,
            **dict.fromkeys(("arrange_viewing", "accept", "reject", "decline", "withdraw", "judge"), CONSULTANTS),
        },
    ),
    "dwelling_proposal": Doors(
        read=HOME_READERS, export=HOMES | AUDITORS, also=dict.fromkeys(("approve", "refuse"), PROCURERS)
    ),
    "landlord_report": Doors(read=REPORT_READERS, also={"handle": CASEWORKERS}),
    "disclosure": Doors(read=CONTROLLERS, export=AUDITORS),
    "api_key": Doors(read=SYSTEM_READERS, export=OPERATORS, also=dict.fromkeys(("rotate", "revoke"), ADMINISTRATORS)),
    "api_calls": Doors(read=SYSTEM_READERS | CONTROLLERS, export=OPERATORS),
    "webhook": Doors(
        read=SYSTEM_READERS,
        export=OPERATORS,
        also=dict.fromkeys(("test", "pause", "resume", "remove"), ADMINISTRATORS),
    ),
    "webhook_delivery": Doors(read=SYSTEM_READERS, export=OPERATORS, also={"replay": ADMINISTRATORS}),
}
ON_AGREEMENT: Mapping[str, Roles] = {
    **dict.fromkeys(
        (
            "edit_draft",
            "sign",
            "register_title",
            "pay_out",
            "correct",
            "take_back",
            "breach",
            "mend",
            "end",
            "add_duty",
        ),
        PROCURERS,
    ),
}
ON_LANDLORD: Mapping[str, Roles] = {"issue_key": ADMINISTRATORS}
ON_LANDLORDS_LEASE: Mapping[str, Roles] = dict.fromkeys(
    ("report_rent", "report_term", "report_arrears", "report_end"), CASEWORKERS
)
ON_PROJECT: Mapping[str, Roles] = {"edit_project": PROCURERS}
PARTNER_ROUTES: Mapping[str, Access] = {  # the partner API's own door lets its callers in (`api.call.enter`)
    **{f"partner_pages.{page}": PUBLIC for page in ("openapi", "docs", "problems", "problem")},
    "partner_me.one": OWN,
    **{f"partner_dwellings.{name}": OWN for name in ("listed", "one", "propose", "change")},
    **{f"partner_dwelling-proposals.{name}": OWN for name in ("listed_proposals", "one_proposal")},
    **{f"partner_vacancies.{name}": OWN for name in ("listed", "one", "report", "change")},
    **{f"partner_referrals.{name}": OWN for name in ("listed", "one", "answer")},
    **{
        f"partner_leases.{name}": OWN
        for name in ("listed", "one", "sign", "reports", "report_rent", "report_term", "warn_of_arrears", "report_end")
    },
    **{f"partner_agreements.{name}": OWN for name in ("listed", "one", "duties")},
    **{
        f"partner_webhooks.{name}": OWN
        for name in ("listed", "one", "register", "change", "remove", "renew_secret", "test", "deliveries", "replay")
    },
}
ISSUERS = ADMINISTRATORS  # who gives a landlord's system a key
