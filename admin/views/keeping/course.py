"""A course of events as a picture: what was done, what comes next and what is late, one under the other."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from admin import formats

DONE, NEXT, LATE, OFF = "done", "next", "late", "off"
TOLD = {DONE: "", NEXT: "Kommer: ", LATE: "Over tiden: ", OFF: "Falt bort: "}  # for those who hear the page


@dataclass(frozen=True, kw_only=True)
class Mark:
    """One point of the course; `links` are words and addresses of what can be done with it."""

    on: date | None
    what: str
    how: str = DONE
    more: Sequence[str] = ()
    links: Sequence[tuple[str, str]] = ()


def how_of(due_on: date, today: date) -> str:
    """Whether what is planned for the day comes or is late."""
    return LATE if due_on < today else NEXT


def course(heading: str, marks: Iterable[Mark], foot: str = "") -> Markup:
    """The points as a list under a heading."""
    rows = Markup("").join(_row(mark) for mark in marks)
    end = Markup('<p class="course-foot">{}</p>').format(foot) if foot else Markup("")
    return Markup('<section class="course" aria-label="{}"><h2>{}</h2><ol>{}</ol>{}</section>').format(
        heading, heading, rows, end
    )


def _row(mark: Mark) -> Markup:
    more = Markup("").join(Markup('<p class="course-more">{}</p>').format(words) for words in mark.more if words)
    links = Markup("").join(
        Markup('<a class="btn btn-sm btn-outline-primary" href="{}">{}</a>').format(url, words)
        for words, url in mark.links
    )
    acts = Markup('<p class="course-acts">{}</p>').format(links) if mark.links else Markup("")
    return Markup(
        '<li class="course-{}"><span class="course-day">{}</span><div class="course-body">'
        '<span class="course-what"><span class="sr-only">{}</span>{}</span>{}{}</div></li>'
    ).format(mark.how, formats.day(mark.on) if mark.on else "", TOLD[mark.how], mark.what, more, acts)
