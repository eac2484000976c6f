"""The access log of pages that show another record than their own."""

from typing import Any

from flask import request

from admin.people import current_actor
from rules.terms import AccessKind
from services import audit, records


def case(application: Any) -> None:
    """Write in the access log that the person at the screen read of that case; once, not again when they post."""
    if request.method == "GET":
        audit.record_access(
            current_actor(), AccessKind.OPENED, "application", document_id=str(application.pk),
            number=application.number, person=records.reference(application, "applicant"),
        )  # fmt: skip
