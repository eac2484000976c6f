"""«Indeksregulering»: the month chosen, every lease with what it comes to or why not, drafts, and notices in bulk."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField

from admin import desk as desks
from admin import formats, wording
from admin.links import list_url, record_url
from admin.own_page import OwnPage
from admin.people import current_actor
from admin.routes import expose
from admin.sender import sender_of
from admin.views.keeping import rent_forms as forms
from letters.paper import Sender
from letters.rent_letters import hundredths
from models import Office, RentChange
from rules.deadlines import add_months
from rules.errors import HusromError
from rules.rent_changes import IndexObstacle, next_first
from services import rents, rulebooks
from services.rents import Choice, Planned, Round

MOST_SHOWN = 200
DRAFTED = "{count} utkast er laget. Se gjerne over noen av brevene før du varsler."
NOTIFIED = "{count} leietakere er varslet. Brevene ligger til utsending."
NONE_DRAFTED = "Ingen nye utkast: alle som kan reguleres, er med alt."
LEFT = " {count} står igjen. Trykk én gang til."
CANCELLED = "{count} utkast er avlyst."
REFUSED = "{count} ble ikke med. {number}: {why}"


@dataclass(frozen=True)
class Row:
    """One lease as the page shows it; hidden columns are empty."""

    number: str
    url: str | None
    old: str
    new: str
    percent: str
    why: str


class RentRound(OwnPage):
    """Index adjustment of all leases at once."""

    def __init__(self) -> None:
        super().__init__(name="Indeksregulering", endpoint="rent_round", url="indeksregulering", category=desks.MONEY)

    @expose("/")
    def index(self) -> ResponseReturnValue:
        today, rules = formats.today(), rulebooks.current(formats.today())
        form = _form()(_asked(), data=_start(today, rules))
        planned, problem = self._planned(form)
        drafts = rents.own_drafts(current_actor())
        page: str = self.render(
            "admin/views/keeping/rent_round.html", form=form, problem=problem, asked=bool(request.args),
            rows=[self._row(one) for one in planned[:MOST_SHOWN]], more=max(len(planned) - MOST_SHOWN, 0),
            fitting=sum(one.obstacle is None for one in planned), count=len(planned), why=_why(planned),
            drafts=formats.number(len(drafts)) if drafts else "", many=len(drafts) != 1,
            drafts_url=list_url(self.desk, RentChange, state="draft"), at_once=rents.AT_ONCE,
            series=rules.keeping.index_series, kept=request.args,
        )  # fmt: skip
        return page

    def _planned(self, form: Any) -> tuple[list[Planned], str]:
        if not request.args or not form.validate():
            return [], ""
        try:
            return rents.plan_round(_choice(form), current_actor(), formats.today()), ""
        except HusromError as error:
            return [], wording.explain(error)

    def _row(self, one: Planned) -> Row:
        moved = (one.new_ore - one.old_ore) * 100_00 // one.old_ore if one.old_ore else 0
        why = one.obstacle.label if one.obstacle else ""
        if one.obstacle is IndexObstacle.TOO_SOON and one.earliest:
            why = f"{why}: tidligst {formats.day(one.earliest)}"
        return Row(
            one.lease.contract_number, record_url(self.desk, "lease", one.lease.pk), formats.kroner(one.old_ore),
            "" if one.obstacle else formats.kroner(one.new_ore), "" if one.obstacle else hundredths(moved), why,
        )  # fmt: skip

    @expose("/utkast/", "POST")
    def draft(self) -> ResponseReturnValue:
        """Draft the change of every lease that can be adjusted."""
        form = _form()(request.form)
        if not form.validate():
            return self._back()
        try:
            done = rents.draft_many(_choice(form), current_actor(), formats.today())
        except HusromError as error:
            flash(wording.explain(error), "error")
            return self._back()
        words = DRAFTED.format(count=formats.number(done.done)) if done.done else NONE_DRAFTED
        flash(words + _left(done), "success" if done.done else "info")
        _tell_refused(done.refused)
        return self._back()

    @expose("/varsle/", "POST")
    def notify(self) -> ResponseReturnValue:
        """Notify some of the drafts' tenants; pressed again it goes on where it stopped."""
        senders: dict[Any, Sender] = {None: sender_of(RentChange())}
        senders |= {office.pk: sender_of(RentChange(office=office.pk)) for office in Office.objects.only("pk")}
        try:
            done = rents.notify_some(current_actor(), senders, formats.today())
        except HusromError as error:
            flash(wording.explain(error), "error")
            return self._back()
        flash(NOTIFIED.format(count=formats.number(done.done)) + _left(done), "success" if done.done else "info")
        _tell_refused(done.refused)
        return self._back()

    @expose("/avlys/", "POST")
    def cancel(self) -> ResponseReturnValue:
        """Take some of the drafts back; pressed again it goes on where it stopped."""
        done = rents.cancel_drafts(current_actor(), why="Indeksreguleringen er avlyst.")
        flash(CANCELLED.format(count=formats.number(done.done)) + _left(done), "success")
        return self._back()

    def _back(self) -> ResponseReturnValue:
        kept = {name: request.form[name] for name in FIELDS if request.form.get(name)}
        return redirect(self.get_url(".index", **kept))


FIELDS = ("new_month", "effective_from", "most", "unrecorded")


def _form() -> Any:
    return type(
        "RoundForm",
        (forms.index_form(),),
        {
            "version": None,
            "unrecorded": BooleanField(
                "Ta med dem uten registrert fastsetting",
                description="Regnes da fra leieforholdets første dag. Bruk det bare når leien ikke er endret siden.",
            ),
        },
    )


def _asked() -> MultiDict[str, str] | None:
    return request.args if request.args else None


def _start(today: Any, rules: Any) -> dict[str, Any]:
    months = rules.keeping.index_notice_months
    return {
        "new_month": rents.table(rules.keeping.index_series).latest,
        "effective_from": next_first(add_months(today, months)),
    }


def _choice(form: Any) -> Choice:
    return Choice(
        new_month=form.new_month.data, effective_from=form.effective_from.data, most=form.most.data,
        unrecorded=bool(form.unrecorded.data),
    )  # fmt: skip


def _why(planned: Sequence[Planned]) -> list[tuple[str, str]]:
    """How many are left alone for each reason."""
    counts = {why: sum(one.obstacle is why for one in planned) for why in IndexObstacle}
    return [(why.label, formats.number(count)) for why, count in counts.items() if count]


def _left(done: Round) -> str:
    return LEFT.format(count=formats.number(done.left)) if done.left else ""


def _tell_refused(refused: Sequence[tuple[str, HusromError]]) -> None:
    if refused:
        number, error = refused[0]
        flash(REFUSED.format(count=formats.number(len(refused)), number=number, why=wording.explain(error)), "error")
