"""Payment plans (nedbetalingsavtaler) and pauses (utsettelser) on arrears cases, and interest on arrears."""

from services.plans.agreeing import Ground, Terms, agree, cancel, draw, ground_of
from services.plans.common import ALSO, PLANNERS, TASK_EFFECT, latest, pause_on, running, standing
from services.plans.interest import BOOK_EFFECT, Reckoning, book, book_by_effect, reckon
from services.plans.pausing import pause, resume
from services.plans.watching import finding, keep_task, look, open_case, planned, review

__all__ = [
    "ALSO",
    "BOOK_EFFECT",
    "PLANNERS",
    "TASK_EFFECT",
    "Ground",
    "Reckoning",
    "Terms",
    "agree",
    "book",
    "book_by_effect",
    "cancel",
    "draw",
    "finding",
    "ground_of",
    "keep_task",
    "latest",
    "look",
    "open_case",
    "pause",
    "pause_on",
    "planned",
    "reckon",
    "resume",
    "review",
    "running",
    "standing",
]
