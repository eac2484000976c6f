"""The clock's door: nightly and every-minute jobs, the scheduler, and the operators' commands for both."""

from typing import TYPE_CHECKING

from flask import Flask

if TYPE_CHECKING:
    from config.settings import Settings


def register(app: Flask, settings: "Settings") -> None:
    """Put the jobs' commands on the application."""
    from jobs import commands  # after app's own set-up

    commands.register(app, settings)
