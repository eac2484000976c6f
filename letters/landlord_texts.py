"""What tasks about landlords' leases and homes say: never a name, an address or a reason for need."""

from collections.abc import Mapping

from rules.lease_terms import ExpiryStage
from rules.terms import ReportKind

_REPORTS: Mapping[ReportKind, str] = {
    ReportKind.ARREARS: "Utleieren varsler om husleie som ikke er betalt. Snakk med husstanden og NAV tidlig.",
    ReportKind.RENT_CHANGE: "Utleieren har satt opp husleien, og noe kan være i strid med husleieloven. Spør "
    "utleieren, og veiled husstanden.",
    ReportKind.TERM_CHANGE: "Utleieren har meldt en kortere leietid. Spør utleieren, og veiled husstanden.",
    ReportKind.ENDED: "Leieforholdet hos utleieren er avsluttet. Avklar om husstanden trenger hjelp til ny bolig.",
    ReportKind.SIGNED: "Leieavtalen utleieren har meldt, har vilkår som bør avklares. Spør utleieren.",
}
_ENDS: Mapping[ExpiryStage, str] = {
    ExpiryStage.APPROACHING: "Leieavtalen med utleieren nærmer seg utløp. Hør med utleieren og husstanden.",
    ExpiryStage.NEAR: "Leieavtalen med utleieren utløper snart. Avklar hvor husstanden skal bo.",
    ExpiryStage.EXPIRED: "Leietiden hos utleieren er ute. Spør utleieren om husstanden bor der fortsatt.",
}


def lease_end(stage: ExpiryStage) -> str:
    """What the end of a landlord's lease asks for: whether it runs on is for its parties to say (husll. § 9-2)."""
    return _ENDS.get(stage, _ENDS[ExpiryStage.EXPIRED])


def report(kind: ReportKind) -> str:
    """What a landlord's report asks for."""
    return _REPORTS[kind]


def not_begun() -> str:
    """What a landlord's lease asks for whose day has come while another is lived under in the home."""
    return "Leieforholdet skulle begynne, men et annet løper fortsatt i boligen. Avklar med utleieren hvem som bor der."


def proposal() -> str:
    """What a proposed home asks for."""
    return "En utleier foreslår en bolig. Se over den, og godkjenn eller si nei."
