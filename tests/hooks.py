"""Landlords' addresses in tests: names that lead where a test says, and carriers that answer what it says."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from rules.terms import WebhookFailure
from services.webhooks import Network, NotDelivered, Post, network, use

PUBLIC = "93.184.215.14"


@contextmanager
def names(where: Mapping[str, Sequence[str]] | None = None, *, loopback: bool = False) -> Iterator[list[str]]:
    """Let every name lead to the open internet, but those named to what is said; gives the names looked up."""
    before, asked = network.current(), list[str]()

    def resolve(host: str, port: int) -> Sequence[str]:
        asked.append(host)
        return (where or {}).get(host, ["127.0.0.1"] if loopback and host in ("localhost", "127.0.0.1") else [PUBLIC])

    use(Network(base_url="https://husrom.test", loopback=loopback, resolve=resolve))
    try:
        yield asked
    finally:
        use(before)


class Receiver:
    """A landlord's end: remembers what came, and answers one after the other, the last for ever."""

    def __init__(self, *answers: int | WebhookFailure) -> None:
        self.answers = list(answers) or [204]
        self.posts: list[Post] = []

    def send(self, post: Post) -> int:
        self.posts.append(post)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, WebhookFailure):
            raise NotDelivered(answer)
        return answer
