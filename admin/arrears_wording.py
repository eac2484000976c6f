"""Refusals at a step of an arrears case, in bokmål: what is wrong, why, and what to do next."""

from admin import formats, wording
from admin.case_wording import NOTHING
from rules import errors
from rules.terms import ArrearsStep

CLOSED = "Saken er avsluttet."
HELD = {
    "nothing_overdue": "Ingenting er forfalt lenger.",
    "petitioned": "Begjæringen er hos namsmannen. Trekk den først, hvis saken skal følges opp på nytt.",
    "closed": CLOSED,
    "disputed": "Leietakeren har deponert leien fordi den er omtvistet (husleieloven § 3-8). Vent til tvisten er "
    "avgjort.",
    "paused": "Saken er satt på vent. Avslutt utsettelsen først, eller vent til den er ute.",
    "plan_kept": "En nedbetalingsavtale løper og holdes. Avlys den først, hvis den ikke skal gjelde.",
    "opted_out": "Leietakeren har skriftlig sagt nei til varsel til NAV (husleieloven § 9-11).",
    "not_for_this_debt": "Steget passer ikke for denne gjelden. Det gjelder husleie i et leieforhold som løper.",
    "no_clause": "Kontrakten har ingen vedtakelse om tvangsfravikelse, så namsmannen kan ikke få saken uten dom. Snakk "
    "med lederen din om veien videre.",
    "no_approval": "Steget trenger ingen godkjenning.",
}


NAMES = {one.value: f"«{one.label}»" for one in ArrearsStep}


def _step(code: str) -> str:
    return NAMES.get(code, "Steget")


@wording.explain.register
def _(error: errors.StepTooEarly) -> str:
    if error.missing == error.step:
        when = f" Tidligst {formats.day(error.from_day)}." if error.from_day else ""
        return f"{NOTHING} Fristen i forrige {_step(error.step)} er ikke ute.{when}"
    if error.from_day is not None:
        return (
            f"{NOTHING} Leietakeren har fortsatt tid etter {_step(error.missing)}. {_step(error.step)} kan tidligst "
            f"sendes {formats.day(error.from_day)}."
        )
    return (
        f"{NOTHING} {_step(error.missing)} må gjøres og sendes før {_step(error.step)}. Ta det steget først. "
        "Ingen steg hoppes over."
    )


@wording.explain.register
def _(error: errors.StepTaken) -> str:
    return (
        f"{NOTHING} {_step(error.step)} ble gjort {formats.day(error.on)}, og gjøres ikke en gang til for samme gjeld."
    )


@wording.explain.register
def _(error: errors.StepHeld) -> str:
    return f"{NOTHING} {HELD.get(error.why, CLOSED)}"


@wording.explain.register
def _(error: errors.StepApprovalMissing) -> str:
    return f"{NOTHING} {_step(error.step)} må godkjennes av enhetsleder eller avdelingsleder først. Be om godkjenning."


@wording.explain.register
def _(_error: errors.ApproverAsked) -> str:
    return f"{NOTHING} Du ba selv om steget. En annen leder må godkjenne det eller si nei."


@wording.explain.register
def _(_error: errors.ChildrenUnanswered) -> str:
    return f"{NOTHING} Avklar først om det bor barn der (Grunnloven § 104). Velg «Husstanden», og svar."


@wording.explain.register
def _(_error: errors.BestInterestMissing) -> str:
    return (
        f"{NOTHING} Det bor barn i husstanden. Skriv hva som er best for dem, og hvordan det er vurdert "
        "(Grunnloven § 104)."
    )


@wording.explain.register
def _(error: errors.StepGone) -> str:
    return f"{NOTHING} {_step(error.step)} kan bare angres av den som tok steget, og bare til brevet er sendt."
