"""A lease from its contract to the keys on the screen: the meeting's points, the security, the keys, or drawn back."""

from collections.abc import Iterator, Sequence
from typing import Any

from flask.typing import ResponseReturnValue
from markupsafe import Markup

from admin import formats, pdf_answer
from admin.pages import Act
from admin.people import current_actor, sees_protected
from admin.routes import expose
from admin.views.acting import Step, form_of, reason
from admin.views.columns import Column
from admin.views.letting.contract import ContractSteps
from admin.views.letting.keys_forms import (
    CANCEL,
    CANCEL_EXTENSION,
    KEYS,
    MEETING,
    SECURITY,
    SWAP_LEFT,
    TAKE_OVER,
    TAKEN_OVER,
    keys_form,
    meeting_form,
    security_form,
)
from rules.terms import LeaseState
from services import leases, rulebooks
from services.leases import Ground


class LeaseSteps(ContractSteps):
    """What is done with a lease before it runs; and the contract that follows it, where an extension is granted."""

    def declare(self) -> None:
        super().declare()
        self.security_form, self.keys_form = security_form(), keys_form()
        self.cancel_form = form_of(reason=reason("Hvorfor blir det ikke noe av?"))

    def writes_contract(self, document: Any) -> bool:
        return document.state is LeaseState.OCCUPYING and leases.extension_of(document) is not None

    def ground_of(self, document: Any) -> Ground:
        case = leases.extension_of(document)
        if case is None:
            raise leases.no_contract(document)
        return leases.from_extension(case, current_actor().at)

    def step_acts(self, document: Any) -> list[tuple[str, Act]]:
        found = super().step_acts(document)
        if document.state is LeaseState.UPCOMING:
            found += self._before_keys(document)
        elif document.state is LeaseState.OCCUPYING:
            found.append(("secure", self.page(SECURITY.heading, "secure", document)))
        if document.contract is not None and not self.masks(document, "dwelling"):
            found.append(("contract_pdf", self.page("Åpne kontrakten", "contract_pdf", document)))
        return found

    def _before_keys(self, document: Any) -> list[tuple[str, Act]]:
        """The next of meeting, security and keys is the main one."""
        rules = rulebooks.current(formats.today())
        met = not leases.left_of_meeting(document, rules)
        lacks = rules.letting.security_before_keys and document.security_received_on is None
        follows = document.follows is not None
        found = [("secure", self.page(SECURITY.heading, "secure", document, main=met and lacks and not follows))]
        if document.contract is not None:
            found.append(("hold_meeting", self.page(MEETING.heading, "hold_meeting", document, main=not met)))
        if not follows:
            main = met and not lacks
            found.append(("hand_over_keys", self.page(KEYS.heading, "hand_over_keys", document, main=main)))
        elif document.starts_on <= formats.today():
            press = self.press("La kontrakten ta over", "take_over", document, confirm=TAKE_OVER, main=met)
            found.append(("take_over", press))
        found.append(("cancel", self.page(_cancelling(document).heading, "cancel", document)))
        return found

    def notices_of(self, document: Any) -> list[str]:
        """Also months that were charged before it was known that the lease had ended."""
        found = super().notices_of(document)
        late = leases.charged_after(document) if document.state is LeaseState.ENDED else []
        if late and "account" not in self.closed():
            months = ", ".join(formats.month(period) for period in late)
            found.append(
                f"Husleie er krevd etter at leieforholdet var slutt: {months}. Kravene står på kontoen til økonomi har "
                "ordnet dem."
            )
        return found

    def acts(self, document: Any) -> Sequence[Act]:
        found = sorted(self.step_acts(document), key=lambda one: not one[1].main)
        return [act for method, act in found if self.may(method)]

    # --- The steps --------------------------------------------------------------------------------------------------

    @expose("/kontraktsmote/", "GET", "POST")
    def hold_meeting(self) -> ResponseReturnValue:
        """Note each point of the contract meeting, the house rules and the interpreter."""
        document, today = self.requested(), formats.today()
        points = rulebooks.current(today).letting.contract_points
        held = {point.code: point.outcome for point in document.points}

        def do(document: Any, form: Any) -> object:
            outcomes = {one.code: form[f"point_{one.code}"].data for one in points if form[f"point_{one.code}"].data}
            return leases.record_meeting(
                document, current_actor(), outcomes=outcomes, house_rules_on=form.house_rules_on.data,
                interpreter=form.interpreter.data or "", version=form.version.data or 0, today=today,
            )  # fmt: skip

        start = {f"point_{code}": outcome for code, outcome in held.items()}
        start |= {"house_rules_on": document.house_rules_on, "interpreter": document.interpreter}
        return self.ask(MEETING, meeting_form([(one.code, one.label) for one in points]), do, start=start)

    @expose("/sikkerhet/", "GET", "POST")
    def secure(self) -> ResponseReturnValue:
        """Note what secures the lease."""
        document = self.requested()

        def do(document: Any, form: Any) -> object:
            return leases.record_security(
                document, current_actor(), kind=form.security.data, amount_ore=form.security_ore.data,
                received_on=form.security_received_on.data, version=form.version.data or 0, today=formats.today(),
            )  # fmt: skip

        start = {name: getattr(document, name) for name in ("security", "security_ore", "security_received_on")}
        return self.ask(SECURITY, self.security_form, do, start=start)

    @expose("/nokler/", "GET", "POST")
    def hand_over_keys(self) -> ResponseReturnValue:
        """Note that the tenant has the keys; the service refuses until all is in place."""

        def do(document: Any, form: Any) -> object:
            return leases.hand_over_keys(
                document, current_actor(), on=form.keys_on.data, agreed=form.agreed.data,
                version=form.version.data or 0, today=formats.today(),
            )  # fmt: skip

        return self.ask(KEYS, self.keys_form, do, start={"keys_on": formats.today()})

    @expose("/trekker-seg/", "GET", "POST")
    def cancel(self) -> ResponseReturnValue:
        """The household draws back before it has the keys."""
        step = _cancelling(self.requested())

        def do(document: Any, form: Any) -> object:
            leaves = leases.swap_vacancy(document)
            done = leases.cancel(
                document, current_actor(), why=form.reason.data, version=form.version.data or 0, today=formats.today()
            )
            return f"{step.done} {SWAP_LEFT.format(number=leaves.number)}" if done and leaves is not None else done

        return self.ask(step, self.cancel_form, do)

    @expose("/ta-over/", "POST")
    def take_over(self) -> ResponseReturnValue:
        """Let an extension's lease begin, where the night has not done it."""
        document = self.requested()
        return self.settle(
            document, lambda: leases.take_over(document, current_actor(), today=formats.today()), TAKEN_OVER
        )

    @expose("/kontrakten/")
    def contract_pdf(self) -> ResponseReturnValue:
        """The contract as it was signed; the opening is logged by the service."""
        document = self.requested()
        with leases.open_contract(document, current_actor(), sees_protected=sees_protected()) as source:
            return pdf_answer.shown(source.read(), f"Leiekontrakt {document.number}.pdf")


def _cancelling(document: Any) -> Step:
    return CANCEL_EXTENSION if document.follows is not None else CANCEL


def seen_to() -> Column:
    """What was seen to at the contract meeting, a line each."""
    return Column(
        label="Gjort", needs=("points",), value=lambda lease: "; ".join(_points(lease)), html=_point_list, wide=True
    )


def _point_list(document: Any) -> Markup:
    lines = Markup("").join(Markup("<li>{}</li>").format(words) for words in _points(document))
    return Markup("<ul>{}</ul>").format(lines)


def _points(document: Any) -> Iterator[str]:
    labels = {one.code: one.label for one in rulebooks.current(formats.today()).letting.contract_points}
    for point in document.points:
        what = labels.get(point.code, "Punkt som ikke lenger står i regelboken")
        yield f"{what}: {point.outcome.inside} {formats.day(point.on)}, {point.by_name}"
