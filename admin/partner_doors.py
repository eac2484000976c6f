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

PARTNERS: Mapping[str, Doors] = {
    "need_overview": Doors(read=PARTNER_READERS, export=PARTNER_EXPORTERS),
    "mandate": Doors(read=PARTNER_READERS, export=PARTNER_EXPORTERS),
    "procurement": Doors(read=PARTNER_READERS, export=PARTNER_EXPORTERS),
    "bid": Doors(read=PARTNER_READERS, export=PARTNER_EXPORTERS),
    "approach": Doors(read=PARTNER_READERS, export=PARTNER_EXPORTERS),
    "duty": Doors(read=PARTNER_READERS, export=PARTNER_EXPORTERS),
    "vacancy_notice": Doors(read=HOME_READERS, export=HOMES | CASEWORKERS | AUDITORS),
    "referral": Doors(read=CASEWORKERS | AUDITORS),
    "dwelling_proposal": Doors(read=HOME_READERS, export=HOMES | AUDITORS),
    "landlord_report": Doors(read=REPORT_READERS),
    "disclosure": Doors(read=CONTROLLERS, export=AUDITORS),
    "api_key": Doors(read=SYSTEM_READERS, export=OPERATORS),
    "api_calls": Doors(read=SYSTEM_READERS | CONTROLLERS, export=OPERATORS),
    "webhook": Doors(read=SYSTEM_READERS, export=OPERATORS),
    "webhook_delivery": Doors(read=SYSTEM_READERS, export=OPERATORS),
}
ON_AGREEMENT: Mapping[str, Roles] = {}
ON_LANDLORD: Mapping[str, Roles] = {}
ON_PROJECT: Mapping[str, Roles] = {}
PARTNER_ROUTES: Mapping[str, Access] = {}  # with the partner API's own (`OWN`)
ISSUERS = ADMINISTRATORS  # who gives a landlord's system a key
