"""Several who act at the same instant, each on a thread of their own."""

import threading
from collections.abc import Callable, Sequence
from typing import Any

from rules.errors import HusromError


def at_once(works: Sequence[Callable[[], object]]) -> list[Any]:
    """Let all go at the same instant; what each gave, or its refusal."""
    start, results = threading.Barrier(len(works)), []

    def go(work: Callable[[], object]) -> None:
        start.wait()
        try:
            results.append(work())
        except HusromError as error:
            results.append(error)

    threads = [threading.Thread(target=go, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def outcomes(works: Sequence[Callable[[], object]]) -> list[Any]:
    """The same, a refusal told by its class."""
    return [type(one) if isinstance(one, HusromError) else one for one in at_once(works)]
