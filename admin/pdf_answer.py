"""A stored PDF as an answer: opened in the browser under its own name, never guessed at, no copy kept."""

import io

from flask import Response, send_file


def shown(content: bytes, name: str) -> Response:
    """The PDF to look at and print; headers against copies and guessing are those of every answer (admin.security)."""
    answer: Response = send_file(io.BytesIO(content), "application/pdf", download_name=name, conditional=False)
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
