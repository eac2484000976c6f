"""The logs: readable by machines, and never a word about a person or a secret."""

import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from config.logging import configure, mask


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What the logs write, as configured for a server."""
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    stream = io.StringIO()
    configure(stream=stream)
    yield stream
    root.handlers, root.level = handlers, level
    structlog.reset_defaults()


def test_a_line_is_one_json_object_with_time_and_level(written: io.StringIO) -> None:
    structlog.get_logger("husrom.jobs").info("job finished", job="arrears", selected=12)
    line = json.loads(written.getvalue())
    assert (line["event"], line["job"], line["selected"], line["level"]) == ("job finished", "arrears", 12, "info")
    assert line["timestamp"].endswith("Z")


def test_fields_about_persons_and_secrets_are_hidden_wherever_they_stand(written: io.StringIO) -> None:
    structlog.get_logger().info(
        "stored", name="Kari Syntetisk", application={"reasons": "syk", "number": "S2026001"}, session_token="abc"
    )
    line = json.loads(written.getvalue())
    assert (line["name"], line["session_token"]) == ("***", "***")
    assert line["application"] == {"reasons": "***", "number": "S2026001"}


def test_a_traceback_and_a_librarys_line_are_masked_too(written: io.StringIO) -> None:
    try:
        raise ValueError("01815012345 kari@eksempel.test")
    except ValueError:
        structlog.get_logger().exception("row refused")
    logging.getLogger("werkzeug").warning("GET %s", "/person?fnr=018150 12345")
    text = written.getvalue()
    assert "ValueError" in text
    assert "12345" not in text
    assert "kari" not in text


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("mongodb://husrom:hemmelig@db/husrom", "mongodb://***@db/husrom"),
        ("KID 0000123456789012345678 is kept", "KID 0000123456789012345678 is kept"),
        ("sum 629300 on 2026-11-22", "sum 629300 on 2026-11-22"),
        ("01815012345", "***"),
    ],
)
def test_mask(text: str, masked: str) -> None:
    assert mask(text) == masked
