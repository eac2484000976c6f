"""What letters say of an appeal on our own dismissal of a late appeal (fvl. §§ 28, 34), in both written standards."""

from datetime import date

from letters.layout import long_date
from letters.words import BODY, Both, capital
from rules.terms import AppealBody, BodyOutcome

CAME_TO = {
    BodyOutcome.UPHELD: Both("Avvisningen står ved lag", "Avvisinga står ved lag"),
    BodyOutcome.RETURNED: Both(
        "Avvisningen er opphevet, og klagen din skal behandles", "Avvisinga er oppheva, og klaga di skal behandlast"
    ),
}
AFTER = {
    BodyOutcome.UPHELD: Both(
        "Klagen på vedtaket blir ikke behandlet, og vedtaket vårt gjelder som før.",
        "Klaga på vedtaket vert ikkje behandla, og vedtaket vårt gjeld som før.",
    ),
    BodyOutcome.RETURNED: Both(
        "Vi vurderer saken på nytt. Kommer vi til noe annet, får du et nytt vedtak. Ellers sender vi klagen videre til "
        "klageinstansen. Vedtaket vårt gjelder så lenge.",
        "Vi vurderer saka på nytt. Kjem vi til noko anna, får du eit nytt vedtak. Elles sender vi klaga vidare til "
        "klageinstansen. Vedtaket vårt gjeld så lenge.",
    ),
}


def sent_on(received_on: date, dismissed_on: date, decided_on: date, forwarded_on: date, body: AppealBody) -> Both:
    """That the appeal on the dismissal has gone to the body."""
    came, no, of, sent = (long_date(one) for one in (received_on, dismissed_on, decided_on, forwarded_on))
    return Both(
        f"Vi fikk {came} klagen din på at vi {no} avviste klagen på vedtaket fra {of}. Vi sendte den og dokumentene i "
        f"saken til klageinstansen {sent}. Det er {BODY[body].nb} som avgjør om klagen skal behandles.",
        f"Vi fekk {came} klaga di på at vi {no} avviste klaga på vedtaket frå {of}. Vi sende ho og dokumenta i saka "
        f"til klageinstansen {sent}. Det er {BODY[body].nn} som avgjer om klaga skal behandlast.",
    )


def answered(body: AppealBody, answered_on: date, dismissed_on: date, decided_on: date, came_to: Both) -> Both:
    """What the body came to of the dismissal."""
    on, no, of = (long_date(one) for one in (answered_on, dismissed_on, decided_on))
    return Both(
        f"{capital(BODY[body].nb)} avgjorde {on} klagen din på at vi {no} avviste klagen på vedtaket fra {of}. "
        f"{came_to.nb}.",
        f"{capital(BODY[body].nn)} avgjorde {on} klaga di på at vi {no} avviste klaga på vedtaket frå {of}. "
        f"{came_to.nn}.",
    )
