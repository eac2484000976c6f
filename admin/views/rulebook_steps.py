"""What administrators do with a rulebook: copy it, change the copy, see what it would change, publish it."""

from typing import Any, cast

from flask import Response, abort, flash, request
from flask.typing import ResponseReturnValue
from flask_admin.helpers import get_form_data
from wtforms import StringField
from wtforms.validators import DataRequired, InputRequired, Length

from admin import formats, links, wording
from admin.fields import DayField, blank_to_none
from admin.forms import Form, VersionField
from admin.people import current_actor
from admin.request import Upload
from admin.routes import expose
from admin.rulebook_forms import PARTS
from admin.rulebook_refusals import reason
from admin.rulebook_words import differences
from admin.views.acting import Step, form_of
from admin.views.screen import Screen
from rules import rulebook_text
from rules.errors import HusromError, TransitionRefused
from rules.policy import LABEL
from rules.reading import RulebookInvalid
from services import rulebook_changes, rulebooks

MOST_CASES = 200  # shown by number; the rest are counted
LARGEST = 400_000  # bytes of a text
COPY = Step(
    heading="Lag en kopi å endre",
    lead="Kopien er et utkast. Den gjelder ikke før den er publisert, og denne versjonen står som den er.",
    button="Lag kopien",
    done="Kopien er laget. Endre den del for del under, eller hent den som tekst, endre teksten og legg den inn igjen.",
    facts=("title", "status", "valid_from"),
)
UPLOAD = Step(
    heading="Legg inn en tekst",
    lead="Hele utkastet blir slik det står i filen. Hent teksten først, og endre den i et vanlig tekstprogram.",
    button="Legg inn",
    done="Utkastet er slik det står i filen.",
)
NO_FILE = "Velg en fil først."
TOO_LARGE = "Filen er for stor til å være en regelbok."
NOT_TEXT = "Filen er ikke en ren tekst. Lagre den som tekst med tegnsettet UTF-8, og prøv på nytt."
PUBLISHED = "Regelboken er publisert. Åpne vurderinger som får et annet utfall, er merket for ny vurdering."
PUBLISHED_LATER = "Regelboken er publisert og gjelder fra {day}. Åpne vurderinger ses over den dagen."
DROPPED = "Utkastet er forkastet."


class PublishForm(Form):
    """From which day; it knows which version of the draft the person saw the impact of."""

    valid_from = DayField(
        "Gjelder fra", validators=[InputRequired("Skriv datoen regelboken skal gjelde fra.")],
        description="I dag eller senere. Etter dette kan versjonen ikke endres.",
    )  # fmt: skip
    version = VersionField()


class RulebookSteps(Screen):
    """The steps of a rulebook; the service lets administrators alone through."""

    def declare(self) -> None:
        rules = [DataRequired("Skriv et navn."), Length(max=LABEL)]
        self.copying = form_of(title=StringField("Navn på kopien", validators=rules, filters=[blank_to_none]))

    @expose("/kopi/", "GET", "POST")
    def copy(self) -> ResponseReturnValue:
        """A draft like this version."""

        def do(version: Any, form: Any) -> object:
            return self.back(rulebooks.copy(version.rulebook_number, form.title.data, current_actor()))

        return self.ask(COPY, self.copying, do, start={"title": self.requested().title})

    @expose("/del/", "GET", "POST")
    def edit_part(self) -> ResponseReturnValue:
        """One part of a draft as a form."""
        draft, part, one = self.requested(), PARTS.get(request.args.get("del", "")), request.args.get("nr", "")
        if part is None:
            abort(404)
        refusal = _closed(draft)
        if refusal is not None:
            return self.refused(draft, refusal)
        content = rulebooks.content_of(draft)
        if one not in ([which for _, which in part.others(content)] or [""]):
            abort(404)
        kind = type("PartForm", (part.form(content, one),), {"version": VersionField()})

        def do(version: Any, form: Any) -> object:
            changed = rulebooks.content_of(version)
            part.apply(changed, form, one)
            seen = form.version.data or 0
            return rulebooks.edit(version, changed, current_actor(), version=seen, why=part.heading)

        step = Step(heading=part.heading, lead=part.lead, button="Lagre i utkastet", done="Utkastet er lagret.")
        template = "admin/views/rulebook_part.html"
        return self.ask(step, kind, do, start=part.start(content, one), template=template)

    @expose("/tekst/")
    def as_text(self) -> ResponseReturnValue:
        """The whole version as a text."""
        version = self.requested()
        source = version.source or rulebook_text.text_of(rulebooks.content_of(version))
        headers = {"Content-Disposition": f"attachment; filename=regelbok-{version.rulebook_number}.toml"}
        return Response(source, mimetype="text/plain; charset=utf-8", headers=headers)

    @expose("/last-opp/", "GET", "POST")
    def upload(self) -> ResponseReturnValue:
        """The whole draft from a text; one that does not hold is refused with line and reason."""
        draft, problem = self.requested(), ""
        if not draft.is_draft:
            return self.refused(draft, TransitionRefused("rulebook", "published", "edited"))
        if request.method == "POST":
            source, problem = _read()
            if not problem:
                try:
                    rulebooks.edit_text(draft, source, current_actor(), version=self.seen())
                except RulebookInvalid as error:
                    problem = wording.explain(error)
                except HusromError as error:
                    return self.refused(draft, error)
                else:
                    flash(UPLOAD.done, "success")
                    return self.back(draft)
        page: str = self.render("admin/views/rulebook_upload.html", model=draft, step=UPLOAD, problem=problem)
        return page, 422 if problem else 200

    @expose("/virkning/")
    def impact(self) -> ResponseReturnValue:
        """What the draft would change, and where it is published from."""
        draft = self.requested()
        refusal = _closed(draft)
        if refusal is not None:
            return self.refused(draft, refusal)
        return self._impact_page(draft, PublishForm(data={"version": draft.version}))

    @expose("/publiser/", "POST")
    def publish(self) -> ResponseReturnValue:
        """Publish the draft whose impact was shown."""
        draft, today = self.requested(), formats.today()
        form: Any = PublishForm(get_form_data())
        if not form.validate():
            return self._impact_page(draft, form) if draft.is_draft else self.back(draft)
        day = form.valid_from.data
        try:
            rulebooks.publish(draft, day, current_actor(), version=form.version.data or 0, today=today)
        except HusromError as error:
            if not draft.is_draft or "valid_from" not in self.problems_of(error, form):
                return self.refused(draft, error)
            self._refused(error, form)
            return self._impact_page(draft, form)
        flash(PUBLISHED if day <= today else PUBLISHED_LATER.format(day=formats.day(day)), "success")
        return self.back(draft)

    @expose("/forkast/", "POST")
    def drop(self) -> ResponseReturnValue:
        """Lay the draft aside."""
        draft = self.requested()
        return self.settle(draft, lambda: rulebooks.drop(draft, current_actor(), version=self.seen()), DROPPED)

    def problems_of(self, error: HusromError, form: Form) -> dict[str, str]:
        """As the base says; a value of the rulebook by its input, where the form has one for it."""
        if isinstance(error, RulebookInvalid):
            return {error.where.replace(".", "__"): reason(error), error.where.rpartition(".")[2]: reason(error)}
        return super().problems_of(error, form)

    def _impact_page(self, draft: Any, form: Form) -> ResponseReturnValue:
        today = formats.today()
        found = rulebook_changes.impact(draft, today)
        page: str = self.render(
            "admin/views/rulebook_impact.html", model=draft, form=form, impact=found,
            differences=differences(found.current, found.draft), cases=found.cases[:MOST_CASES],
            left=max(len(found.cases) - MOST_CASES, 0), upcoming=rulebooks.find_upcoming(today),
            may_publish=self.may("publish"), case_url=self._case_url, day=formats.day, number=formats.number,
        )  # fmt: skip
        return page, 422 if form.errors else 200

    def _case_url(self, identity: Any) -> str | None:
        """A case's page, for those who may open it."""
        screen = links.screen_of(self.desk, "application")
        return screen.get_url(".details_view", id=identity) if screen and screen.may("details_view") else None


def _closed(draft: Any) -> HusromError | None:
    """Why a version has no pages that change it: it is no draft, or it is one from before this release."""
    if not draft.is_draft:
        return TransitionRefused("rulebook", "published", "edited")
    try:
        rulebooks.rules_of(draft)
    except RulebookInvalid as error:
        return error
    return None


def _read() -> tuple[str, str]:
    """The uploaded text, and what is wrong with the file."""
    upload = request.files.get("file")
    if upload is None or not upload.filename:
        return "", NO_FILE
    source = cast(Upload, upload.stream)
    content = source.read(LARGEST + 1)
    if source.too_large or len(content) > LARGEST:
        return "", TOO_LARGE
    try:
        return content.decode("utf-8-sig"), ""
    except UnicodeDecodeError:
        return "", NOT_TEXT
