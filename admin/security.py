"""What every answer tells the browser: no script but ours, no frame, no copy kept, no leak by referrer."""

import secrets
from datetime import timedelta

from flask import Flask, Response, g, request
from flask_wtf import CSRFProtect

IDLE = timedelta(hours=2)
LARGEST_FORM = 64 * 1024 * 1024
POLICY = (
    "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


def nonce() -> str:
    """The word that lets this answer's own scripts and styles run; new for each request."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(18)
    return str(g.csp_nonce)


def protect(app: Flask, *, https: bool) -> CSRFProtect:
    """Set headers, cookie flags and CSRF protection for the whole application; returns the last, for exemptions."""
    app.config.update(
        SESSION_COOKIE_NAME="husrom",
        SESSION_COOKIE_SECURE=https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=IDLE,
        WTF_CSRF_TIME_LIMIT=None,  # the token lives as long as the session: a form may stand open over lunch
        WTF_CSRF_SSL_STRICT=https,
    )
    app.config["MAX_CONTENT_LENGTH"] = app.config.get("MAX_CONTENT_LENGTH") or LARGEST_FORM

    @app.after_request
    def headers(response: Response) -> Response:
        return _headers(response, https=https)

    return CSRFProtect(app)


def _headers(response: Response, *, https: bool) -> Response:
    response.headers.setdefault("Content-Security-Policy", POLICY.format(nonce=nonce()))
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if https:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
    if not (request.endpoint or "").endswith("static"):
        response.headers["Cache-Control"] = "no-store"
    return response
