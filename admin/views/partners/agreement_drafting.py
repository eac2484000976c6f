"""A new agreement: on a chosen bid, or by hand where none is needed; and the draft edited."""

from typing import Any

from bson import ObjectId
from flask import request
from flask.typing import ResponseReturnValue

from admin import formats
from admin.forms import Form
from admin.people import current_actor
from admin.routes import expose
from admin.views.bid_forms import identity_of
from admin.views.partners import agreement_forms as forms
from admin.views.screen import Screen
from models import Agreement, Bid, Landlord, Project, User
from rules.errors import HusromError, InvalidRecord
from rules.terms import AgreementKind, BidState
from services import agreements, records, rulebooks

TYPED = (
    "project", "homes", "years", "coop_shares", "coop_total", "coop_organisation_number", "husbank_reference",
)  # fmt: skip


class DraftingSteps(Screen):
    """The drafting of agreements. The address takes `tilbud` (a bid's id) or `avtale` (the agreement to go with)."""

    form_groups = (
        ("Hva slags avtale", ("kind", "bid", "landlord")),
        (
            "Omfang",
            ("project", "project_name", "homes", "years", "coop_organisation_number", "coop_shares", "coop_total"),
        ),
        ("Oppfølging", ("responsible", "husbank_reference")),
    )

    def declare(self) -> None:
        super().declare()
        people = self.picker("create_view.responsible", User)
        self.draft_form = forms.draft_form(
            self.picker("create_view.landlord", Landlord), self.picker("create_view.project", Project), people
        )
        self.edit_draft_form = forms.edit_form(
            self.picker("edit_draft.project", Project), self.picker("edit_draft.responsible", User)
        )

    def get_create_form(self) -> type[Form]:
        return self.draft_form if hasattr(self, "draft_form") else Form

    def create_form(self, obj: Any = None) -> Any:
        """With the chosen bids that have no agreement, and what the address says filled in."""
        start = self._start() if request.method == "GET" else {}
        form: Any = self.draft_form(request.form if request.method == "POST" else None, data=start)
        free = _free_bids()
        free += [(str(sent.pk), sent.bid_number) for sent in _sent() if str(sent.pk) not in dict(free)]
        form.bid.choices = [form.bid.choices[0] if form.bid.choices else ("", ""), *free]
        return form

    def _start(self) -> dict[str, Any]:
        if (bid := _asked(Bid, "tilbud")) is not None:
            kind = _announced(bid)
            return {"kind": kind, "bid": str(bid.pk), "homes": bid.homes, "project_name": bid.project_name}
        if (other := _asked(Agreement, "avtale")) is not None:
            held = {"landlord": other.landlord, "project": other.project, "responsible": other.responsible}
            return {"kind": AgreementKind.COOPERATION, **held}
        return {}

    def create_model(self, form: Any) -> Any:
        try:
            return self._draft(form)
        except HusromError as error:
            self._refused(error, form)
            return False

    def _draft(self, form: Any) -> Agreement:
        kind, actor, own, today = form.kind.data, current_actor(), identity_of(form), formats.today()
        wanted = {name: form[name].data for name in (*TYPED, "project_name")}
        wanted["responsible"] = form.responsible.data.pk if form.responsible.data else ObjectId(actor.id)
        if kind in forms.ON_BID:
            if not form.bid.data:
                raise InvalidRecord("agreement", {"bid": "no_bid"})
            bid: Bid = records.get(Bid, form.bid.data)
            wanted["homes"] = wanted["homes"] or bid.homes
            usual = agreements.usual_years(kind, rulebooks.current(today))
            wanted["years"] = wanted["years"] or usual
            if wanted["project"] is None:
                wanted["project_name"] = wanted["project_name"] or bid.project_name
            return agreements.draft_from_bid(
                bid, kind, agreements.Wanted(**_plain(wanted)), actor, today=today, identity=own
            )
        if form.bid.data:
            raise InvalidRecord("agreement", {"bid": "bid_for_right"})
        if form.landlord.data is None:
            raise InvalidRecord("agreement", {"landlord": "missing_value"})
        return agreements.draft(
            form.landlord.data, kind, agreements.Wanted(**_plain(wanted)), actor, today=today, identity=own
        )

    @expose("/endre/", "GET", "POST")
    def edit_draft(self) -> ResponseReturnValue:
        """Change a draft."""
        document = self.requested()

        def do(document: Any, form: Any) -> object:
            wanted = {name: form[name].data for name in TYPED}
            wanted["responsible"] = form.responsible.data.pk if form.responsible.data else None
            return agreements.edit(
                document, agreements.Wanted(**_plain(wanted)), current_actor(), version=form.version.data or 0,
                today=formats.today(),
            )  # fmt: skip

        start = {name: getattr(document, name) for name in (*TYPED, "responsible")}
        return self.ask(forms.EDIT, self.edit_draft_form, do, start=start)


def _plain(wanted: dict[str, Any]) -> dict[str, Any]:
    number = wanted.get("coop_organisation_number")
    return wanted | {"coop_organisation_number": number.replace(" ", "") if number else None,
                     "project_name": wanted.get("project_name") or ""}  # fmt: skip


def _free_bids() -> list[tuple[str, str]]:
    """The chosen bids without an agreement, newest first (index `bid_state`)."""
    chosen = list(Bid.objects(state__in=[BidState.CHOSEN]).order_by("-received_on", "id").limit(200))
    taken = set(Agreement.objects(open_bid__in=[bid.pk for bid in chosen]).scalar("open_bid"))
    return [(str(bid.pk), f"{bid.bid_number} {bid.project_name}, {bid.homes} boliger") for bid in chosen
            if bid.pk not in taken]  # fmt: skip


def _sent() -> list[Bid]:
    """The bid that a stale page has sent: the service says why no agreement is made on it."""
    held = request.form.get("bid", "")
    return list(Bid.objects(pk=held)) if ObjectId.is_valid(held) else []


def _asked(kind: Any, name: str) -> Any:
    held = request.args.get(name, "")
    return kind.objects(pk=held).first() if ObjectId.is_valid(held) else None


def _announced(bid: Any) -> AgreementKind | None:
    called = bid.procurement.announcement
    return called.kind if called is not None else None
