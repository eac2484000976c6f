"""What tasks say of the end of a lease and of disputes: never a name, an address or a reason."""

from collections.abc import Mapping

_ENDING: Mapping[str, str] = {
    "approve": "Oppsigelse eller heving er foreslått. En annen leder må godkjenne den, eller si nei.",
    "arrival": "Oppsigelsen er godkjent. Se til at brevet blir sendt, og noter dagen det kom fram.",
    "protest": "Leietakeren kan protestere på oppsigelsen til fristen er ute. Noter det hvis det kommer en protest.",
    "sue": "Leietakeren har protestert. Ta saken til Husleietvistutvalget innen fristen, eller trekk oppsigelsen. "
    "Ellers faller den bort (husleieloven § 9-8).",
    "in_dispute": "Oppsigelsen er til behandling. Noter utfallet når det kommer.",
    "move": "Leieforholdet tar slutt. Avtal befaring og nøkler, og noter når leietakeren har flyttet.",
    "keys": "Leietakeren har flyttet, men nøklene er ikke ført. Før dagen de kom tilbake.",
    "settle": "Leietakeren har flyttet. Gjør opp depositum og krav, og send sluttoppgjøret.",
    "goods": "Eiendeler som ble igjen i boligen, er oppbevart til fristen. Avklar hva som skjer med dem "
    "(husleieloven § 10-4).",
}


def task(code: str) -> str:
    """What the end of a lease asks for next."""
    return _ENDING[code]


def dispute() -> str:
    """What a dispute with a day to come asks for."""
    return "Tvisten har en frist eller et møte. Se over den, og noter hva som skjer."


def stays_but_promised() -> str:
    """A tenant stays in a dwelling that is promised to others."""
    return "Leietakeren blir boende, men boligen er lovet til noen andre. Finn en løsning, og gi dem beskjed."
