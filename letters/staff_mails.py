"""Mails that tell a colleague of one thing at once: number, what, when, link; no name, address or reason."""

from collections.abc import Mapping

from letters.layout import Letter, render
from rules.terms import StaffMail

_TEXTS: Mapping[StaffMail, str] = {
    StaffMail.PROFILE_ASKED: "En bolig i enheten din blir ledig. Boligkontoret trenger å vite hvilke tjenester som "
    "finnes. Svar på ett skjermbilde; det tar et par minutter.",
    StaffMail.OVERVIEW: "Oversikten over ledige boliger er lagt ved og ligger i Husrom. Se om noen på ventelisten "
    "passer, og meld inn en kandidat.",
    StaffMail.RECOMMENDED: "Det er laget en innstilling til en ledig bolig i enheten din. Se den, og svar.",
    StaffMail.ANSWERED: "Enheten har svart på en innstilling. Se svaret, og gå videre.",
    StaffMail.ANSWER_NOTED: "En boligkonsulent har notert et svar du ga på en innstilling. Se at det stemmer, og si "
    "fra hvis det ikke gjør det.",
    StaffMail.DISCUSSION: "Det skal holdes drøftingsmøte om en innstilling til en ledig bolig. Boligkonsulenten "
    "innkaller.",
    StaffMail.DISPUTED: "Enheten og boligkonsulentene er ikke enige om en tildeling. Du må avgjøre den.",
    StaffMail.SETTLED: "Avdelingslederen har avgjort hvem som skal få en ledig bolig. Se avgjørelsen.",
    StaffMail.ALLOCATED: "En bolig er tildelt. Planlegg innflyttingen og tjenestene.",
    StaffMail.APPOINTMENT: "Et tidspunkt er avtalt. Kalenderfilen følger med; den viser bare nummer og lenke.",
    StaffMail.APPOINTMENT_CANCELLED: "Et avtalt tidspunkt er avlyst. Kalenderfilen som følger med, tar det bort.",
    StaffMail.SENT_BACK: "En tildeling ble ikke noe av. Boligen må tildeles på nytt.",
}

# Mails that ask for one answer lead straight to the page where it is given; the rest lead to the record.
PAGES: Mapping[StaffMail, str] = {StaffMail.PROFILE_ASKED: "tjenester", StaffMail.RECOMMENDED: "innstilling"}


def notice(what: StaffMail, number: str, link: str, *, covering: bool = False) -> Letter:
    """What has happened with the record of that number, and where to look; `covering` = it is a colleague's."""
    subject = f"Husrom: {what.label} ({number})"
    return render("notice", subject, text=_TEXTS[what], number=number, link=link, covering=covering, what=what.label)
