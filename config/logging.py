"""Structured logs to standard error: one JSON object a line, or readable lines on a terminal.

Nothing secret and nothing personal reaches a log: fields by name are dropped, and in every text that is left
(tracebacks too) identity numbers, e-mail addresses and passwords in addresses are masked.
"""

import logging
import re
import sys
from collections.abc import Mapping
from typing import Any, TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

MASK = "***"
HIDDEN_WORDS = frozenset(
    {
        *("password", "passord", "secret", "token", "authorization", "cookie", "csrf", "key", "uri", "smtp"),
        *("identity", "fnr", "ident", "name", "address", "street", "phone", "email", "mail", "birth", "account"),
        *("reason", "reasons", "text", "body", "note", "comment", "facts", "answer", "answers"),
    }
)
SHOWN_FIELDS = frozenset({"job_name", "event"})
PERSONAL = (
    (re.compile(r"(?<![0-9])[0-9]{6} ?[0-9]{5}(?![0-9])"), MASK),  # identity numbers and account numbers
    (re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+"), MASK),
    (re.compile(r"(?<=://)[^/\s:@]+:[^/\s@]+(?=@)"), MASK),  # user:password@ in an address
)


def mask(text: str) -> str:
    """The text without identity numbers, e-mail addresses and passwords in addresses."""
    for pattern, replacement in reversed(PERSONAL):
        text = pattern.sub(replacement, text)
    return text


def hide_personal(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Structlog processor: mask what must not be logged, whoever logged it."""
    return {key: _clean(key, value) for key, value in event.items()}


def configure(*, level: int = logging.INFO, stream: TextIO | None = None) -> None:
    """Send structlog's and the standard library's logs the same way; called once, by app.py."""
    stream = stream or sys.stderr
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=_renderers(stream)))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)


def _renderers(stream: TextIO) -> list[Processor]:
    remove = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    last: Processor = structlog.processors.JSONRenderer(ensure_ascii=False, default=str)
    if stream.isatty():
        last = structlog.dev.ConsoleRenderer()
    return [remove, hide_personal, last]


def _clean(key: str, value: Any) -> Any:
    if key not in SHOWN_FIELDS and HIDDEN_WORDS.intersection(key.lower().split("_")):
        return MASK
    if isinstance(value, Mapping):
        return {name: _clean(str(name), part) for name, part in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_clean("", part) for part in value]
    if isinstance(value, bool | int | float) or value is None:
        return value
    return mask(str(value))
