"""The settings: what is read, what stops the start, and what is never shown."""

import re
import subprocess

import pytest

from config.settings import Settings, SettingsError, SmtpServer
from tests.conftest import ROOT

SECRET = "s" * 40
WHOLE = {
    "HUSROM_MONGODB_URI": "mongodb://bruker:hemmelig@db1:27017,db2:27017/bolig?replicaSet=rs0",
    "HUSROM_SECRET_KEY": SECRET,
    "HUSROM_FIELD_KEY": SECRET,
    "HUSROM_BASE_URL": "https://husrom.kommune.test/",
    "HUSROM_SMTP_URL": "smtp://post:hemmelig%40@post.kommune.test:587?starttls=1",
    "HUSROM_MAIL_FROM": "bolig@kommune.test",
    "HUSROM_MUNICIPALITY_NUMBER": "5503",
    "HUSROM_MUNICIPALITY_NAME": "Eksempel kommune",
}


def test_a_whole_environment_is_read() -> None:
    settings = Settings.from_env(WHOLE)
    assert settings.mongodb_uri == WHOLE["HUSROM_MONGODB_URI"]
    assert settings.database_name == "bolig"
    assert settings.base_url == "https://husrom.kommune.test"
    assert (settings.municipality_number, settings.municipality_name) == ("5503", "Eksempel kommune")
    assert (settings.demo, settings.allow_synthetic_ids) == (False, False)
    assert settings.smtp == SmtpServer(
        host="post.kommune.test", port=587, user="post", password="hemmelig@", starttls=True
    )


def test_without_a_mail_server_mail_stays_in_the_outbox() -> None:
    settings = Settings.from_env({**WHOLE, "HUSROM_SMTP_URL": "", "HUSROM_MAIL_FROM": ""})
    assert settings.smtp is None


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://127.0.0.1:8025", SmtpServer(host="127.0.0.1", port=8025)),
        ("smtp://post.test", SmtpServer(host="post.test", port=25)),
        ("smtp://post.test?starttls=ja", SmtpServer(host="post.test", port=587, starttls=True)),
        ("smtps://post.test", SmtpServer(host="post.test", port=465, implicit_tls=True)),
    ],
)
def test_mail_server_addresses(url: str, expected: SmtpServer) -> None:
    assert Settings.from_env({**WHOLE, "HUSROM_SMTP_URL": url}).smtp == expected


def test_a_database_address_without_a_database_means_husrom() -> None:
    settings = Settings.from_env({**WHOLE, "HUSROM_MONGODB_URI": "mongodb://localhost:27017?w=majority"})
    assert settings.mongodb_uri == "mongodb://localhost:27017/husrom?w=majority"


@pytest.mark.parametrize("word", ["1", "true", "Yes", "on", "JA"])
def test_words_for_yes(word: str) -> None:
    assert Settings.from_env({**WHOLE, "HUSROM_DEMO": word}).demo is True


@pytest.mark.parametrize("word", ["0", "false", "No", "off", "nei", ""])
def test_words_for_no(word: str) -> None:
    assert Settings.from_env({**WHOLE, "HUSROM_DEMO": word}).demo is False


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HUSROM_MONGODB_URI", ""),
        ("HUSROM_MONGODB_URI", "localhost:27017"),
        ("HUSROM_MONGODB_URI", "postgres://hemmelig@localhost/husrom"),
        ("HUSROM_MONGODB_URI", "mongodb:///husrom"),
        ("HUSROM_MONGODB_URI", "mongodb://localhost/hus/rom"),
        ("HUSROM_MONGODB_URI", "mongodb://localhost:99999/husrom"),
        ("HUSROM_MONGODB_URI", "mongodb://bruker:hemmelig@hemmelig@localhost/husrom"),
        ("HUSROM_MONGODB_URI", "mongodb://localhost/husrom?hemmeligvalg=1"),
        ("HUSROM_SECRET_KEY", ""),
        ("HUSROM_SECRET_KEY", "hemmelig"),
        ("HUSROM_FIELD_KEY", ""),
        ("HUSROM_FIELD_KEY", "hemmelig " * 3),
        ("HUSROM_BASE_URL", ""),
        ("HUSROM_BASE_URL", "husrom.kommune.test"),
        ("HUSROM_BASE_URL", "http://husrom.kommune.test"),
        ("HUSROM_BASE_URL", "https://[husrom"),
        ("HUSROM_SMTP_URL", "post.kommune.test:25"),
        ("HUSROM_SMTP_URL", "smtp://post.kommune.test:post"),
        ("HUSROM_SMTP_URL", "smtp://:25"),
        ("HUSROM_SMTP_URL", "smtp://post.kommune.test?starttls=kanskje"),
        ("HUSROM_SMTP_URL", "smtp://post.kommune.test?tls=1"),
        ("HUSROM_MAIL_FROM", ""),
        ("HUSROM_MAIL_FROM", "Boligkontoret"),
        ("HUSROM_ALLOW_SYNTHETIC_IDS", "kanskje"),
        ("HUSROM_DEMO", "2"),
        ("HUSROM_MUNICIPALITY_NUMBER", "Harstad"),
        ("HUSROM_MASKINPORTEN_ISSUER", "maskinporten.no"),
        ("HUSROM_MASKINPORTEN_ISSUER", "http://maskinporten.no/"),
        ("HUSROM_MASKINPORTEN_ISSUER", "https://maskinporten.no/?hemmelig=1"),
        ("HUSROM_API_RATE", "hemmelig"),
        ("HUSROM_API_RATE", "0/minute"),
    ],
)
def test_a_missing_or_malformed_setting_stops_the_start_by_name_without_its_value(name: str, value: str) -> None:
    with pytest.raises(SettingsError) as refused:
        Settings.from_env({**WHOLE, name: value})
    assert refused.value.name == name
    assert str(refused.value).startswith(f"Innstillingen {name} ")
    assert "hemmelig" not in str(refused.value)


def test_tokens_are_trusted_when_it_is_said_whom_they_are_meant_for() -> None:
    issuer = {"HUSROM_MASKINPORTEN_ISSUER": "https://maskinporten.no/"}
    for missing in ("HUSROM_MASKINPORTEN_AUDIENCE", "HUSROM_MASKINPORTEN_SCOPE_PREFIX"):
        others = dict.fromkeys(("HUSROM_MASKINPORTEN_AUDIENCE", "HUSROM_MASKINPORTEN_SCOPE_PREFIX"), "a")
        with pytest.raises(SettingsError, match=missing):
            Settings.from_env({**WHOLE, **issuer, **others, missing: ""})
        read = Settings.from_env({**WHOLE, **issuer, **others})
    assert (read.maskinporten_issuer, read.maskinporten_audience, read.api_rate) == (
        *issuer.values(),
        "a",
        "120/minute",
    )


def test_secrets_are_not_shown() -> None:
    settings = Settings.from_env(WHOLE)
    shown = repr(settings) + repr(settings.smtp)
    assert "hemmelig" not in shown
    assert SECRET not in shown


def test_the_example_file_lists_every_setting_and_gives_no_secret() -> None:
    """Each variable that the code reads stands once in .env.example, under a comment, and the shell can read it."""
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    listed = re.findall(r"^#.+\n(HUSROM_\w+)=", example, flags=re.MULTILINE)
    read = set(re.findall(r'"(HUSROM_\w+)"', (ROOT / "config/settings.py").read_text(encoding="utf-8")))
    assert sorted(listed) == sorted(read)
    shell = subprocess.run(
        ["sh", "-c", '. ./.env.example; printf "%s|%s" "$HUSROM_SECRET_KEY$HUSROM_FIELD_KEY" "$HUSROM_MONGODB_URI"'],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert shell.stdout == "|mongodb://localhost:27017/husrom?replicaSet=rs0&w=majority&journal=true"


@pytest.mark.parametrize(("text", "proxies"), [("", 0), ("0", 0), ("1", 1), ("2", 2)])
def test_trusted_proxies_are_counted(text: str, proxies: int) -> None:
    assert Settings.from_env({**WHOLE, "HUSROM_PROXIES": text}).proxies == proxies


@pytest.mark.parametrize("text", ["-1", "ja", "10", "1.5"])
def test_another_number_of_proxies_is_refused(text: str) -> None:
    with pytest.raises(SettingsError, match="HUSROM_PROXIES"):
        Settings.from_env({**WHOLE, "HUSROM_PROXIES": text})
