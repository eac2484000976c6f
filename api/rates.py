"""How often one may call: a window for each client, and one for each address that is not let in."""

from dataclasses import dataclass, field
from time import time

from flask import Response, g
from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from api.problems import Problem


@dataclass
class Rates:
    """Counts calls in this process: with two workers one may call up to twice as often."""

    rate: str
    _limiter: FixedWindowRateLimiter = field(default_factory=lambda: FixedWindowRateLimiter(MemoryStorage()))

    def __post_init__(self) -> None:
        self._item: RateLimitItem = parse(self.rate)

    def take(self, client: str) -> None:
        """Count a call; raises Problem("too-many-calls")."""
        allowed = self._limiter.hit(self._item, client)
        self._tell(client, refused=not allowed)

    def _tell(self, client: str, *, refused: bool) -> None:
        window = self._limiter.get_window_stats(self._item, client)
        seconds = max(0, round(window.reset_time - time()))
        g.partner_rate = {
            "RateLimit-Limit": str(self._item.amount),
            "RateLimit-Remaining": str(max(0, window.remaining)),
            "RateLimit-Reset": str(seconds),
        }
        if refused:
            raise Problem("too-many-calls", headers={"Retry-After": str(max(1, seconds))})


def put(response: Response) -> Response:
    """Tell the caller how it stands."""
    response.headers.extend(g.get("partner_rate", {}))
    return response
