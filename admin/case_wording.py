"""Refusals on the way from application to appeal, in bokmål: what is wrong, why, and what to do next."""

from admin import formats, wording
from rules import errors
from rules.terms import ApplicationKind, LegalBasis

NOTHING = "Ingenting er lagret."
WHY_NO_APPEAL = {
    "final": "Vedtaket er klageinstansens eget, og det kan ikke påklages videre (forvaltningsloven § 28).",
    "undone": "Vedtaket er angret og gjelder ikke lenger.",
    "taken_back": "Søknaden er trukket, og vedtaket gjelder ikke lenger.",
    "replaced": "Et nyere vedtak er kommet i stedet. Registrer klagen på det.",
    "appealed": "Parten har alt klaget på dette vedtaket. Er klagen under behandling, legger du opplysningene til den. "
    "Har klageinstansen avgjort den, kan den ikke påklages videre (forvaltningsloven § 28).",
    "too_late": "Det er gått mer enn ett år siden vedtaket (forvaltningsloven § 31).",
}
WHY_NOT_MERGED = {
    "same": "Det er den samme personen. Velg en annen.",
    "other_number": "Personene har hvert sitt fødselsnummer. Rett nummeret først, hvis det ene er feil.",
    "both_open": "Begge har en åpen søknad av samme slag. Avslutt den ene søknaden først.",
    "offers": "Begge har takket ja til et tilbud. Avklar tilbudene først.",
    "not_merged": "Personen er ikke slått sammen med noen. Åpne personen på nytt.",
    "merged": "Personen er alt slått sammen med en annen. Skill dem først.",
}
WHY_NO_FILE = {
    "too_large": "Filen er større enn 10 MB. Gjør den mindre, og last den opp på nytt.",
    "empty": "Filen er tom. Velg en annen.",
    "media": "Filtypen tas ikke imot. Bruk PDF, JPEG eller PNG.",
    "no_photo": "Her legges det bare bilder. Bruk JPEG eller PNG.",
    "broken": "Bildet lar seg ikke lese. Ta det på nytt, eller velg et annet.",
    "too_many_points": "Bildet har for mange punkter. Gjør det mindre, og last det opp på nytt.",
    "too_many": "Det er for mange bilder. Legg ved høyst 20 om gangen, og ta bort dem dere ikke trenger.",
}


@wording.explain.register
def _(error: errors.ConflictOfInterest) -> str:
    return (
        f"{NOTHING} {error.who} er inhabil i sak {error.number} og kan verken forberede eller avgjøre den "
        "(forvaltningsloven § 6). La en annen gjøre det."
    )


@wording.explain.register
def _(error: errors.FourEyesMissing) -> str:
    return (
        f"{NOTHING} {error.who} har selv laget forslaget i sak {error.number}. Den som avgjør saken, må være en annen "
        "enn den som har forberedt den. Be en annen beslutter avgjøre den."
    )


@wording.explain.register
def _(error: errors.QuorumMissing) -> str:
    return (
        f"{NOTHING} Utvalget er ikke vedtaksført i denne saken: {error.present} av minst {error.quorum} medlemmer fra "
        f"{error.agencies} av minst {error.needed_agencies} etater. Kryss av for dem som er til stede, "
        "eller utsett saken."
    )


@wording.explain.register
def _(error: errors.DecisionStands) -> str:
    basis = LegalBasis(error.basis).label
    return (
        f"{NOTHING} Sak {error.number} har alt et vedtak etter {formats.inside(basis)} fra "
        f"{formats.day(error.decided_on)}. Trekk det tilbake, avgjør klagen på det, "
        "eller velg et annet rettsgrunnlag."
    )


@wording.explain.register
def _(error: errors.AssessmentMissing) -> str:
    left = f" Dette er ikke besvart: {wording.listed(error.unanswered)}." if error.unanswered else ""
    return f"{NOTHING} Sak {error.number} er ikke ferdig vurdert.{left} Fullfør vurderingen først."


@wording.explain.register
def _(error: errors.AssessmentOutdated) -> str:
    return (
        f"{NOTHING} Opplysningene i sak {error.number} eller regelboken er endret siden vurderingen, og den får nå et "
        "annet utfall. Se over vurderingen, og lag forslaget på nytt."
    )


@wording.explain.register
def _(error: errors.PriorNoticeMissing) -> str:
    return (
        f"{NOTHING} Et vedtak kan ikke trekkes tilbake før parten har fått forhåndsvarsel og svarfristen er ute "
        f"(forvaltningsloven § 16). Send varselet i sak {error.number}, og vent til fristen er gått ut."
    )


@wording.explain.register
def _(error: errors.DateBeforeCause) -> str:
    return (
        f"{NOTHING} Datoen {formats.day(error.day)} er før det den bygger på: {cause(error.cause)} "
        f"{formats.day(error.cause_day)}. Rett datoen."
    )


CAUSES = {
    "lease_from": "leieforholdet begynte",
    "vacated_on": "boligen ble fraflyttet",
    "preparation_on": "klargjøringen begynte",
    "received_on": "søknaden ble mottatt",
    "decided_on": "vedtaket ble fattet",
    "arrived_on": "brevet kom fram",
    "released_on": "brevet ble klart til utsending",
    "dispatched_on": "brevet ble sendt",
    "appeal_received_on": "klagen ble mottatt",
    "submitted_on": "klagen ble levert",
    "reassessed_on": "saken ble vurdert på nytt",
    "followed_up_on": "klageinstansen sist ble spurt",
    "forwarded_on": "klagen ble oversendt",
    "dismissed_on": "klagen ble avvist",
    "dismissal_appealed_on": "klagen på avvisningen kom",
}


def cause(code: str) -> str:
    """What a date cannot be before, in words."""
    return CAUSES.get(code, "forrige steg ble gjort")


@wording.explain.register
def _(error: errors.NotAppealable) -> str:
    return f"{NOTHING} Det kan ikke registreres klage på vedtaket i sak {error.number}. {WHY_NO_APPEAL[error.why]}"


@wording.explain.register
def _(error: errors.AnswerProposed) -> str:
    return (
        f"{NOTHING} Et forslag til nytt vedtak i sak {error.number} svarer på denne klagen og ligger til avgjørelse. "
        "Trekk forslaget tilbake først, eller vent til det er avgjort."
    )


@wording.explain.register
def _(error: errors.ConsentMissing) -> str:
    return (
        f"{NOTHING} Sak {error.number} venter på samtykke fra søkeren, eller på skriftlig fullmakt. Noter samtykket "
        "først. Veiledning kan alltid gis."
    )


@wording.explain.register
def _(error: errors.NoNeedToKnow) -> str:
    return (
        f"Du arbeider ikke med sak {error.number}, og journalen og kartleggingen er bare for dem som gjør det. "
        "Be lederen om å fordele saken til deg hvis du skal ha den."
    )


@wording.explain.register
def _(error: errors.MergeRefused) -> str:
    return f"{NOTHING} {WHY_NOT_MERGED[error.why]}"


@wording.explain.register
def _(error: errors.FileRefused) -> str:
    return f"{NOTHING} Filen «{error.name}» kan ikke legges ved. {WHY_NO_FILE[error.why]}"


@wording.explain.register
def _(error: errors.AddressShielded) -> str:
    return (
        f"Brevet i sak {error.number} ble laget før parten fikk beskyttet adresse, og adressen står i det. Be en "
        "kollega som kan se beskyttede adresser, om å åpne det. Er det ikke sendt, kan det lages på nytt uten adressen."
    )


@wording.explain.register
def _(error: errors.LetterOutdated) -> str:
    if error.by_rulebook:
        return (
            f"{NOTHING} Regelboken er endret siden brevet i sak {error.number} ble laget. Lag brevet på nytt, se over "
            "det, og avgjør saken."
        )
    return (
        f"{NOTHING} Brevet i sak {error.number} er datert {formats.day(error.drawn_on)}. Lag det på nytt med dagens "
        "dato, se over det, og avgjør saken."
    )


@wording.explain.register
def _(error: errors.UndrawableText) -> str:
    which = f"tegnet «{error.text}»" if error.text else "et tegn"
    return (
        f"{NOTHING} Brevet inneholder {which}, som ikke kan skrives ut. Ta det bort fra teksten, og lag brevet på nytt."
    )


@wording.explain.register
def _(error: errors.SecondOpenApplication) -> str:
    kind = ApplicationKind(error.kind).inside
    return (
        f"{NOTHING} Søkeren har alt en åpen søknad av samme slag ({kind}): sak {error.number}, mottatt "
        f"{formats.day(error.received_on)}. Før de nye opplysningene på den saken, eller avslutt den først."
    )


@wording.explain.register
def _(error: errors.FormUsed) -> str:
    return (
        f"Dette skjemaet har alt registrert sak {error.number}, og det som står her nå, er ikke lagret. Se over, og "
        "lagre på nytt hvis dette er en annen søknad."
    )


@wording.explain.register
def _(error: errors.MeetingNotToday) -> str:
    return (
        f"{NOTHING} Møte {error.number} er satt til {formats.day(error.held_on)}. Et møte åpnes, og saker avgjøres, på "
        "møtedagen, for vedtakene får den datoen. Avlys møtet og planlegg et nytt hvis dagen er en annen."
    )


@wording.explain.register
def _(error: errors.NotProposed) -> str:
    return (
        f"{NOTHING} Sak {error.number} har ikke noe forslag som utvalget skal avgjøre. Lag et forslag til vedtak i "
        "saken først."
    )


@wording.explain.register
def _(error: errors.AlreadyOnAgenda) -> str:
    return (
        f"{NOTHING} {error.number} står alt på dagsorden i møte {error.meeting}. Ta den av der hvis den skal "
        "avgjøres i et annet møte."
    )


@wording.explain.register
def _(error: errors.NotInMeeting) -> str:
    return (
        f"{NOTHING} {error.who} er ikke ført som til stede i møtet. Vedtaket i sak {error.number} føres av et medlem "
        "som er til stede. Kryss av for oppmøtet, eller la et medlem som er til stede, gjøre det."
    )


@wording.explain.register
def _(error: errors.ItemsLeft) -> str:
    cases = wording.listed(error.cases)
    return (
        f"{NOTHING} Møte {error.number} kan ikke avsluttes ennå: {'sak' if len(error.cases) == 1 else 'sakene'} "
        f"{cases} er verken avgjort eller utsatt. Avgjør eller utsett først."
    )


@wording.explain.register
def _(_error: errors.LikelySamePerson) -> str:
    return (
        f"{NOTHING} Søkeren kan stå i registeret fra før. Se hvem det er øverst i skjemaet: søk opp personen, eller "
        "kryss av for at det er en annen."
    )
