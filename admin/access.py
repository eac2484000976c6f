"""THE list: every route of the application and who may use it. What is not here, nobody may use.

A generated screen stands here with one line (its `Doors`), or in `admin.letting_doors` from vacancy to keys.
"""

from collections.abc import Iterator, Mapping

from flask import Flask

from admin.doors import (
    ACCOUNT_READERS,
    ADMINISTRATORS,
    AUDITORS,
    CASE_READERS,
    CASE_SECRETS,
    CASES,
    CASEWORKERS,
    CONTROLLERS,
    DECIDERS,
    EVERYONE,
    HOME_READERS,
    HOMES,
    IMPORTERS,
    LEADERS,
    LEASE_READERS,
    LETTER_SENDERS,
    MEETERS,
    METHODS,
    MONEY,
    OPERATORS,
    PUBLIC,
    TASK_DOERS,
    Access,
    Doors,
    roles,
)
from admin.keeping_doors import KEEPING, KEEPING_ROUTES, ON_DWELLING, ON_LEASE
from admin.letting_doors import LEASE_STEPS, LETTING, LETTING_ROUTES
from admin.partner_doors import (
    ON_AGREEMENT,
    ON_LANDLORD,
    ON_LANDLORDS_LEASE,
    ON_PROJECT,
    PARTNER_ROUTES,
    PARTNERS,
    PROCURERS,
)
from rules.terms import Role

SCREENS: Mapping[str, Doors] = {  # by collection; `docs/roles.md` tells it to people
    "applicant": Doors(
        read=CASE_READERS,
        create=CASEWORKERS,
        edit=CASEWORKERS,
        export=CASEWORKERS | AUDITORS,
        also=dict.fromkeys(("find_double", "compare", "part"), CASEWORKERS),
    ),
    "application": Doors(
        read=CASE_READERS,
        create=CASEWORKERS,
        export=CASEWORKERS | AUDITORS,
        also={
            "journal": CASE_SECRETS,
            "journal_file": CASE_SECRETS,
            "print_case": CASEWORKERS,
            **dict.fromkeys(("set_on_agenda", "take_off_agenda"), CASEWORKERS),
            **dict.fromkeys(
                ("take_up", "preliminary_reply", "assign", "archive_case", "reason_group", "withdraw"), CASEWORKERS
            ),
            "assessment": CASE_SECRETS,
            **dict.fromkeys(("map_needs", "change_facts", "review_need", "assess"), CASEWORKERS),
            **dict.fromkeys(("consent", "guidance", "consent_request", "draw_reply", "papers", "pass_on"), CASEWORKERS),
            **dict.fromkeys(("declare_conflict", "lift_conflict", "paper_file"), CASE_SECRETS),
            **dict.fromkeys(("preview", "letter_pdf"), CASE_SECRETS),
            **dict.fromkeys(("propose", "drop_proposal", "withdraw_grant"), CASEWORKERS),
            **dict.fromkeys(("prior_notice", "preview_notice", "give_notice", "drop_notice"), CASEWORKERS),
            "register_appeal": LETTER_SENDERS,
            "answer_appeal": CASEWORKERS,
            "redraw": CASEWORKERS | DECIDERS,
            "decide": DECIDERS,
            "undo": DECIDERS | roles(Role.COMMITTEE_MEMBER),  # those who decided: the service says who
        },
    ),
    "meeting": Doors(
        read=MEETERS,
        create=CASEWORKERS,
        also={
            **dict.fromkeys(("minutes", "letter"), MEETERS),
            **dict.fromkeys(
                ("open_meeting", "attendance", "postpone", "conflict", "take_off", "redraw", "close"), MEETERS
            ),
            **dict.fromkeys(("set_on_agenda", "cancel"), CASEWORKERS),
            **dict.fromkeys(("decide", "choose_home"), roles(Role.COMMITTEE_MEMBER)),
            **dict.fromkeys(("postpone_home", "take_home_off"), MEETERS),
            "set_homes_on_agenda": CASEWORKERS,
        },
    ),
    "letter": Doors(
        read=CASE_SECRETS,
        also={
            "pdf": CASE_SECRETS,
            "release": CASEWORKERS,
            **dict.fromkeys(
                ("send", "mark_sent", "arrive", "correct_arrival", "come_back", "throw_away"), LETTER_SENDERS
            ),
        },
    ),
    "journal_entry": Doors(read=CASE_SECRETS, export=CASEWORKERS, also={"correct": CASE_SECRETS}),
    "decision": Doors(read=CASE_READERS, export=CASEWORKERS | AUDITORS, also={"appeal": LETTER_SENDERS}),
    "appeal": Doors(
        read=CASE_READERS,
        export=CASEWORKERS | AUDITORS,
        also={
            **dict.fromkeys(
                ("take_up", "reinstatement", "deferral", "forward", "follow_up", "outcome", "withdraw"), LETTER_SENDERS
            ),
            **dict.fromkeys(("reassess", "letter", "letter_pdf"), CASE_SECRETS),
            **dict.fromkeys(("draw_letter", "approve_letter", "appeal_dismissal"), LETTER_SENDERS),
        },
    ),
    "dwelling": Doors(
        read=HOME_READERS | MONEY,
        create=HOMES,
        edit=HOMES,
        export=HOMES | CASEWORKERS | MONEY | AUDITORS,
        also=ON_DWELLING,
    ),
    "unit": Doors(read=HOME_READERS, create=ADMINISTRATORS, edit=ADMINISTRATORS, export=HOMES | CASEWORKERS | AUDITORS),
    "lease": Doors(
        read=LEASE_READERS,
        export=LEASE_READERS - roles(Role.READER, Role.COMMITTEE_MEMBER, Role.DECIDER),
        also={**LEASE_STEPS, **ON_LEASE, **ON_LANDLORDS_LEASE},
    ),
    "ledger_row": Doors(
        read=ACCOUNT_READERS,
        export=ACCOUNT_READERS,
        also=dict.fromkeys(("reverse", "move"), roles(Role.ECONOMY)),
    ),
    "payment": Doors(
        read=roles(Role.ECONOMY, Role.AUDITOR),
        export=roles(Role.ECONOMY, Role.AUDITOR),
        also=dict.fromkeys(("place", "give_back", "reverse", "move"), roles(Role.ECONOMY)),
    ),
    "landlord": Doors(
        read=HOME_READERS | MONEY,
        create=HOMES,
        edit=HOMES,
        export=HOMES | CASEWORKERS | MONEY | AUDITORS,
        also=ON_LANDLORD,
    ),
    "agreement": Doors(
        read=HOME_READERS | MONEY,
        create=PROCURERS,
        export=HOMES | CASEWORKERS | MONEY | AUDITORS,
        also=ON_AGREEMENT,
    ),
    "project": Doors(read=HOME_READERS | MONEY, export=HOMES | CASEWORKERS | MONEY | AUDITORS, also=ON_PROJECT),
    "task": Doors(
        read=TASK_DOERS | AUDITORS,
        export=LEADERS | AUDITORS,
        also={"finish": TASK_DOERS, "retry": ADMINISTRATORS, "drop": ADMINISTRATORS},
    ),
    "user": Doors(
        read=OPERATORS,
        create=ADMINISTRATORS,
        edit=ADMINISTRATORS,
        export=OPERATORS,
        also=dict.fromkeys(("new_password", "absence", "hand_over"), ADMINISTRATORS),
    ),
    "office": Doors(read=OPERATORS | LEADERS, create=ADMINISTRATORS, edit=ADMINISTRATORS, export=OPERATORS | LEADERS),
    "rulebook": Doors(
        read=OPERATORS | LEADERS,
        export=OPERATORS | LEADERS,
        also=dict.fromkeys(("copy", "edit_part", "upload", "publish", "drop"), ADMINISTRATORS),
    ),
    "postcode": Doors(read=OPERATORS, export=OPERATORS),
    "message": Doors(read=OPERATORS, export=OPERATORS, also={"requeue": ADMINISTRATORS}),
    "job_run": Doors(read=OPERATORS, export=OPERATORS),
    "import_run": Doors(read=OPERATORS | IMPORTERS, export=OPERATORS),
    "file": Doors(read=OPERATORS, export=OPERATORS),
    "audit_entry": Doors(read=CONTROLLERS, export=AUDITORS),
    "access_entry": Doors(read=CONTROLLERS, export=AUDITORS),
    **LETTING,
    **KEEPING,
    **PARTNERS,
}

IMPORT_PAGES = ("index", "template", "preview", "start", "resume", "status", "progress", "faults", "close", "behind")
ROUTES: Mapping[str, Access] = {
    "static": PUBLIC,
    "admin.static": PUBLIC,
    "husrom.static": PUBLIC,
    "front.root": PUBLIC,
    "front.login": PUBLIC,
    "front.logout": EVERYONE,
    "admin.index": EVERYONE,
    "healthz": PUBLIC,
    "readyz": PUBLIC,
    "shortcuts.go": EVERYONE,  # leads on to a page that has its own lock
    "search.index": EVERYONE,
    **{f"own_account.{page}": EVERYONE for page in ("index", "password", "absence")},
    "cases.index": CASES,
    "waiting_list.index": CASE_SECRETS,  # approved needs are codes, but they tell of health
    **{f"imports.{page}": IMPORTERS for page in IMPORT_PAGES},
    **LETTING_ROUTES,
    **KEEPING_ROUTES,
    **PARTNER_ROUTES,
    "demo_mail.index": EVERYONE,
    "demo_mail.mail": EVERYONE,
    "demo_mail.html": EVERYONE,
    "demo_mail.attachment": EVERYONE,
}

OPEN_DOORS = "husrom_doors"


def open_doors(app: Flask, screen: str, doors: Doors) -> None:
    """Remember the doors of a screen that has been registered."""
    app.extensions.setdefault(OPEN_DOORS, {})[screen] = doors


def access_of(app: Flask, endpoint: str) -> Access | None:
    """Who may use the endpoint; None means that it stands on no list, so nobody may."""
    if endpoint in ROUTES:
        return ROUTES[endpoint]
    screen, _, method = endpoint.rpartition(".")
    doors: Doors | None = app.extensions.get(OPEN_DOORS, {}).get(screen)
    if doors is None or (method not in METHODS and method not in doors.also):
        return None
    return doors.of(method)


def unlisted(app: Flask) -> Iterator[str]:
    """Routes that someone has added without writing down who may use them."""
    for rule in app.url_map.iter_rules():
        if access_of(app, rule.endpoint) is None:
            yield f"{rule.endpoint} ({rule.rule})"
