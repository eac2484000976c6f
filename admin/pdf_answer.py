"""A stored PDF as an answer: opened in the browser under its own name, never guessed at, no copy kept."""

import io

from flask import Response, send_file

from admin.people import current_actor, sees_protected
from models import Letter
from services import dispatch

# A browser shows a PDF by a page and a style of its own; nothing else comes with it.
POLICY = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors {frames}"


def shown(content: bytes, name: str, *, framed: bool = False) -> Response:
    """The PDF to look at and print; it may load nothing, and no page frames it but one of ours where `framed`."""
    answer: Response = send_file(io.BytesIO(content), "application/pdf", download_name=name, conditional=False)
    answer.headers["Content-Security-Policy"] = POLICY.format(frames="'self'" if framed else "'none'")
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


def letter(stored: Letter, *, framed: bool = False, about: str = "") -> Response:
    """A letter as it goes out; the opening is logged by the service. Raises NoNeedToKnow, AddressShielded, NotFound."""
    with dispatch.open_pdf(stored, current_actor(), sees_protected=sees_protected()) as source:
        return shown(source.read(), f"{stored.title} {about}".strip() + ".pdf", framed=framed)
