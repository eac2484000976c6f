"""Facts of an application that are made of several: who applied, where it was passed on, who may not handle it."""

from typing import Any

from flask import current_app
from markupsafe import Markup

from admin import formats, need
from admin.people import current_actor
from admin.views.columns import Column
from models import Office


def _who(application: Any) -> str | None:
    who = application.initiator
    if who is None:
        return None
    return ", ".join(part for part in (who.name, who.organisation, who.phone, who.email) if part)


def _consent(application: Any) -> str:
    words = str(application.consent.label)
    return f"{words} ({formats.day(application.consent_on)})" if application.consent_on else words


def _offices(application: Any) -> dict[Any, str]:
    ids = {one for passed in application.passed_on for one in (passed.from_office, passed.to_office) if one}
    return dict(Office.objects(pk__in=list(ids)).scalar("id", "name")) if ids else {}


def _way(application: Any) -> list[tuple[str, str]]:
    """Each time the case was passed on: when, by whom and where, and why."""
    names = _offices(application)
    found = []
    for passed in application.passed_on:
        old = f" fra {names.get(passed.from_office, 'et annet kontor')}" if passed.from_office else ""
        where = f"{formats.day(passed.on)}{old} til {names.get(passed.to_office, 'et annet kontor')}"
        found.append((f"{where} ({passed.by_name})", passed.because))
    return found


def _way_shown(application: Any) -> Markup:
    row = Markup('<li>{}<br><span class="soft">{}</span></li>')
    rows = [row.format(where, because) for where, because in _way(application)]
    return Markup('<ul class="plain-list">{}</ul>').format(Markup("").join(rows))


def _disqualified(application: Any) -> str | None:
    return ", ".join(one.user_name for one in application.conflicts) or None


def _disqualified_shown(application: Any) -> Markup:
    screen = current_app.extensions["husrom_desk"].screen_of(type(application))
    row = Markup('<li>{}, {}<span class="soft">{}</span>{}</li>')
    lift = Markup(' <a class="fact-change" href="{}">Opphev<span class="sr-only"> for {}</span></a>')
    rows = []
    for one in application.conflicts:
        url = screen.lift_url(application, one) if screen else None
        why = f": {one.because}" if need.works(application.pk) or str(one.user) == current_actor().id else ""
        rows.append(row.format(one.user_name, formats.day(one.on), why, lift.format(url, one.user_name) if url else ""))
    return Markup('<ul class="plain-list">{}</ul>').format(Markup("").join(rows))


COLUMNS = {
    "who_applied": Column(label="Den som søkte", needs=("initiator",), value=_who),
    "consent_told": Column(label="Samtykke", needs=("consent", "consent_on"), value=_consent),
    "way": Column(
        label="Sendt videre", needs=("passed_on",), html=_way_shown, wide=True,
        value=lambda application: "; ".join(where for where, _ in _way(application)) or None,
    ),
    "disqualified": Column(
        label="Inhabile", needs=("conflicts",), value=_disqualified, html=_disqualified_shown, wide=True
    ),
}  # fmt: skip
