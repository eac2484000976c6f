"""Mails to those outside the house: only that a letter has come. No name, address, amount or reason stands in them."""

from letters.layout import Letter, render
from letters.words import Both, speaker

SUBJECT = Both("Du har fått et brev fra {sender}", "Du har fått eit brev frå {sender}")
TEXT = Both(
    "Vi har sendt deg et brev i posten. Les det når det kommer.",
    "Vi har sendt deg eit brev i posten. Les det når det kjem.",
)
CALL = Both("Ring oss på {phone} hvis du lurer på noe.", "Ring oss på {phone} dersom du lurer på noko.")
ASK = Both("Ta kontakt med oss hvis du lurer på noe.", "Ta kontakt med oss dersom du lurer på noko.")
NO_ANSWER = Both("Du kan ikke svare på denne e-posten.", "Du kan ikkje svare på denne e-posten.")


def letter_has_come(sender: str, phone: str | None, language: str) -> Letter:
    """That a letter is on its way from the municipality, and where to call; `language` is nb or nn."""
    say = speaker(language)
    ask = say(CALL).format(phone=phone) if phone else say(ASK)
    return render(
        "tenant", say(SUBJECT).format(sender=sender), text=say(TEXT), ask=ask, sender=sender, language=language,
        foot=say(NO_ANSWER),
    )  # fmt: skip
