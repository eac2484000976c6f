"""Who letters are from: the municipality of the settings, and the office of the case."""

from typing import Any

from flask import current_app

from letters.paper import Sender
from models import Office
from services import records


def sender_of(record: Any) -> Sender:
    """The sender of letters about a record with an office (an application); the housing office where it has none."""
    municipality = current_app.config["HUSROM_MUNICIPALITY"]
    held = records.reference(record, "office")
    office = Office.objects(pk=held).only("name", "phone", "email").first() if held else None
    if office is None:
        return Sender(municipality=municipality)
    return Sender(municipality=municipality, office=office.name, phone=office.phone, email=office.email)
