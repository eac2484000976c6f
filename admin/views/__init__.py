"""The screens of Husrom's documents, one module per step of the case."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import models
from admin.invoicing_page import InvoicingPage
from admin.rent_round import RentRound
from admin.views import agreements, audit, users
from admin.views.adjustments import Adjustments
from admin.views.allowances import Allowances
from admin.views.api_calls import ApiCallsScreen
from admin.views.api_keys import ApiKeys
from admin.views.appeals import Appeals
from admin.views.applicants import Applicants
from admin.views.applications import Applications
from admin.views.approaches import Approaches
from admin.views.arrears_cases import ArrearsCases
from admin.views.bids import Bids
from admin.views.decisions import Decisions
from admin.views.disclosures import Disclosures
from admin.views.disputes import Disputes
from admin.views.duties import Duties
from admin.views.dwelling_proposals import DwellingProposals
from admin.views.dwellings import Dwellings
from admin.views.endings import Endings
from admin.views.files import Files
from admin.views.followups import FollowUps
from admin.views.guarantee_claims import GuaranteeClaims
from admin.views.imports import ImportRuns
from admin.views.incidents import Incidents
from admin.views.inspections import Inspections
from admin.views.job_runs import JobRuns
from admin.views.journals import JournalEntries
from admin.views.landlord_reports import LandlordReports
from admin.views.landlords import Landlords
from admin.views.leases import Leases
from admin.views.ledger import LedgerRows
from admin.views.letters import Letters
from admin.views.mandates import Mandates
from admin.views.meetings import Meetings
from admin.views.needs import NeedOverviews
from admin.views.nominations import Nominations
from admin.views.offers import Offers
from admin.views.offices import Offices
from admin.views.outbox import Messages
from admin.views.overviews import Overviews
from admin.views.payments import Payments
from admin.views.postcodes import Postcodes
from admin.views.price_indexes import PriceIndexes
from admin.views.procurements import Procurements
from admin.views.referrals import Referrals
from admin.views.rent_changes import RentChanges
from admin.views.repairs import Repairs
from admin.views.rulebooks import Rulebooks
from admin.views.tasks import Tasks
from admin.views.units import Units
from admin.views.vacancies import Vacancies
from admin.views.vacancy_notices import VacancyNotices
from admin.views.webhook_deliveries import WebhookDeliveries
from admin.views.webhooks import Webhooks
from admin.void_figures_page import VoidFigures
from admin.waiting_list import WaitingList

if TYPE_CHECKING:
    from admin.desk import Desk

# In the order of the menu.
SCREENS: tuple[tuple[Any, Any], ...] = (
    (models.Application, Applications),
    (models.Applicant, Applicants),
    (models.Decision, Decisions),
    (models.Appeal, Appeals),
    (models.Meeting, Meetings),
    (models.Offer, Offers),
    (models.Letter, Letters),
    (models.JournalEntry, JournalEntries),
    (models.Dwelling, Dwellings),
    (models.Vacancy, Vacancies),
    (models.Nomination, Nominations),
    (models.Overview, Overviews),
    (models.Repair, Repairs),
    (models.Unit, Units),
    (models.Lease, Leases),
    (models.ArrearsCase, ArrearsCases),
    (models.Ending, Endings),
    (models.Dispute, Disputes),
    (models.Incident, Incidents),
    (models.FollowUp, FollowUps),
    (models.Inspection, Inspections),
    (models.LedgerRow, LedgerRows),
    (models.Payment, Payments),
    (models.Adjustment, Adjustments),
    (models.RentChange, RentChanges),
    (models.PriceIndex, PriceIndexes),
    (models.Allowance, Allowances),
    (models.GuaranteeClaim, GuaranteeClaims),
    (models.Landlord, Landlords),
    (models.Agreement, agreements.Agreements),
    (models.Project, agreements.Projects),
    (models.Duty, Duties),
    (models.VacancyNotice, VacancyNotices),
    (models.Referral, Referrals),
    (models.DwellingProposal, DwellingProposals),
    (models.LandlordReport, LandlordReports),
    (models.NeedOverview, NeedOverviews),
    (models.Mandate, Mandates),
    (models.Procurement, Procurements),
    (models.Bid, Bids),
    (models.Approach, Approaches),
    (models.Disclosure, Disclosures),
    (models.ApiKey, ApiKeys),
    (models.ApiCalls, ApiCallsScreen),
    (models.Webhook, Webhooks),
    (models.WebhookDelivery, WebhookDeliveries),
    (models.Task, Tasks),
    (models.User, users.Users),
    (models.Office, Offices),
    (models.Rulebook, Rulebooks),
    (models.JobRun, JobRuns),
    (models.ImportRun, ImportRuns),
    (models.Message, Messages),
    (models.Postcode, Postcodes),
    (models.File, Files),
    (models.AuditEntry, audit.AuditEntries),
    (models.AccessEntry, audit.AccessEntries),
)


def add_to(desk: "Desk", *, allow_synthetic_ids: bool, jobs: Mapping[str, str]) -> None:
    """Put every screen on the desk, in the order of the menu; `jobs` are the titles of the jobs by id."""
    told: dict[Any, dict[str, Any]] = {
        models.Applicant: {"allow_synthetic": allow_synthetic_ids},
        models.Application: {"allow_synthetic": allow_synthetic_ids},
        models.JobRun: {"titles": jobs},
    }
    for model, screen in SCREENS:
        desk.add_view(screen(model, **told.get(model, {})))
    desk.add_view(WaitingList())
    desk.add_view(VoidFigures())
    desk.add_view(InvoicingPage())
    desk.add_view(RentRound())
