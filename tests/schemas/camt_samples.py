"""Small camt.054 files of our own making, with totals that agree."""

from collections.abc import Sequence
from typing import Any

ACCOUNT = "36564131118"
VERSION = "urn:iso:std:iso:20022:tech:xsd:camt.054.001.08"


def kroner(ore: int) -> str:
    return f"{ore // 100}.{ore % 100:02d}"


def detail(kid: str | Sequence[str], ore: int | None = None, *, ref: str = "", more: str = "") -> str:
    """One transaction of an entry."""
    kids = [kid] if isinstance(kid, str) else kid
    strd = "".join(
        f"<Strd><CdtrRefInf><Tp><CdOrPrtry><Cd>SCOR</Cd></CdOrPrtry></Tp><Ref>{one}</Ref></CdtrRefInf></Strd>"
        for one in kids
        if one
    )
    amount = f'<Amt Ccy="NOK">{kroner(ore)}</Amt>' if ore is not None else ""
    refs = f"<Refs><AcctSvcrRef>{ref}</AcctSvcrRef><EndToEndId>NOTPROVIDED</EndToEndId></Refs>" if ref else ""
    return f"<TxDtls>{refs}{amount}{more}<RmtInf>{strd}</RmtInf></TxDtls>"


def entry(
    ore: int, *details: str, ref: str = "A1", day: str = "2026-09-20", side: str = "CRDT", reversal: bool = False,
    status: str = "<Sts><Cd>BOOK</Cd></Sts>", currency: str = "NOK", number: str = "", batch: str = "",
) -> str:  # fmt: skip
    """One booking on the account."""
    return "".join([
        "<Ntry>", f"<NtryRef>{number}</NtryRef>" if number else "", f'<Amt Ccy="{currency}">{kroner(ore)}</Amt>',
        f"<CdtDbtInd>{side}</CdtDbtInd>", "<RvslInd>true</RvslInd>" if reversal else "", status,
        f"<BookgDt><Dt>{day}</Dt></BookgDt><ValDt><Dt>{day}</Dt></ValDt>" if day else "",
        f"<AcctSvcrRef>{ref}</AcctSvcrRef>" if ref else "",
        f"<NtryDtls>{batch}{''.join(details)}</NtryDtls>" if details or batch else "", "</Ntry>",
    ])  # fmt: skip


def notice(*entries: str, number: str = "N1", account: str = f"<IBAN>NO93{ACCOUNT}</IBAN>", summary: str = "") -> str:
    acct = f"<Acct><Id>{account}</Id><Ccy>NOK</Ccy></Acct>" if account else ""
    return f"<Ntfctn><Id>{number}</Id>{acct}{summary}{chr(10).join(entries)}</Ntfctn>"


def summary(count: int, ore: int) -> str:
    return f"<TxsSummry><TtlNtries><NbOfNtries>{count}</NbOfNtries><Sum>{kroner(ore)}</Sum></TtlNtries></TxsSummry>"


def camt_of(*notices: str, version: str = VERSION, head: str = '<?xml version="1.0" encoding="UTF-8"?>') -> bytes:
    """A whole file."""
    body = "<GrpHdr><MsgId>M1</MsgId><CreDtTm>2026-09-20T10:00:00</CreDtTm></GrpHdr>" + "\n".join(notices)
    namespace = f' xmlns="{version}"' if version else ""
    return (
        f"{head}\n<Document{namespace}>\n<BkToCstmrDbtCdtNtfctn>{body}</BkToCstmrDbtCdtNtfctn>\n</Document>\n"
    ).encode()


def camt(*payments: tuple[str, int], number: str = "N1", first: int = 1, **more: Any) -> bytes:
    """A file of single entries with (KID, øre)."""
    return camt_of(
        notice(
            *(entry(ore, detail(kid), ref=f"A{at}", **more) for at, (kid, ore) in enumerate(payments, first)),
            number=number,
        )
    )
