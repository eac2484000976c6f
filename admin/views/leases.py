"""Leases with their rent and account."""

from collections.abc import Iterable, Sequence
from typing import Any

from bson import DBRef
from mongoengine import Q, QuerySet

from admin import formats, searching
from admin.desk import LEASES
from admin.doors import ACCOUNT_READERS, AUDITORS, CASEWORKERS, HOMES
from admin.filters import Filter, choice
from admin.pages import Act
from admin.people import sees_protected
from admin.views.columns import Column, notices
from admin.views.keeping.gathering import gathered
from admin.views.keeping.on_lease_arrears import ArrearsOnLease
from admin.views.keeping.on_lease_benefits import BenefitsOnLease
from admin.views.keeping.on_lease_ending import EndingOnLease
from admin.views.keeping.on_lease_followup import FollowUpOnLease
from admin.views.keeping.on_lease_incidents import IncidentsOnLease
from admin.views.keeping.on_lease_inspections import InspectionsOnLease
from admin.views.keeping.on_lease_money import MoneyOnLease, with_changes
from admin.views.keeping.on_lease_rent import RentOnLease
from admin.views.landlord_side.on_lease import LandlordOnLease
from admin.views.lease_parts import account_section, days, overdue, rent_now, tasks_section
from admin.views.letting.keys import LeaseSteps, seen_to
from admin.views.letting.reporting import report_acts, vacancies_section
from admin.views.related import Section, section
from models import Applicant, Lease, LedgerRow, Offer, Payment, Task, Vacancy
from rules.terms import LeaseState

HOME = ("dwelling",)
BY_HOME = "~dwelling.address_words"


def hidden_tenants() -> list[Any]:
    """The persons whose home the person at the screen may not learn of."""
    return [] if sees_protected() else list(Applicant.objects(protected_address=True).order_by("pk").scalar("pk"))


def without_hidden_homes(leases: QuerySet) -> QuerySet:
    """The leases of a dwelling without those whose tenant must not be found by the address."""
    hidden = hidden_tenants()
    return leases.filter(tenant__nin=hidden) if hidden else leases


def _in_arrears() -> Filter:
    answers = (("ja", "Ja"), ("nei", "Nei"))

    def condition(code: str) -> Q:
        overdue = Q(account__oldest_due__lt=formats.today())
        return overdue if code == "ja" else Q(account__oldest_due=None) | Q(account__oldest_due__gte=formats.today())

    return Filter(
        "restanse", "I restanse", column="oldest_due", kind="choice", read=_known(answers), condition=condition,
        options=answers,
    )  # fmt: skip


def _overdue_since() -> tuple[Filter, Filter]:
    """By the day the oldest debt fell due: the start page's figure of arrears opens its lists with it."""
    since, until = (
        lambda day: Q(account__oldest_due__gte=day),
        lambda day: Q(account__oldest_due__lte=day),
    )
    return (
        Filter("forfalt.fra", "Forfalt siden fra og med", column="oldest_due", kind="day", read=formats.read_day,
               condition=since),
        Filter("forfalt.til", "Forfalt siden til og med", column="oldest_due", kind="day", read=formats.read_day,
               condition=until),
    )  # fmt: skip


def _known(answers: Iterable[tuple[str, str]]) -> Any:
    codes = {code: code for code, _ in answers}
    return lambda text: codes[text]


class Leases(
    ArrearsOnLease, RentOnLease, BenefitsOnLease, IncidentsOnLease, FollowUpOnLease, InspectionsOnLease, EndingOnLease,
    MoneyOnLease, LandlordOnLease, LeaseSteps,
):  # fmt: skip
    """Leases, newest first; where the tenant's address is protected, so is the dwelling."""

    name_one, name_many, category_name = "leieforhold", "Leieforhold", LEASES
    label_fields = ("contract_number",)
    own_columns = {
        "rent": Column(label="Husleie", needs=("rent_lines", "starts_on"), value=rent_now, kroner=True),
        "owed": Column(
            label="Forfalt",
            needs=("account",),
            value=lambda lease: overdue(lease).owed_ore or None,
            kroner=True,
            blank=True,
        ),
        "oldest_due": Column(
            label="Siden", needs=("account",), value=lambda lease: overdue(lease).oldest_due, blank=True, css="when"
        ),
        "noticed": notices(),
        "seen_to": seen_to(),
    }
    column_labels = {
        "contract_number": "Kontrakt",
        "rent_lines": "Sammensatt av",
        "tenant.name_words": "Leietaker",
        "dwelling.address_words": "Adresse",
    }
    column_list = (
        "contract_number", "dwelling", "tenant", "state", "ends_on", "rent", "owed", "oldest_due", "noticed",
    )  # fmt: skip
    column_filters = (
        "state",
        _in_arrears(),
        *_overdue_since(),
        "ends_on",
        "starts_on",
        "security",
        choice(
            "sikkerhet", "Har sikkerhet", {"nei": ("Mangler", Q(security=None)), "ja": ("Ja", Q(security__ne=None))}
        ),
        "rent_collected_by",
        "section_11_1",
        "tenant",
        "dwelling",
        "caseworker",
        "office",
        "notices",
    )
    column_needs = {"dwelling": ("dwelling", "tenant")}  # whether the dwelling is shown depends on the tenant
    column_searchable_list = ("^contract_number", "^kid", "~tenant.name_words", BY_HOME)
    column_sortable_list = ("contract_number", "state", "ends_on", ("oldest_due", "account.oldest_due"))
    column_default_sort = [("starts_on", True)]
    picker_order = ("contract_number", "pk")
    open_to = {
        "owed": ACCOUNT_READERS, "oldest_due": ACCOUNT_READERS, "account": ACCOUNT_READERS,
        "security_ore": ACCOUNT_READERS | HOMES,
        "short_term_reason": CASEWORKERS | AUDITORS,
        "weighty_reason": CASEWORKERS | AUDITORS,
    }  # fmt: skip

    details_groups = (
        ("Leieforholdet", ("contract_number", "state", "dwelling", "tenant", "landlord", "starts_on", "ends_on",
                           "stated_months", "landlord_reference", "ended_on", "end_reason")),
        ("Husleie", ("rent", "due_day", "kid", "rent_collected_by", "rent_disputed", "interest_until",
                      "rent_lines")),
        ("Sikkerhet", ("security", "security_ore", "security_received_on")),
        ("Vilkår", ("section_11_1", "short_term_reason", "non_terminable_notice", "eviction_clause",
                    "weighty_reason", "weighty_by_name", "move_out_demanded_on")),
        ("Kontraktsmøte og nøkler", ("signed_on", "signed_with_name", "house_rules_on", "interpreter", "keys_on",
                                    "keys_by_name", "seen_to")),
        ("Oppfølging", ("caseworker", "office")),
    )  # fmt: skip
    quiet = frozenset({"interest_until", "landlord", "landlord_reference", "stated_months", "ended_on", "end_reason",
                       "rent_disputed", "security_received_on",
                       "short_term_reason", "move_out_demanded_on", "weighty_reason", "weighty_by_name", "signed_on",
                       "signed_with_name", "house_rules_on", "interpreter", "keys_on", "keys_by_name",
                       "seen_to"})  # fmt: skip

    def masked_fields(self, document: Any) -> frozenset[str]:
        """The dwelling is where the tenant lives; where the tenant has not been read, nobody learns of it."""
        masked = super().masked_fields(document)
        if sees_protected() or not isinstance(document, Lease):
            return masked
        tenant = document.tenant if isinstance(document._data.get("tenant"), DBRef) else document._data.get("tenant")
        return masked if isinstance(tenant, Applicant) and not tenant.protected_address else masked | frozenset(HOME)

    def narrowed(self, search: str | None, filters: Iterable[Any] | None) -> QuerySet:
        """A filter on the dwelling never finds a lease whose tenant is protected."""
        chosen = list(filters or ())
        query = super().narrowed(search, chosen)
        by_home = any(self._filters[one[0]].column in HOME for one in chosen)
        return without_hidden_homes(query) if by_home else query

    def found_by(self, text: str) -> Q:
        """Nor does a search by address."""
        others = [field for field in self.column_searchable_list if field != BY_HOME]
        by_home = searching.condition(self.desk, Lease, text, [BY_HOME]) & Q(tenant__nin=hidden_tenants())
        return searching.condition(self.desk, Lease, text, others) | by_home

    def pick_label(self, document: Any) -> str:
        home = self.desk.value(document, "dwelling")
        parts = (document.contract_number, self.desk.label(document.tenant), self.desk.label(home) if home else "")
        return " – ".join(part for part in parts if part)

    def notices_of(self, document: Any) -> list[str]:
        """Also that rent is overdue, for those who may see the account."""
        found = super().notices_of(document)
        owed = overdue(document)
        if owed.owed_ore and "account" not in self.closed():
            found.insert(0, f"Forfalt husleie: {formats.kroner(owed.owed_ore)}, det eldste for {days(owed.days)} siden")
        return found

    def acts(self, document: Any) -> Sequence[Act]:
        """Its dwelling is reported vacant while somebody lives there, where the person may know the dwelling."""
        if document.is_landlords:
            return self.landlord_acts(document)
        if document.state is not LeaseState.OCCUPYING or "dwelling" in self.masked_fields(document):
            return super().acts(document)
        return [*super().acts(document), *report_acts(self, document.dwelling)]

    def sections(self, document: Any) -> Sequence[Section | None]:
        lease = str(document.pk)
        rows = LedgerRow.objects(lease=document).order_by("-booked_on", "pk")
        placed = Payment.objects(lease=document).order_by("-booked_on", "pk")
        tasks = Task.objects(subject_kind="lease", subject_id=lease).order_by("key")
        if document.is_landlords:
            return (*self.landlord_sections(document, self.part_sections(document)), tasks_section(self, tasks))
        return (
            None if "account" in self.closed() else account_section(self, document),
            *gathered(self.part_sections(document)),
            with_changes(section(self.desk, "Siste posteringer", LedgerRow, rows,
                                 ("booked_on", "kind", "month", "due_on", "amount_ore"),
                                 empty="Ingenting er postert.", lease=lease), self.money_changes(document)),
            section(self.desk, "Innbetalinger ført for hånd", Payment, placed,
                    ("booked_on", "amount_ore", "kid", "state"), empty="Ingen.", lease=lease)
            if placed.first() else None,
            section(self.desk, "Tilbudet", Offer, Offer.objects(pk=document.offer).order_by("pk"),
                    ("offer_number", "state", "offered_on"), empty="Tilbudet finnes ikke lenger.")
            if document.offer else None,
            tasks_section(self, tasks),
            None if "dwelling" in self.masked_fields(document) or not Vacancy.objects(lease=document.pk).first()
            else vacancies_section(self, Vacancy.objects(lease=document.pk), ""),
        )  # fmt: skip
