"""What landlords' systems call, in words."""

from collections.abc import Mapping

OPERATIONS: Mapping[str, str] = {  # by the partner API's endpoints, without what all of them begin with
    "me.one": "Spurte hvem nøkkelen gjelder for",
    "dwellings.listed": "Leste boliger",
    "dwellings.one": "Leste én bolig",
    "dwellings.propose": "Foreslo en bolig",
    "dwellings.change": "Endret en bolig",
    "dwelling-proposals.listed_proposals": "Leste foreslåtte boliger",
    "dwelling-proposals.one_proposal": "Leste én foreslått bolig",
    "vacancies.listed": "Leste ledigmeldinger",
    "vacancies.one": "Leste én ledigmelding",
    "vacancies.report": "Meldte en bolig ledig",
    "vacancies.change": "Endret en ledigmelding",
    "referrals.listed": "Leste tilvisninger",
    "referrals.one": "Leste én tilvisning",
    "referrals.answer": "Svarte på en tilvisning",
    "leases.listed": "Leste leieforhold",
    "leases.one": "Leste ett leieforhold",
    "leases.sign": "Meldte en leieavtale",
    "leases.reports": "Leste meldinger om et leieforhold",
    "leases.report_rent": "Meldte ny husleie",
    "leases.warn_of_arrears": "Varslet om restanse",
    "leases.report_term": "Meldte ny leietid",
    "leases.report_end": "Meldte at et leieforhold er avsluttet",
    "agreements.listed": "Leste avtaler",
    "agreements.one": "Leste én avtale",
    "agreements.duties": "Leste pliktene under en avtale",
    "webhooks.listed": "Leste varslinger",
    "webhooks.one": "Leste én varsling",
    "webhooks.register": "Satte opp en varsling",
    "webhooks.change": "Endret en varsling",
    "webhooks.remove": "Fjernet en varsling",
    "webhooks.renew_secret": "Byttet hemmelig nøkkel for en varsling",
    "webhooks.test": "Prøvde en varsling",
    "webhooks.deliveries": "Leste meldingene til en varsling",
    "webhooks.replay": "Sendte en melding på nytt",
}
OTHER = "Et kall som ikke lenger finnes"


def operation(name: str) -> str:
    """What was called, as people say it; one of another release is not known."""
    return OPERATIONS.get(name, OTHER)
