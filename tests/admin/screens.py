"""Screens that only the tests declare, so that the base is tested whatever the real screens say."""

from typing import Any

from mongoengine import Q

from admin.base import View
from admin.desk import ADMINISTRATION, CASES, Desk
from admin.doors import EVERYONE, Doors, roles
from admin.filters import choice
from admin.routes import action
from models import Applicant, Application, Office, User
from rules.terms import ApplicationState, Role

ALL = EVERYONE
WORKERS = roles(Role.CASEWORKER, Role.ADMINISTRATOR)


class People(View):
    name_one, name_many, category_name = "person", "Personer", CASES
    label_fields = ("first_name", "last_name")
    column_list = ("name", "born_on", "address", "phone", "protected_address")
    column_needs = {"name": ("first_name", "last_name")}
    column_labels = {"name": "Navn", "name_words": "Navn"}
    column_filters = ("born_on", "protected_address", "permit", "postcode")
    column_searchable_list = ("~name_words", "^address", "=identity_number")
    column_sortable_list = (("name", "sort_name"), "born_on")
    column_default_sort = "sort_name"
    picker_order = ("sort_name", "id")
    protected_fields = ("address", "postcode", "place", "phone", "email")

    form_columns = (
        "first_name", "last_name", "identity_number", "born_on", "address", "postcode", "phone", "email",
        "protected_address", "resident", "permit", "letter_form", "members", "representatives",
    )  # fmt: skip


class Cases(View):
    name_one, name_many, category_name = "søknad", "Søknader", CASES
    hint = "Alle søknader om kommunal bolig, nyeste først."
    label_fields = ("application_number",)
    column_list = ("application_number", "applicant", "kind", "state", "received_on", "adults", "caseworker", "office")
    column_filters = (
        "state",
        "kind",
        "received_on",
        "caseworker",
        "adults",
        choice("apen", "Åpen", {"ja": ("Ja", Q(state__in=[ApplicationState.RECEIVED])), "nei": ("Nei", Q())}),
    )
    column_searchable_list = ("^application_number", "~applicant.name_words")
    column_labels = {"applicant.name_words": "Navn"}
    column_sortable_list = ("received_on", "application_number", "state")
    column_default_sort = [("received_on", True)]
    form_columns = (
        "application_number", "applicant", "kind", "received_on", "target_group", "applied_by", "situation", "adults",
        "tenant_status", "mapping", "approved_need", "caseworker",
    )  # fmt: skip
    details_groups = (
        ("Søknaden", ("application_number", "applicant", "kind", "state", "received_on", "caseworker", "office")),
        ("Husstand og bolig", ("adults", "children", "situation", "rooms_wanted")),
        ("Kartlegging", ("mapping", "approved_need")),
    )
    acted: list[Any] = []

    @action("take", "Ta sakene", "Ta de avkryssede sakene?")
    def take(self, ids: list[str]) -> None:
        self.acted.append(self.picked_rows(ids))


class Offices(View):
    name_one, name_many, category_name = "kontor", "Kontorer", ADMINISTRATION
    label_fields = ("name",)
    column_list = ("name", "email", "phone", "active")
    column_searchable_list = ("name",)
    column_sortable_list = ("name",)
    column_default_sort = "name"
    form_columns = ("name", "email", "phone", "active")


class Users(View):
    name_one, name_many, category_name = "bruker", "Brukere", ADMINISTRATION
    label_fields = ("name",)
    column_list = ("name", "email", "roles", "office", "active")
    column_filters = ("roles", "active", "office")
    column_searchable_list = ("name", "email")
    column_sortable_list = ("name", "email")
    column_default_sort = "name"
    form_columns = ("email", "name", "roles", "office", "deputy", "away_from", "away_until", "active")


def add_to(desk: Desk) -> None:
    """Register the screens; everyone reads, workers write, administrators export."""
    admins = roles(Role.ADMINISTRATOR)
    open_ = Doors(read=ALL, create=WORKERS, edit=WORKERS, export=admins)
    desk.add_view(People(Applicant, doors=open_))
    desk.add_view(
        Cases(Application, doors=Doors(read=ALL, create=WORKERS, edit=WORKERS, export=admins, also={"take": WORKERS}))
    )
    desk.add_view(Users(User, doors=Doors(read=admins, create=admins, edit=admins, export=admins)))
    desk.add_view(Offices(Office, doors=open_))
