"""Settings from the environment: read once by app.py, checked at the door, frozen after that."""

import os
import re
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit, urlunsplit

from pymongo import uri_parser
from pymongo.errors import PyMongoError

KEY_LENGTH = 32
DEFAULT_DATABASE = "husrom"
TRUE_WORDS = frozenset({"1", "true", "yes", "on", "ja"})
FALSE_WORDS = frozenset({"0", "false", "no", "off", "nei"})
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
MAIL_ADDRESS = re.compile(r"[^@\s<>]+@[^@\s<>]+")
MAKE_KEY = "Lag en med: python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"


class SettingsError(Exception):
    """A setting is missing or malformed; the message names it and says in bokmål what to do, never its value."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"Innstillingen {name} {why}")
        self.name = name
        self.why = why


@dataclass(frozen=True, kw_only=True)
class SmtpServer:
    """Where mail is handed over; `implicit_tls` speaks TLS from the first byte, `starttls` from the first command."""

    host: str
    port: int
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    implicit_tls: bool = False
    starttls: bool = False


@dataclass(frozen=True, kw_only=True)
class Settings:
    """All that differs between installations. Secrets and addresses with passwords are never shown by repr()."""

    mongodb_uri: str = field(repr=False)
    secret_key: str = field(repr=False)
    field_key: str = field(repr=False)
    base_url: str
    smtp_url: str | None = field(default=None, repr=False)
    mail_from: str = ""
    allow_synthetic_ids: bool = False
    demo: bool = False
    demo_mail_dir: str | None = None
    municipality_number: str = ""
    municipality_name: str = "Kommunen"
    maskinporten_issuer: str | None = None
    maskinporten_audience: str = ""
    maskinporten_scope_prefix: str = ""
    api_rate: str = "120/minute"
    proxies: int = 0

    @property
    def mail_domain(self) -> str:
        """The domain that Message-IDs carry."""
        _, _, domain = self.mail_from.partition("@")
        return domain or "husrom.invalid"

    @classmethod
    def from_env(cls, environ: Mapping[str, str] = os.environ) -> Self:
        """Read and check every HUSROM_ variable; raises SettingsError for the first that is missing or malformed."""
        smtp_url = _smtp_url(environ)
        return cls(
            mongodb_uri=_mongodb_uri(environ),
            secret_key=_key(environ, "HUSROM_SECRET_KEY"),
            field_key=_key(environ, "HUSROM_FIELD_KEY"),
            base_url=_base_url(environ),
            smtp_url=smtp_url,
            mail_from=_mail_from(environ, needed=smtp_url is not None),
            allow_synthetic_ids=_flag(environ, "HUSROM_ALLOW_SYNTHETIC_IDS"),
            demo=_flag(environ, "HUSROM_DEMO"),
            demo_mail_dir=_text(environ, "HUSROM_DEMO_MAIL_DIR"),
            municipality_number=_municipality_number(environ),
            municipality_name=_text(environ, "HUSROM_MUNICIPALITY_NAME") or "Kommunen",
            maskinporten_issuer=(issuer := _maskinporten_issuer(environ)),
            maskinporten_audience=_with_issuer(environ, "HUSROM_MASKINPORTEN_AUDIENCE", issuer),
            maskinporten_scope_prefix=_with_issuer(environ, "HUSROM_MASKINPORTEN_SCOPE_PREFIX", issuer),
            api_rate=_rate(environ),
            proxies=_proxies(environ),
        )

    @property
    def database_name(self) -> str:
        """The database that `mongodb_uri` names."""
        return urlsplit(self.mongodb_uri).path.lstrip("/")

    @property
    def smtp(self) -> SmtpServer | None:
        """`smtp_url` taken apart; None means that mail stays in the outbox."""
        return _smtp_server(urlsplit(self.smtp_url)) if self.smtp_url else None


def _text(environ: Mapping[str, str], name: str) -> str | None:
    return environ.get(name, "").strip() or None


def _required(environ: Mapping[str, str], name: str, hint: str) -> str:
    value = _text(environ, name)
    if value is None:
        raise SettingsError(name, f"mangler. {hint}")
    return value


def _key(environ: Mapping[str, str], name: str) -> str:
    value = _required(environ, name, MAKE_KEY)
    if len(value) < KEY_LENGTH:
        raise SettingsError(name, f"er for kort: den må ha minst {KEY_LENGTH} tegn. {MAKE_KEY}")
    return value


def _flag(environ: Mapping[str, str], name: str) -> bool:
    word = (_text(environ, name) or "0").lower()
    if word not in TRUE_WORDS | FALSE_WORDS:
        raise SettingsError(name, "må være ja eller nei (også 1/0, true/false, yes/no, on/off).")
    return word in TRUE_WORDS


def _split(name: str, value: str, schemes: tuple[str, ...], example: str) -> SplitResult:
    try:
        parts = urlsplit(value)
    except ValueError:
        parts = SplitResult("", "", "", "", "")
    if parts.scheme not in schemes or not parts.netloc:
        raise SettingsError(name, f"er ikke en gyldig adresse. Skriv den slik: {example}")
    return parts


def _mongodb_uri(environ: Mapping[str, str]) -> str:
    name, example = "HUSROM_MONGODB_URI", "mongodb://vert:27017/husrom?replicaSet=rs0&w=majority&journal=true"
    value = _required(environ, name, f"Den sier hvor databasen er, for eksempel {example}")
    parts = _split(name, value, ("mongodb", "mongodb+srv"), example)
    if "/" in parts.path.lstrip("/"):
        raise SettingsError(name, f"har et ugyldig databasenavn. Skriv den slik: {example}")
    database = parts.path.lstrip("/") or DEFAULT_DATABASE
    uri = urlunsplit(parts._replace(path=f"/{database}"))
    if parts.scheme == "mongodb":  # the other form asks the name server, which may be away
        _require_readable(name, uri, example)
    return uri


def _require_readable(name: str, uri: str, example: str) -> None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # an option that is not understood is only warned of
            uri_parser.parse_uri(uri, warn=True)
    except (PyMongoError, ValueError, UserWarning):
        why = "har feil i porten, i et valg etter ?, eller et tegn som @ : / i passordet som må skrives %40 %3A %2F."
        raise SettingsError(name, f"{why} Skriv den slik: {example}") from None


def _base_url(environ: Mapping[str, str]) -> str:
    name, example = "HUSROM_BASE_URL", "https://husrom.kommune.no"
    value = _required(environ, name, f"Den står i lenkene i e-postene, for eksempel {example}")
    parts = _split(name, value, ("https", "http"), example)
    if parts.query or parts.fragment:
        raise SettingsError(name, f"kan ikke ha ? eller #. Skriv den slik: {example}")
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
        raise SettingsError(name, f"må begynne med https når den ikke peker på denne maskinen: {example}")
    return value.rstrip("/")


def _smtp_url(environ: Mapping[str, str]) -> str | None:
    name, example = "HUSROM_SMTP_URL", "smtp://bruker:passord@post.kommune.no:587?starttls=1"
    value = _text(environ, name)
    if value is None:
        return None
    parts = _split(name, value, ("smtp", "smtps"), example)
    wrong = SettingsError(name, f"er ikke en gyldig adresse. Skriv den slik: {example}")
    try:
        server = _smtp_server(parts)
    except ValueError:
        raise wrong from None
    unknown = {key for key, _ in parse_qsl(parts.query, keep_blank_values=True)} - {"starttls"}
    if not server.host or unknown or parts.path not in ("", "/"):
        raise wrong
    return value


def _smtp_server(parts: SplitResult) -> SmtpServer:
    query = dict(parse_qsl(parts.query))
    implicit = parts.scheme == "smtps"
    starttls = query.get("starttls", "0").lower()
    if starttls not in TRUE_WORDS | FALSE_WORDS:
        raise ValueError("starttls")
    return SmtpServer(
        host=parts.hostname or "",
        port=parts.port or (465 if implicit else 587 if starttls in TRUE_WORDS else 25),
        user=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
        implicit_tls=implicit,
        starttls=starttls in TRUE_WORDS and not implicit,
    )


def _mail_from(environ: Mapping[str, str], *, needed: bool) -> str:
    name, hint = "HUSROM_MAIL_FROM", "Skriv adressen e-postene skal komme fra, for eksempel bolig@kommune.no"
    value = _text(environ, name)
    if value is None and needed:
        raise SettingsError(name, f"mangler, og HUSROM_SMTP_URL er satt. {hint}")
    if value is not None and not MAIL_ADDRESS.fullmatch(value):
        raise SettingsError(name, f"er ikke en e-postadresse. {hint}")
    return value or ""


def _municipality_number(environ: Mapping[str, str]) -> str:
    name = "HUSROM_MUNICIPALITY_NUMBER"
    value = _text(environ, name) or ""
    if value and not re.fullmatch(r"[0-9]{4}", value):
        raise SettingsError(name, "må ha fire sifre, for eksempel 5503.")
    return value


def _proxies(environ: Mapping[str, str]) -> int:
    name = "HUSROM_PROXIES"
    value = _text(environ, name) or "0"
    if not re.fullmatch(r"[0-9]", value):
        raise SettingsError(name, "må være antallet mellomtjenere foran Husrom, fra 0 til 9.")
    return int(value)


def _maskinporten_issuer(environ: Mapping[str, str]) -> str | None:
    name, example = "HUSROM_MASKINPORTEN_ISSUER", "https://maskinporten.no/"
    value = _text(environ, name)
    if value is None:
        return None
    parts = _split(name, value, ("https", "http"), example)
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
        raise SettingsError(
            name, f"må begynne med https. Skriv den nøyaktig som i tokenene, skråstreken med: {example}"
        )
    if parts.query or parts.fragment:
        raise SettingsError(name, f"kan ikke ha ? eller #. Skriv den nøyaktig som i tokenene: {example}")
    return value


def _with_issuer(environ: Mapping[str, str], name: str, issuer: str | None) -> str:
    value = _text(environ, name)
    if value is None and issuer is not None:
        raise SettingsError(name, "mangler, og HUSROM_MASKINPORTEN_ISSUER er satt. Uten den er tokenene ment for alle.")
    if value is not None and not re.fullmatch(r"\S+", value):
        raise SettingsError(name, "kan ikke ha mellomrom.")
    return value or ""


def _rate(environ: Mapping[str, str]) -> str:
    name = "HUSROM_API_RATE"
    value = _text(environ, name) or "120/minute"
    if not re.fullmatch(r"[1-9][0-9]{0,5}/(second|minute|hour)", value):
        raise SettingsError(name, "må være et antall per second, minute eller hour, for eksempel 120/minute.")
    return value
