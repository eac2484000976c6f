"""Homes that landlords propose: registered when staff approve them; and what a landlord may change of its own homes."""

from services.proposals.deciding import (
    APPROVE_EFFECT,
    HOME_EFFECT,
    approve,
    approve_by_effect,
    refuse,
    register_by_effect,
)
from services.proposals.homes import OWN_FIELDS, update_home
from services.proposals.proposing import DECIDERS, KEEP_EFFECT, finding, keep_by_effect, known, propose, waiting

__all__ = [
    "APPROVE_EFFECT",
    "DECIDERS",
    "HOME_EFFECT",
    "KEEP_EFFECT",
    "OWN_FIELDS",
    "approve",
    "approve_by_effect",
    "finding",
    "keep_by_effect",
    "known",
    "propose",
    "refuse",
    "register_by_effect",
    "update_home",
    "waiting",
]
