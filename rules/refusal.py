"""The root of every named refusal."""


class HusromError(Exception):
    """A refusal that a person is to understand: what, why, where, and what to do next."""
