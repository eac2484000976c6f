"""Who can sign in to the demo, and the one password they share; it is made at the first start and holds here only."""

import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

FILE = Path("var/demo-logins.json")
DOMAIN = "demo.kommune.no"


@dataclass(frozen=True)
class Login:
    """One demo user: the part of the address before @, the name, the role's code and the office."""

    user: str
    name: str
    role: str
    office: str

    @property
    def email(self) -> str:
        return f"{self.user}@{DOMAIN}"


LOGINS = (
    Login("admin", "Astrid Administrator", "administrator", "Boligkontoret"),
    Login("saksbehandler", "Sara Saksbehandler", "caseworker", "Boligkontoret"),
    Login("boligkonsulent", "Bjørn Boligkonsulent", "housing_consultant", "Boligkontoret"),
    Login("boligkonsulent2", "Berit Boligkonsulent", "housing_consultant", "Boligkontoret"),
    Login("enhetsleder", "Eva Enhetsleder", "unit_leader", "Boligkontoret"),
    Login("utvalg1", "Unni Utvalgsmedlem", "committee_member", "Helse og mestring"),
    Login("utvalg2", "Ulf Utvalgsmedlem", "committee_member", "NAV"),
    Login("beslutter", "Bente Beslutter", "decider", "Boligkontoret"),
    Login("avdelingsleder", "Arne Avdelingsleder", "department_head", "Helse og mestring"),
    Login("eiendom", "Einar Eiendom", "property", "Eiendom"),
    Login("okonomi", "Oda Økonomi", "economy", "Økonomi"),
    Login("innsyn", "Ingrid Innsyn", "reader", "Boligkontoret"),
)


def password(file: Path = FILE) -> str:
    """The demo's password, made the first time it is asked for and kept in the file, which only we can read."""
    try:
        return str(json.loads(file.read_text(encoding="utf-8"))["password"])
    except FileNotFoundError:
        made = "-".join(secrets.token_hex(2) for _ in range(3))
        content = {"password": made, "logins": [{"email": one.email, "role": one.role} for one in LOGINS]}
        write_private(file, json.dumps(content, ensure_ascii=False, indent=2) + "\n")
        return made


def write_private(file: Path, text: str) -> None:
    """Write a file that only its owner can read, whole or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f"{file.name}.new")
    draft.unlink(missing_ok=True)
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as target:
        target.write(text)
    draft.replace(file)
