"""Mails that tell a colleague of one thing at once: number, what, when, link; no name, address or reason."""

from collections.abc import Mapping

from letters.layout import Letter, render
from rules.terms import StaffMail

_TEXTS: Mapping[StaffMail, str] = {
    StaffMail.PROFILE_ASKED: "En bolig i enheten din blir ledig. Boligkontoret trenger å vite hvilke tjenester som "
    "finnes. Svar på ett skjermbilde; det tar et par minutter.",
    StaffMail.OVERVIEW: "Oversikten over ledige boliger er sendt ut. Se om noen på ventelisten passer, og meld inn en "
    "kandidat.",
    StaffMail.RECOMMENDED: "Det er laget en innstilling til en ledig bolig i enheten din. Se den, og svar.",
    StaffMail.DISCUSSION: "Enheten er usikker på en innstilling. Det skal holdes drøftingsmøte.",
    StaffMail.DISPUTED: "Enheten og boligkonsulentene er ikke enige om en tildeling. Du må avgjøre den.",
    StaffMail.ALLOCATED: "En bolig er tildelt. Planlegg innflyttingen og tjenestene.",
    StaffMail.APPOINTMENT: "Et tidspunkt er avtalt. Kalenderfilen følger med; den viser bare nummer og lenke.",
    StaffMail.APPOINTMENT_CANCELLED: "Et avtalt tidspunkt er avlyst. Kalenderfilen som følger med, tar det bort.",
    StaffMail.SENT_BACK: "En tildeling ble ikke noe av. Boligen må tildeles på nytt.",
}


def notice(what: StaffMail, number: str, link: str) -> Letter:
    """What has happened with the record of that number, and where to look."""
    return render("notice", f"Husrom: {what.label} ({number})", text=_TEXTS[what], number=number, link=link)
