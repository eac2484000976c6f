"""The lease that a landlord tells of, registered from the referral's page."""

from typing import Any

from flask.typing import ResponseReturnValue

from admin import formats
from admin.pages import Act
from admin.people import current_actor
from admin.routes import expose
from admin.views.landlord_side import forms
from admin.views.screen import Screen
from rules.terms import ReferralState
from services import landlord_leases


class LeaseOfReferral(Screen):
    """The step from an accepted referral to a lease: the landlord's own system takes it through the API."""

    def declare(self) -> None:
        super().declare()
        self.lease_form = forms.sign_form()

    def lease_acts(self, document: Any) -> list[tuple[str, Act]]:
        """The step, where the landlord has said yes."""
        if document.state is not ReferralState.ACCEPTED:
            return []
        return [("sign_lease", self.page(forms.SIGN.heading, "sign_lease", document, main=True))]

    @expose("/leieavtale/", "GET", "POST")
    def sign_lease(self) -> ResponseReturnValue:
        """The landlord tells that the lease is signed."""
        document = self.requested()

        def do(document: Any, form: Any) -> object:
            lease = landlord_leases.sign(
                document, current_actor(), reference=form.reference.data or "", signed_on=form.signed_on.data,
                starts_on=form.starts_on.data, ends_on=form.ends_on.data, rent_ore=form.rent_ore.data,
                security=form.security.data, security_ore=form.security_ore.data, version=form.version.data or 0,
                today=formats.today(),
            )  # fmt: skip
            return self.to_record("lease", lease.pk)

        start = {"security": document.guarantee, "security_ore": document.guarantee_ore}
        return self.ask(forms.SIGN, self.lease_form, do, start=start)
