"""How operators' commands are written, and told of in bokmål where they are written wrong; for every door."""

from typing import NoReturn

import click

FAILED, MISUSED = 1, 2


class Command(click.Command):
    """A command that tells in bokmål how it is written, where it is written wrong."""

    def parse_args(self, context: click.Context, words: list[str]) -> list[str]:
        """As the library does, with its errors reworded."""
        try:
            return super().parse_args(context, words)
        except click.UsageError:
            stop(f"Kommandoen er skrevet feil. Den skrives slik: {_usage(self, context)}", MISUSED)

    def format_usage(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """The line above the help."""
        formatter.write(f"Skrives slik: {_usage(self, context)}\n")

    def format_options(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """The options, under a Norwegian heading."""
        rows = [row for row in (option.get_help_record(context) for option in self.get_params(context)) if row]
        with formatter.section("Valg"):
            formatter.write_dl(rows)

    def get_help_option(self, context: click.Context) -> click.Option | None:
        """--help, as the rest."""
        return _norwegian(super().get_help_option(context))


class Group(click.Group):
    """Commands under one name, told of in bokmål."""

    command_class = Command

    def parse_args(self, context: click.Context, words: list[str]) -> list[str]:
        """As the library does, with its errors reworded; alone it shows its help."""
        try:
            return super().parse_args(context, words)
        except click.exceptions.NoArgsIsHelpError:
            click.echo(self.get_help(context), err=True)
            raise click.exceptions.Exit(MISUSED) from None
        except click.UsageError:
            stop(f"Kommandoen er skrevet feil. Den skrives slik: {_usage(self, context)}", MISUSED)

    def resolve_command(
        self, context: click.Context, words: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As the library does, with a command that does not exist told of."""
        try:
            return super().resolve_command(context, words)
        except click.UsageError:
            known = ", ".join(self.list_commands(context))
            stop(f"Det finnes ingen kommando «{context.command_path} {words[0]}». Velg blant: {known}.", MISUSED)

    def format_usage(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """The line above the help."""
        formatter.write(f"Skrives slik: {_usage(self, context)}\n")

    def format_options(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """Its commands, under a Norwegian heading."""
        with formatter.section("Kommandoer"):
            formatter.write_dl([(name, self.commands[name].help or "") for name in self.list_commands(context)])


def _usage(command: click.Command, context: click.Context) -> str:
    written = " ".join([context.command_path, *command.collect_usage_pieces(context)])
    return written.replace("[OPTIONS]", "[VALG]").replace("COMMAND [ARGS]...", "KOMMANDO")


def _norwegian(option: click.Option | None) -> click.Option | None:
    if option is not None:
        option.help = "Vis denne hjelpen."
    return option


def stop(why: str, code: int) -> NoReturn:
    """End the command with what went wrong on standard error."""
    click.echo(f"Feil: {why}", err=True)
    raise click.exceptions.Exit(code)
