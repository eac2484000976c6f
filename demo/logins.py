"""Who can sign in to the demo, and the one password they share; it is made at the first start and holds here only."""

import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

FILE = Path(os.environ.get("HUSROM_DEMO_LOGINS", "var/demo-logins.json"))  # `make demo` says where
DOMAIN = "demo.kommune.no"


OFFICE, HEALTH = "Boligkontoret", "Helse- og velferdskontoret"
REACHED = {OFFICE: ("18000010", "boligkontoret"), HEALTH: ("18000020", "helse")}  # as the letters say


@dataclass(frozen=True)
class Login:
    """One demo user: the part of the address before @, the name, the role's code, the office, and the deputy."""

    user: str
    name: str
    role: str
    office: str
    deputy: str | None = None
    sees_protected: bool = False

    @property
    def email(self) -> str:
        return f"{self.user}@{DOMAIN}"


LOGINS = (
    Login("admin", "Astrid Administrator", "administrator", OFFICE),
    Login("saksbehandler", "Sara Saksbehandler", "caseworker", OFFICE, deputy="boligkonsulent"),
    Login("saksbehandler2", "Siri Saksbehandler", "caseworker", HEALTH, deputy="boligkonsulent2"),
    Login("boligkonsulent", "Bjørn Boligkonsulent", "housing_consultant", OFFICE, deputy="saksbehandler"),
    Login("boligkonsulent2", "Berit Boligkonsulent", "housing_consultant", HEALTH, deputy="boligkonsulent"),
    Login("enhetsleder", "Eva Enhetsleder", "unit_leader", OFFICE, sees_protected=True),
    Login("utvalg1", "Unni Utvalgsmedlem", "committee_member", OFFICE),
    Login("utvalg2", "Ulf Utvalgsmedlem", "committee_member", HEALTH),
    Login("beslutter", "Bente Beslutter", "decider", OFFICE),
    Login("avdelingsleder", "Arne Avdelingsleder", "department_head", HEALTH, sees_protected=True),
    Login("eiendom", "Einar Eiendom", "property", OFFICE),
    Login("okonomi", "Oda Økonomi", "economy", OFFICE),
    Login("innsyn", "Ingrid Innsyn", "reader", OFFICE),
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


SCOPES = "dwellings.write vacancies.write referrals.write leases.write agreements webhooks.write"


def landlord(file: Path, tokens: str | None) -> str:
    """What the terminal says of the landlord's system: its key, and how a token is got; empty where none has one."""
    found = json.loads(file.read_text(encoding="utf-8")).get("landlord") if file.exists() else None
    if not found:
        return ""
    lines = [f"Utleieren {found['name']} ({found['organisation_number']}) har nøkkelen  {found['key']}"]
    if tokens:
        form = f"organisation={found['organisation_number']}&scope={SCOPES}"
        lines.append(f"Et token i stedet, som fra Maskinporten:  curl -s {tokens}token -d '{form}'")
    return "\n".join(lines) + "\n"
