"""Operators' commands on the rulebook: check a text, publish it."""

from datetime import date
from pathlib import Path

import click

from admin import formats, operators
from admin.operators import NOTHING, operator, plainly, stop
from admin.rulebook_refusals import fault
from rules.reading import RulebookInvalid
from rules.rulebook_text import parse_text
from schemas.command_line import Command, Group
from services import rulebooks

ANY_NUMBER = 1  # a text on trial has no number yet


def rulebook_commands() -> click.Group:
    """`rulebook check FILE` and `rulebook publish FILE`."""

    @click.group("rulebook", cls=Group, help="Regelboken som tekst.")
    def group() -> None:
        pass

    group.add_command(_check())
    group.add_command(_publish())
    return group


def _check() -> click.Command:
    @click.command("check", cls=Command, help="Se om en tekst kan bli regelbok. Lagrer ingenting.")
    @click.argument("file", metavar="FIL")
    def check(file: str) -> None:
        source = _text(file)
        try:
            rules = parse_text(ANY_NUMBER, source)
        except RulebookInvalid as error:
            stop(_told(file, error))
        policy = rules.policy
        click.echo(
            f"{file} er i orden: «{rules.title}», {len(policy.requirements)} vilkår, {len(policy.factors)} momenter, "
            f"{len(policy.papers)} papirer, {len(rules.ladder)} steg i restansestigen."
        )

    return check


def _publish() -> click.Command:
    @click.command("publish", cls=Command, help="Gjør en tekst til regelbokens neste versjon.")
    @click.argument("file", metavar="FIL")
    @click.option("--valid-from", "valid_from", metavar="DATO", default=None, callback=operators.day,
                  help="Dagen den skal gjelde fra; i dag hvis ikke noe annet er sagt.")  # fmt: skip
    @plainly()
    def publish(file: str, valid_from: date) -> None:
        source, actor = _text(file), operator()
        try:
            version = rulebooks.publish_text(source, valid_from, actor, today=formats.today())
        except RulebookInvalid as error:
            stop(_told(file, error))
        click.echo(f"Publisert som versjon {version.rulebook_number}, gjelder fra {formats.day(valid_from)}.")

    return publish


def _text(file: str) -> str:
    path = Path(file)
    if path.is_dir():
        stop(f"{file} er en mappe. Skriv navnet på en fil.", NOTHING)
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        stop(f"Fant ikke filen {file}.", NOTHING)
    except UnicodeDecodeError:
        stop(f"{file} er ikke en ren tekst. Lagre den med tegnsettet UTF-8.", NOTHING)
    except OSError:
        stop(f"{file} kan ikke leses.", NOTHING)


def _told(file: str, error: RulebookInvalid) -> str:
    """The line, the key as the file has it, and the reason."""
    key = f" ({error.where})" if error.where else ""
    return f"{file}{key}: {fault(error)}"
