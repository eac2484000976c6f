"""A stored PDF as an answer: opened in the browser under its own name, never guessed at, no copy kept."""

import io

from flask import Response, send_file

# A browser shows a PDF by a page and a style of its own; nothing else comes with it, and no page frames it.
POLICY = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"


def shown(content: bytes, name: str) -> Response:
    """The PDF to look at and print; it may load nothing (no copy is kept: admin.security)."""
    answer: Response = send_file(io.BytesIO(content), "application/pdf", download_name=name, conditional=False)
    answer.headers["Content-Security-Policy"] = POLICY
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
