"""Refusals from vacancy to keys, in bokmål: what is wrong, why, and what to do next."""

from admin import formats, wording
from admin.case_wording import NOTHING
from rules import errors


@wording.explain.register
def _(error: errors.VacancyStands) -> str:
    return (
        f"{NOTHING} Boligen er alt meldt ledig av {error.by_name} (ledigmelding {error.number}). Åpne den, og gå "
        "videre der."
    )


@wording.explain.register
def _(error: errors.HeldBack) -> str:
    return (
        f"{NOTHING} Søkeren i sak {error.number} har takket nei uten god grunn, og kan ikke få nytt tilbud før "
        f"{formats.day(error.until)}. Avdelingslederen kan vurdere avslaget på nytt hvis søkeren har klaget."
    )


@wording.explain.register
def _(error: errors.OfferStands) -> str:
    return (
        f"{NOTHING} Boligen er alt tilbudt en husstand: tilbud {error.number}, gitt av {error.by_name}. Åpne tilbudet, "
        "og noter svaret der."
    )


@wording.explain.register
def _(error: errors.LetterDiffers) -> str:
    return (
        f"{NOTHING} Brevet i sak {error.number} er fra en annen dag, eller noe er endret siden du så det. Se over "
        "brevet på nytt."
    )


@wording.explain.register
def _(error: errors.OfferExpired) -> str:
    return (
        f"{NOTHING} Svarfristen på tilbud {error.number} gikk ut {formats.day(error.expired_on)}. Er tilbudet fortsatt "
        "åpent, kan du gi ny svarfrist. Er det falt bort, må boligen tildeles og tilbys på nytt."
    )


@wording.explain.register
def _(error: errors.OfferAccepted) -> str:
    return (
        f"{NOTHING} Husstanden har takket ja til en annen bolig (tilbud {error.number}), og kan bare ha én. Trekker "
        "husstanden det svaret, noterer du det på det tilbudet først."
    )


@wording.explain.register
def _(error: errors.HearingMissing) -> str:
    when = (
        f"Husstanden kan svare på brevet til og med {formats.day(error.due)}."
        if error.due
        else ("Husstanden er ikke spurt, eller brevet er ikke sendt.")
    )
    return (
        f"{NOTHING} {when} Avslaget på tilbud {error.number} kan vurderes når dere har snakket sammen, eller når "
        "fristen i brevet er ute (forvaltningsloven § 16)."
    )
