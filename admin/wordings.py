"""All refusals in bokmål: each module of them tells `wording.explain` its own as it is imported."""

from importlib import import_module

MODULES = (
    "arrears_wording",
    "candidate_wording",
    "case_wording",
    "choosing_wording",
    "decision_refusals",
    "ending_wording",
    "hearing_wording",
    "inspection_wording",
    "lease_wording",
    "letting_wording",
    "overview_wording",
    "partner_wording_agreements",
    "partner_wording_api",
    "partner_wording_bids",
    "partner_wording_leases",
    "partner_wording_procurement",
    "partner_wording_referrals",
    "partner_wording_webhooks",
    "payment_wording",
    "plan_wording",
    "rent_wording",
    "rulebook_refusals",
    "vacancy_wording",
)


def learn() -> None:
    """Import every one of them."""
    for name in MODULES:
        import_module(f"admin.{name}")
