"""What the office's people do with a referral: the viewing, the landlord's answer, the household's, taken back."""

from typing import Any

from flask.typing import ResponseReturnValue

from admin.pages import Act
from admin.people import current_actor
from admin.routes import expose
from admin.views.acting import Step
from admin.views.landlord_side.on_referral import LeaseOfReferral
from admin.views.partners import referral_forms as forms
from admin.views.partners.landlord_told import telling
from rules import referrals as rules
from rules.terms import ReferralState
from services import records, referrals


class ReferralSteps(LeaseOfReferral):
    """Each step has its page; the next one is the main button."""

    def declare(self) -> None:
        super().declare()
        self.viewing_form = forms.viewing_form()
        self.reject_form = forms.reject_form()
        self.decline_form = forms.decline_form()
        self.withdraw_form = forms.withdraw_form()
        self.judge_form = forms.judge_form()

    def step_acts(self, document: Any) -> list[tuple[str, Act]]:
        """The steps that the state allows, by method."""
        found = list(self.lease_acts(document))
        if document.state in rules.UNANSWERED:
            seen = document.state is ReferralState.VIEWING
            words = "Flytt visningen" if seen else "Avtal visning"
            yes = self.press("Utleieren godtar", "accept", document, confirm=forms.ACCEPT, main=seen)
            found += [
                ("arrange_viewing", self.page(words, "arrange_viewing", document, main=not seen)), ("accept", yes)
            ]  # fmt: skip
        if document.state in rules.LIVE:
            found += [
                ("reject", self.page("Utleieren sier nei", "reject", document)),
                ("decline", self.page("Husstanden takker nei", "decline", document)),
                ("withdraw", self.page("Trekk tilvisningen", "withdraw", document)),
            ]
        if document.state is ReferralState.REJECTED:
            judged = document.rejection_contested is not None
            words = "Vurder grunnen på nytt" if judged else "Vurder grunnen"
            found.append(("judge", self.page(words, "judge", document, main=not judged)))
        return sorted(found, key=lambda one: not one[1].main)

    def _telling(self, step: Step) -> Step:
        return telling(step, records.reference(self.requested(), "landlord"))

    @expose("/visning/", "GET", "POST")
    def arrange_viewing(self) -> ResponseReturnValue:
        """When the household sees the home, or another time."""
        held = self.requested().viewing
        start = forms.start_of(held.at) if held is not None else {}

        def do(document: Any, form: Any) -> object:
            actor = current_actor()
            return referrals.arrange_viewing(
                document, actor, at=forms.moment_of(form), version=form.version.data or 0, now=actor.at
            )

        return self.ask(forms.VIEWING, self.viewing_form, do, start=start)

    @expose("/godta/", "POST")
    def accept(self) -> ResponseReturnValue:
        """The landlord takes the household."""
        document, actor = self.requested(), current_actor()
        return self.settle(
            document, lambda: referrals.accept(document, actor, version=self.seen(), now=actor.at), forms.ACCEPTED
        )

    @expose("/avsla/", "GET", "POST")
    def reject(self) -> ResponseReturnValue:
        """The landlord says no, with a reason."""

        def do(document: Any, form: Any) -> object:
            actor = current_actor()
            return referrals.reject(
                document, actor, reason=form.reason.data, note=form.note.data or "", version=form.version.data or 0,
                now=actor.at,
            )  # fmt: skip

        return self.ask(forms.REJECT, self.reject_form, do)

    @expose("/takker-nei/", "GET", "POST")
    def decline(self) -> ResponseReturnValue:
        """The household says no."""

        def do(document: Any, form: Any) -> object:
            actor = current_actor()
            return referrals.decline(
                document, actor, reason=form.reason.data, said=form.said.data or "", version=form.version.data or 0,
                now=actor.at,
            )  # fmt: skip

        return self.ask(self._telling(forms.DECLINE), self.decline_form, do)

    @expose("/trekk/", "GET", "POST")
    def withdraw(self) -> ResponseReturnValue:
        """Take the referral back."""

        def do(document: Any, form: Any) -> object:
            actor = current_actor()
            return referrals.withdraw(
                document, actor, why=form.reason.data or "", version=form.version.data or 0, now=actor.at
            )

        return self.ask(self._telling(forms.WITHDRAW), self.withdraw_form, do)

    @expose("/vurder-grunnen/", "GET", "POST")
    def judge(self) -> ResponseReturnValue:
        """Say whether the landlord's reason is one that the law knows."""

        def do(document: Any, form: Any) -> object:
            actor = current_actor()
            return referrals.judge_rejection(
                document, actor, contested=form.answer.data == forms.YES, why=form.why.data or "",
                version=form.version.data or 0, now=actor.at,
            )  # fmt: skip

        return self.ask(forms.JUDGE, self.judge_form, do)
