"""The pages and forms of an offer: given, answered, moved, met about, judged."""

import re
from collections.abc import Iterable
from datetime import datetime, time
from typing import Any

from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError

from admin.fields import ChoiceField, DayField, TickList, TypedField, WholeNumberField, term_choices, term_reader
from admin.forms import Form
from admin.pickers import Picker, PickField
from admin.views import validators
from admin.views.acting import Step, form_of, reason
from rules.deadlines import oslo_moment
from rules.terms import AppointmentKind, AppointmentPlace, OfferChannel, RefusalReason

GIVE = Step(
    heading="Gi tilbud",
    lead="Tilbudet gis til husstanden som har fått boligen tildelt. Ring gjerne først, og avtal tid for visning og "
    "kontraktsmøte i samme samtale. Et brev ser du over før det sendes.",
    button="Gi tilbudet",
    look="Gi tilbudet",  # by telephone there is no letter to look at
    done="Tilbudet er gitt. Noter svaret på tilbudets side når det kommer.",
    keeps=True,
)
DECLINE = Step(
    heading="Takker nei",
    lead="Boligen går tilbake til boligkonsulentene med en gang, og et nei kan ikke angres. Ombestemmer husstanden "
    "seg, må boligen tildeles og tilbys på nytt. En av dere vurderer etterpå om det var god grunn.",
    button="Noter at husstanden takker nei",
    done="Svaret er notert. Boligen er tilbake hos boligkonsulentene.",
    facts=("applicant", "dwelling", "answer_by"),
    keeps=True,
)
TAKE_BACK = Step(
    heading="Husstanden trekker ja-svaret",
    lead="Boligen går tilbake til boligkonsulentene med en gang. Tilbud som falt bort da husstanden takket ja, kommer "
    "ikke tilbake. En av dere vurderer etterpå om det var god grunn.",
    button="Noter at ja-svaret er trukket",
    done="Svaret er notert. Boligen er tilbake hos boligkonsulentene.",
    facts=("applicant", "dwelling", "answered_on"),
    keeps=True,
)
UNDO = Step(
    heading="Angre ja-svaret",
    lead="Bruk dette bare når ja-svaret er notert ved en feil. Tilbudet venter på svar igjen, med samme frist. "
    "Andre tilbud som falt bort, kommer ikke tilbake: de må gis på nytt.",
    button="Angre ja-svaret",
    done="Ja-svaret er angret. Tilbudet venter på svar.",
    facts=("applicant", "dwelling", "answered_on", "answer_by"),
)
EXTEND = Step(
    heading="Endre svarfristen",
    lead="Gi husstanden mer tid, for eksempel til å se boligen først. Fortell husstanden om den nye fristen.",
    button="Endre fristen",
    done="Svarfristen er endret.",
    facts=("applicant", "answer_by"),
)
BOOK = Step(
    heading="Avtal tid",
    lead="De ansatte får e-post med kalenderfil. Den viser tilbudsnummer, sted og lenke, aldri navn eller adresse.",
    button="Avtal tid",
    done="Tiden er avtalt, og de ansatte har fått e-post.",
    keeps=True,
)
MOVE = Step(
    heading="Endre avtalen",
    lead="De ansatte får e-post med ny kalenderfil. Den som ikke lenger skal møte, får avlysning.",
    button="Lagre endringen",
    done="Avtalen er endret, og de ansatte har fått e-post.",
    keeps=True,
)
CALL_OFF = Step(
    heading="Avlys avtalen",
    lead="De ansatte får e-post, og avtalen forsvinner fra kalenderen deres.",
    button="Avlys avtalen",
    done="Avtalen er avlyst, og de ansatte har fått e-post.",
)
HEAR = Step(
    heading="Be om uttalelse",
    lead="Husstanden får et brev og tid til å svare. Har dere snakket sammen, trengs ikke brevet: da kan avslaget "
    "vurderes med en gang.",
    button="Send brevet",
    done="Brevet er klart til utsending. Fristen løper fra det er sendt.",
)
JUDGE = Step(
    heading="Vurder avslaget",
    lead="Hadde husstanden god grunn til ikke å ta imot boligen? Begrunnelsen står i brevet til husstanden.",
    button="Lagre vurderingen og send brevet",
    done="Vurderingen er lagret, og brevet er klart til utsending.",
    facts=("applicant", "dwelling", "reason", "reason_said", "hearing_due"),
    keeps=True,
)
JUDGE_ANEW = Step(
    heading="Vurder avslaget på nytt",
    lead="Husstanden har klaget. Den første vurderingen blir stående i endringslisten. Begrunnelsen står i brevet.",
    button="Lagre vurderingen og send brevet",
    done="Vurderingen er lagret, og brevet er klart til utsending.",
    facts=("applicant", "dwelling", "reason", "reason_said", "judgement"),
    keeps=True,
)
ANSWERS = {"ja": True, "nei": False}
MINUTES = {AppointmentKind.VIEWING: 30, AppointmentKind.SIGNING: 60}
REASONS = [one for one in RefusalReason if one is not RefusalReason.NO_ANSWER]


class ClockField(TypedField):
    """A time of the day as people write it: 13.00, 9:30, 1300, 13."""

    wrong = "Skriv klokkeslettet som 13.00."

    def read(self, text: str) -> time:
        found = re.fullmatch(r"([01]?\d|2[0-3])(?:[.:]?([0-5]\d))?", text.replace(" ", ""))
        if not found:
            raise ValueError(text)
        return time(int(found[1]), int(found[2] or 0))

    def write(self, value: time) -> str:
        return f"{value:%H.%M}"


def _channel(label: str) -> ChoiceField:
    return ChoiceField(
        label, choices=term_choices(OfferChannel), coerce=term_reader(OfferChannel), required=True,
        validators=[InputRequired("Velg hvordan.")],
    )  # fmt: skip


def give_form() -> type[Form]:
    return form_of(
        channel=_channel("Tilbudet gis per"),
        said=reason(
            "Hva dere snakket om", required=False,
            description="Når du har ringt: hva du fortalte, og hva husstanden sa. Står ikke i brevet.",
        ),
        answer_by=DayField(
            "Svarfrist", validators=[Optional()],
            description="La feltet stå tomt for den vanlige fristen i regelboken.",
        ),
    )  # fmt: skip


def decline_form() -> type[Form]:
    return form_of(
        reason=ChoiceField(
            "Hvorfor?", choices=term_choices(REASONS), coerce=term_reader(RefusalReason), required=True,
            validators=[InputRequired("Velg en grunn.")],
        ),
        said=reason(
            "Husstandens egne ord", required=False, description="Må fylles ut når grunnen er «Annet».",
        ),
    )  # fmt: skip


def extend_form() -> type[Form]:
    return form_of(
        answer_by=DayField("Ny svarfrist", validators=[InputRequired("Skriv den nye fristen.")]),
        reason=reason("Hvorfor?"),
    )


def meeting_form(picker: Picker, *, new: bool) -> type[Form]:
    """When, where, who and how the household hears; a new one says what it is for too."""
    kind = ChoiceField(
        "Hva", choices=term_choices(AppointmentKind), coerce=term_reader(AppointmentKind), required=True,
        validators=[InputRequired("Velg hva dere skal møtes om.")],
    )  # fmt: skip
    fields = {
        "day": DayField("Dag", validators=[InputRequired("Skriv dagen."), real_hour]),
        "clock": ClockField("Klokkeslett", validators=[InputRequired("Skriv klokkeslettet som 13.00.")]),
        "minutes": WholeNumberField(
            "Varighet i minutter",
            validators=[InputRequired("Skriv hvor lenge."), NumberRange(5, 480, "Skriv fra 5 til 480 minutter.")],
        ),
        "place": ChoiceField(
            "Sted", choices=term_choices(AppointmentPlace), coerce=term_reader(AppointmentPlace), required=True,
            validators=[InputRequired("Velg stedet.")],
        ),
        "staff": TickList("Hvem som møter", choices=[]),
        "other": PickField("En annen som møter", picker=picker, validators=[Optional()]),
        "told": _channel("Husstanden får vite det per"),
    }  # fmt: skip
    return form_of(**({"kind": kind} if new else {}), **fields)


def real_hour(form: Any, field: Any) -> None:
    """Refuse an hour that the clock leaps over when summer time begins."""
    if field.data and form.clock.data:
        try:
            oslo_moment(field.data, form.clock.data)
        except ValueError:
            raise ValidationError("Dette klokkeslettet finnes ikke den dagen: klokken stilles fram.") from None


def moment_of(form: Any) -> datetime:
    return oslo_moment(form.day.data, form.clock.data)


def staff_choices(people: Iterable[Any]) -> list[SelectChoice]:
    return [SelectChoice(value=str(one.pk), label=one.name) for one in people]


def call_off_form() -> type[Form]:
    return form_of(told=_channel("Husstanden får vite det per"))


def judge_form(*, anew: bool) -> type[Form]:
    """First what the household said, then what it comes to; judged anew it has been heard before."""
    fields: dict[str, Any] = {}
    if not anew:
        fields["heard_on"] = DayField(
            "Snakket med husstanden", validators=[Optional(), validators.not_future],
            description="Når dere har snakket sammen. Ellers må svarfristen i brevet være ute.",
        )  # fmt: skip
        fields["heard"] = reason("Hva husstanden sa", required=False)
    fields["answer"] = ChoiceField(
        "Hadde husstanden god grunn?",
        choices=[SelectChoice(value="ja", label="Ja, det får ingen følger"), SelectChoice(value="nei", label="Nei")],
        required=True, coerce=lambda value: value or None, validators=[InputRequired("Velg ett av svarene.")],
    )  # fmt: skip
    fields["reasons"] = reason("Begrunnelse", description="Står i brevet til husstanden.")
    return form_of(**fields)
