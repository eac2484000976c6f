"""Who may be let in, and how: groups of roles, and the doors of one generated screen."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from rules.terms import Role

Roles = frozenset[Role]

NOBODY: Roles = frozenset()
EVERYONE: Roles = frozenset(Role)  # everyone who is signed in
PUBLIC = "public"  # no sign-in
OWN = "own"  # a door with its own lock: the partner API's keys
Access = Roles | str


def roles(*members: Role) -> Roles:
    return frozenset(members)


LEADERS = roles(Role.UNIT_LEADER, Role.DEPARTMENT_HEAD, Role.ADMINISTRATOR)
IMPORTERS = roles(Role.ADMINISTRATOR, Role.ECONOMY, Role.PROPERTY)  # each the kinds that are theirs
MONEY = roles(Role.ECONOMY, Role.ADMINISTRATOR)
HOMES = roles(Role.PROPERTY, Role.HOUSING_CONSULTANT, Role.ADMINISTRATOR)
READERS = roles(Role.READER, Role.AUDITOR)
ADMINISTRATORS = roles(Role.ADMINISTRATOR)
CASEWORKERS = roles(Role.CASEWORKER, Role.HOUSING_CONSULTANT, Role.UNIT_LEADER, Role.DEPARTMENT_HEAD)
CASES = CASEWORKERS | roles(Role.DECIDER, Role.PROPERTY, Role.ECONOMY)  # who may be named as responsible for a case
CASE_SECRETS = CASEWORKERS | roles(Role.COMMITTEE_MEMBER, Role.DECIDER)  # journals, mapping, reasons: tjenstlig behov
CASE_READERS = CASE_SECRETS | READERS
DECIDERS = roles(Role.DECIDER, Role.DEPARTMENT_HEAD)
LETTER_SENDERS = CASEWORKERS | roles(Role.DECIDER)
HOME_READERS = CASE_READERS | HOMES
LEASE_READERS = CASE_READERS | roles(Role.PROPERTY, Role.ECONOMY)
ACCOUNT_READERS = CASEWORKERS | roles(Role.ECONOMY, Role.AUDITOR)
PAYERS = HOMES | roles(Role.ECONOMY, Role.AUDITOR)  # those who pay landlords, and who keep or check their accounts
MEETERS = CASEWORKERS | roles(Role.COMMITTEE_MEMBER)
TASK_DOERS = CASE_SECRETS | roles(Role.PROPERTY, Role.ECONOMY, Role.ADMINISTRATOR)
AUDITORS = roles(Role.AUDITOR)
CONTROLLERS = AUDITORS | roles(Role.DEPARTMENT_HEAD)
OPERATORS = ADMINISTRATORS | AUDITORS


@dataclass(frozen=True, kw_only=True)
class Doors:
    """Who may do what on one generated screen; `also` names its own routes and row actions by method name."""

    read: Roles = NOBODY
    create: Roles = NOBODY
    edit: Roles = NOBODY
    export: Roles = NOBODY
    also: Mapping[str, Roles] = field(default_factory=dict)

    def of(self, method: str) -> Roles:
        """Who may call the screen's method."""
        if method in self.also:
            return self.also[method]
        return frozenset().union(*(getattr(self, door) for door in METHODS.get(method, ())))

    @property
    def actions(self) -> Roles:
        return frozenset().union(*self.also.values())


CLOSED = Doors()

METHODS: Mapping[str, tuple[str, ...]] = {
    "index_view": ("read",),
    "details_view": ("read",),
    "changes_view": ("read",),
    "as_text": ("read",),
    "impact": ("read",),
    "replay": ("read",),  # the screen opens it to those who work the case and to auditors
    "paper": ("read",),  # a file that a procurement or an authority names
    "print_trail": ("read",),
    "create_view": ("create",),
    "edit_view": ("edit",),
    "restore": ("edit",),
    "export": ("export",),
    "compare": ("read",),  # where the screen says nothing else
    "bid_file": ("read",),
    "agreement_file": ("read",),
    "report_file": ("read",),
    "answer_letter": ("read",),
    "published_need": ("read",),
    "need_lines": ("export",),
    "print_disclosures": ("export",),  # the service says whose
    "ajax_lookup": ("read", "create", "edit"),
    "action_view": ("actions",),
}
