"""The screens of keeping a home, and who may use them: a part of the list in `admin.access`."""

from collections.abc import Mapping

from admin.doors import ACCOUNT_READERS, AUDITORS, CASEWORKERS, HOMES, MONEY, Access, Doors, Roles, roles
from rules.terms import Role

ECONOMY = roles(Role.ECONOMY)
KEEPERS = CASEWORKERS | roles(Role.PROPERTY)  # who follows households and dwellings up (S002: forvalter)
KEEPING_READERS = KEEPERS | AUDITORS
APPROVERS = roles(Role.UNIT_LEADER, Role.DEPARTMENT_HEAD)

KEEPING: Mapping[str, Doors] = {
    "arrears_case": Doors(read=ACCOUNT_READERS, export=ACCOUNT_READERS),
    "rent_change": Doors(read=ACCOUNT_READERS | roles(Role.PROPERTY), export=ACCOUNT_READERS),
    "price_index": Doors(read=ACCOUNT_READERS | MONEY, export=ACCOUNT_READERS | MONEY),
    "adjustment": Doors(read=ACCOUNT_READERS, export=ACCOUNT_READERS),
    "allowance": Doors(read=ACCOUNT_READERS, export=ACCOUNT_READERS),
    "guarantee_claim": Doors(read=ACCOUNT_READERS, export=ACCOUNT_READERS),
    "incident": Doors(read=KEEPING_READERS),
    "inspection": Doors(read=KEEPING_READERS),
    "repair": Doors(read=KEEPING_READERS, export=HOMES | CASEWORKERS | AUDITORS),
    "followup": Doors(read=CASEWORKERS | AUDITORS),
    "ending": Doors(read=KEEPING_READERS | ECONOMY, export=KEEPING_READERS),
    "dispute": Doors(read=KEEPING_READERS | ECONOMY),
}

ON_LEASE: Mapping[str, Roles] = {}  # the steps that begin on the lease's own page
KEEPING_ROUTES: Mapping[str, Access] = {}
