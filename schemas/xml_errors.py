"""Why a whole XML file from the bank is refused: nothing of it goes in."""

from dataclasses import dataclass

from schemas.errors import FileRefused


@dataclass(eq=False)
class BrokenXml(FileRefused):
    """The file is not XML all through."""

    line: int

    def __str__(self) -> str:
        return f"XML-en er ødelagt ved linje {self.line}. Ingenting er lest. Hent hele filen på nytt fra banken."


@dataclass(eq=False)
class UnsafeXml(FileRefused):
    """The file defines entities or points to other files, which no bank's file does."""

    line: int

    def __str__(self) -> str:
        return (
            f"Filen har en DOCTYPE eller egne entiteter (linje {self.line}), og det har ingen bankfil. Ingenting er "
            "lest. Hent filen på nytt fra banken, og si fra til IKT hvis den er lik."
        )


@dataclass(eq=False)
class TooLargeXml(FileRefused):
    """One element is far larger or deeper than a bank's file has."""

    line: int

    def __str__(self) -> str:
        return f"Elementet ved linje {self.line} er for stort til å være fra en bank. Ingenting er lest."


@dataclass(eq=False)
class OtherMessage(FileRefused):
    """Another of the bank's messages than camt.054; `what` is its bokmål term."""

    what: str

    def __str__(self) -> str:
        return (
            f"Dette er {self.what}. Husrom leser camt.054 (varsel om innbetalinger) og OCR-giro; en kontoutskrift "
            "ville ført de samme pengene en gang til. Be banken om camt.054."
        )


@dataclass(eq=False)
class AccountMissing(FileRefused):
    """A notice does not say which account it is of."""

    line: int

    def __str__(self) -> str:
        return f"Varselet på linje {self.line} sier ikke hvilken konto det gjelder. Be banken om filen på nytt."


@dataclass(eq=False)
class BrokenAmount(FileRefused):
    """An amount, a count or a direction cannot be read, so that no total can be trusted."""

    line: int

    def __str__(self) -> str:
        return (
            f"Posten på linje {self.line} har ikke beløp, antall eller retning (inn eller ut) som kan leses. Ingenting "
            "er lest. Be banken om filen på nytt."
        )


@dataclass(eq=False)
class XmlTotalsDiffer(FileRefused):
    """A notice or a batch tells another total than its entries add up to; `what` is bokmål."""

    line: int
    what: str
    stated: int
    counted: int

    def __str__(self) -> str:
        return (
            f"Summene ved linje {self.line} stemmer ikke: {self.what} er oppgitt til {self.stated}, men postene gir "
            f"{self.counted}. Ingenting er lest. Be banken om filen på nytt."
        )
