"""Imports: a municipality's registers and its bank files, each file once, each row alone (design section 3.4).

The doors read a file by `schemas.readers` and hand it over; here it is checked against what the house holds, and
stored. The stored file and the list of its faults stand until the run is closed: at once where nothing was refused,
otherwise by the importer (`close`), or after thirty days (`close_old`).
"""

from services.imports.decisions import EFFECT as DECISION_EFFECT
from services.imports.decisions import make as make_decision
from services.imports.files import Order, ReadFile, Told
from services.imports.outcome import Line, Outcome
from services.imports.payments import TransmissionDiffers
from services.imports.running import Imported, importers, preview, resume_abandoned, run
from services.imports.runs import (
    STALE,
    AlreadyRead,
    ImportRunning,
    ImportTakenOver,
    close,
    close_old,
    faults_file,
    find,
    key_of,
    noted,
)

__all__ = [
    "DECISION_EFFECT",
    "STALE",
    "AlreadyRead",
    "ImportRunning",
    "ImportTakenOver",
    "Imported",
    "Line",
    "Order",
    "Outcome",
    "ReadFile",
    "Told",
    "TransmissionDiffers",
    "close",
    "close_old",
    "faults_file",
    "find",
    "importers",
    "key_of",
    "make_decision",
    "noted",
    "preview",
    "resume_abandoned",
    "run",
]
