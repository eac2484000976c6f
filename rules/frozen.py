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
            "answers": dict(facts.answers),
            "levels": dict(facts.levels),
            "barred": facts.barred,
        },
        "verdict": _plain(verdict),
    }
    return json.dumps(held, ensure_ascii=False, sort_keys=True)


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
    stored, now = json.loads(text)["verdict"], _plain(assess(facts_in(text), policy))
    labels = {**stored["labels"], **now["labels"]}
    found = []
    for name in sorted({*stored["parts"], *now["parts"]}):
        before, after = stored["parts"].get(name, "–"), now["parts"].get(name, "–")
        if before != after:
            found.append(Difference(labels[name], before, after))
    return tuple(found)


def same_verdict(text: str, verdict: Verdict) -> bool:
    """Whether a frozen verdict is what comes out now."""
    return bool(json.loads(text)["verdict"]["parts"] == _plain(verdict)["parts"])


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
    return {"parts": parts, "labels": labels}
