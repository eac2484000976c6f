"""Every operation of the partner API: its path, what it needs, a body that it takes, and what it answers."""

from dataclasses import dataclass
from typing import Any

from rules.terms import Scope
from tests.api.furnished import Furnished


@dataclass(frozen=True)
class Operation:
    """`path` names furnished records; `body` may too; `of` is the path whose ETag it wants."""

    method: str
    path: str
    scope: Scope | None
    status: int = 200
    body: Any = None
    of: str = ""

    @property
    def names_a_record(self) -> bool:
        return "{" in self.path

    def at(self, furnished: Furnished) -> str:
        return self.path.format(**furnished.ids)

    def sent(self, furnished: Furnished) -> Any:
        if not isinstance(self.body, dict):
            return self.body
        return {
            name: value.format(**furnished.ids) if isinstance(value, str) else value
            for name, value in self.body.items()
        }


def _read(path: str, scope: Scope) -> Operation:
    return Operation("GET", path, scope)


HOME = {
    "project": "Fjordgløtt 1", "address": "Sjøgata 7", "postcode": "9405", "kind": "flat", "rooms": 2, "area_m2": 48,
    "rent_ore": 900_000,
}  # fmt: skip
SIGNED = {
    "referral": "{named}", "reference": "K-88", "signed_on": "2026-11-21", "starts_on": "2026-12-01",
    "ends_on": "2029-11-30", "rent_ore": 800_000,
}  # fmt: skip
URL = "https://utleier.example/husrom/ny"

OPERATIONS: dict[str, Operation] = {
    "partner_me.one": Operation("GET", "/me", None),
    "partner_dwellings.listed": _read("/dwellings", Scope.DWELLINGS),
    "partner_dwellings.one": _read("/dwellings/{dwelling}", Scope.DWELLINGS),
    "partner_dwellings.propose": Operation("POST", "/dwellings", Scope.DWELLINGS_WRITE, 202, HOME),
    "partner_dwellings.change": Operation(
        "PATCH", "/dwellings/{dwelling}", Scope.DWELLINGS_WRITE, body={"rent_ore": 810_000}, of="/dwellings/{dwelling}"
    ),
    "partner_dwelling-proposals.listed_proposals": _read("/dwelling-proposals", Scope.DWELLINGS),
    "partner_dwelling-proposals.one_proposal": _read("/dwelling-proposals/{proposal}", Scope.DWELLINGS),
    "partner_vacancies.listed": _read("/vacancies", Scope.VACANCIES),
    "partner_vacancies.one": _read("/vacancies/{vacancy}", Scope.VACANCIES),
    "partner_vacancies.report": Operation(
        "POST", "/vacancies", Scope.VACANCIES_WRITE, 201,
        {"dwelling": "{free}", "available_from": "2026-12-15", "rent_ore": 800_000},
    ),
    "partner_vacancies.change": Operation(
        "PATCH", "/vacancies/{vacancy}", Scope.VACANCIES_WRITE, body={"note": "Nymalt."}, of="/vacancies/{vacancy}"
    ),
    "partner_referrals.listed": _read("/referrals", Scope.REFERRALS),
    "partner_referrals.one": _read("/referrals/{referral}", Scope.REFERRALS),
    "partner_referrals.answer": Operation(
        "PATCH", "/referrals/{referral}", Scope.REFERRALS_WRITE, body={"state": "accepted"}, of="/referrals/{referral}"
    ),
    "partner_leases.listed": _read("/leases", Scope.LEASES),
    "partner_leases.one": _read("/leases/{lease}", Scope.LEASES),
    "partner_leases.sign": Operation("POST", "/leases", Scope.LEASES_WRITE, 201, SIGNED),
    "partner_leases.reports": _read("/leases/{lease}/reports", Scope.LEASES),
    "partner_leases.report_rent": Operation(
        "POST", "/leases/{lease}/rent-changes", Scope.LEASES_WRITE, 201,
        {"rent_ore": 820_000, "from_on": "2027-06-01"}, of="/leases/{lease}",
    ),
    "partner_leases.report_term": Operation(
        "POST", "/leases/{lease}/term-changes", Scope.LEASES_WRITE, 201,
        {"ends_on": "2031-12-31"}, of="/leases/{lease}",
    ),
    "partner_leases.warn_of_arrears": Operation(
        "POST", "/leases/{lease}/arrears-warnings", Scope.LEASES_WRITE, 201,
        {"owed_ore": 800_000, "oldest_due": "2026-10-20"},
    ),
    "partner_leases.report_end": Operation(
        "POST", "/leases/{lease}/ending", Scope.LEASES_WRITE, 201,
        {"ended_on": "2026-11-20", "reason": "tenant_notice"}, of="/leases/{lease}",
    ),
    "partner_agreements.listed": _read("/agreements", Scope.AGREEMENTS),
    "partner_agreements.one": _read("/agreements/{agreement}", Scope.AGREEMENTS),
    "partner_agreements.duties": _read("/agreements/{agreement}/duties", Scope.AGREEMENTS),
    "partner_webhooks.listed": _read("/webhooks", Scope.WEBHOOKS),
    "partner_webhooks.one": _read("/webhooks/{webhook}", Scope.WEBHOOKS),
    "partner_webhooks.register": Operation(
        "POST", "/webhooks", Scope.WEBHOOKS_WRITE, 201, {"url": URL, "events": ["referral.created"]}
    ),
    "partner_webhooks.change": Operation(
        "PATCH", "/webhooks/{webhook}", Scope.WEBHOOKS_WRITE, body={"state": "paused"}, of="/webhooks/{webhook}"
    ),
    "partner_webhooks.renew_secret": Operation(
        "POST", "/webhooks/{webhook}/secret", Scope.WEBHOOKS_WRITE, of="/webhooks/{webhook}"
    ),
    "partner_webhooks.test": Operation("POST", "/webhooks/{webhook}/test", Scope.WEBHOOKS_WRITE, 202),
    "partner_webhooks.deliveries": _read("/webhooks/{webhook}/deliveries", Scope.WEBHOOKS),
    "partner_webhooks.replay": Operation(
        "POST", "/webhooks/{webhook}/deliveries/{delivery}/replay", Scope.WEBHOOKS_WRITE, 202
    ),
    "partner_webhooks.remove": Operation(
        "DELETE", "/webhooks/{webhook}", Scope.WEBHOOKS_WRITE, 204, of="/webhooks/{webhook}"
    ),
}  # fmt: skip
