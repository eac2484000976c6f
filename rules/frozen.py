"""Facts and verdict as they are frozen with a decision, and what a recomputation finds different (replay)."""

import json
from dataclasses import dataclass
from typing import Any

from rules.eligibility import CaseFacts, Verdict, assess
from rules.policy import Policy
from rules.terms import ApplicationKind, HousingSituation, TargetGroup


@dataclass(frozen=True)
class Difference:
    """One thing that a recomputation gives otherwise than was stored: a label, what was stored, what comes out now."""

    label: str
    stored: str
    now: str


UNREADABLE = Difference("Opplysningene vedtaket bygger på", "Lagret med vedtaket", "Kan ikke leses")


def freeze(facts: CaseFacts, verdict: Verdict, rulebook: int) -> str:
    """Facts, answers and verdict as JSON text; the same facts give the same text."""
    held = {
        "rulebook": rulebook,
        "facts": {
            "kind": facts.kind.value,
            "target_group": facts.target_group.value,
            "situation": facts.situation.value,
            "age": facts.age,
            "resident": facts.resident,
            "children": facts.children,
            "answers": dict(sorted(facts.answers.items())),
            "levels": dict(sorted(facts.levels.items())),
            "barred": facts.barred,
        },
        "verdict": _plain(verdict),
    }
    return json.dumps(held, ensure_ascii=False)


def facts_in(text: str) -> CaseFacts:
    """The facts of a frozen text."""
    held = json.loads(text)["facts"]
    return CaseFacts(
        **{
            **held,
            "kind": ApplicationKind(held["kind"]),
            "target_group": TargetGroup(held["target_group"]),
            "situation": HousingSituation(held["situation"]),
        }
    )


def replay(text: str, policy: Policy) -> tuple[Difference, ...]:
    """Assess the frozen facts anew under a policy, and tell what differs from the verdict that was frozen with them."""
    try:
        return differences(text, assess(facts_in(text), policy))
    except (ValueError, KeyError, TypeError):
        return (UNREADABLE,)


def differences(text: str, verdict: Verdict) -> tuple[Difference, ...]:
    """What a verdict says otherwise than the one that was frozen."""
    stored, now = json.loads(text)["verdict"], _plain(verdict)
    labels = {**stored["labels"], **now["labels"]}
    found = []
    for name in dict.fromkeys((*stored["parts"], *now["parts"])):
        before, after = stored["parts"].get(name, "–"), now["parts"].get(name, "–")
        if before != after:
            found.append(Difference(labels[name], before, after))
    return tuple(found)


def same_verdict(text: str, verdict: Verdict) -> bool:
    """Whether a frozen verdict is what comes out now, whatever the rulebook calls it."""
    try:
        return bool(json.loads(text)["verdict"]["codes"] == _codes(verdict))
    except (ValueError, KeyError, TypeError):
        return False


def verdict_in(text: str) -> tuple[tuple[str, str], ...]:
    """The frozen verdict as label and words, in the order it was frozen; empty where it cannot be read."""
    try:
        held = json.loads(text)["verdict"]
        return tuple((held["labels"][name], words) for name, words in held["parts"].items())
    except (ValueError, KeyError, TypeError):
        return ()


def _codes(verdict: Verdict) -> dict[str, Any]:
    """The verdict as codes and points, which a new wording in the rulebook does not change."""
    codes: dict[str, Any] = {f"must.{one.requirement.code}": one.result.value for one in verdict.requirements}
    codes |= {f"factor.{one.factor.code}": [one.level and one.level.code, one.points] for one in verdict.factors}
    return codes | {"bar": verdict.barred, "score": verdict.score, "advice": verdict.advice.value}


def _plain(verdict: Verdict) -> dict[str, Any]:
    """The verdict as labelled texts, so that it can be compared and shown long after."""
    parts = {f"must.{one.requirement.code}": one.result.label for one in verdict.requirements}
    labels = {f"must.{one.requirement.code}": one.requirement.label for one in verdict.requirements}
    for one in verdict.factors:
        parts[f"factor.{one.factor.code}"] = f"{one.level.label} ({one.points})" if one.level else "Ikke besvart"
        labels[f"factor.{one.factor.code}"] = one.factor.label
    parts |= {
        "bar": {True: "Ja", False: "Nei", None: "Ikke besvart"}[verdict.barred],
        "score": str(verdict.score),
        "advice": verdict.advice.label,
    }
    labels |= {"bar": "Grovt mislighold", "score": "Poengsum", "advice": "Regelboken peker mot"}
    return {"parts": parts, "labels": labels, "codes": _codes(verdict)}
