"""The needs mapping (kartlegging, domain 1.4) and the need that was approved."""

from datetime import date

from mongoengine import BooleanField, EmbeddedDocument, EnumField, IntField, ListField, StringField

from models.fields import Day, EncryptedString, Ore
from rules.terms import UnsuitableReason


class Mapping(EmbeddedDocument):
    """The needs mapping; free text, health, services and substance use are encrypted."""

    rooms_now: int | None = IntField(min_value=0, max_value=20, verbose_name="Rom i dag")
    lease_ends_on: date | None = Day(verbose_name="Leiekontrakten i dag utløper")
    notice_received_on: date | None = Day(verbose_name="Oppsigelse mottatt")
    must_leave_on: date | None = Day(verbose_name="Må være ute innen")
    accessible_now: bool | None = BooleanField(verbose_name="Boligen i dag er tilgjengelig for søkeren")
    unsuitable_reasons: list[UnsuitableReason] = ListField(
        EnumField(UnsuitableReason), verbose_name="Boligen i dag er uegnet på grunn av"
    )
    unsuitable_because: str | None = EncryptedString(verbose_name="Hvorfor boligen er uegnet")
    need_because: str | None = EncryptedString(verbose_name="Årsak til behovet")
    income_sources: str | None = EncryptedString(verbose_name="Inntekter etter kilde")
    income_year_ore: int | None = Ore(min_value=0, verbose_name="Brutto årsinntekt")
    assets_ore: int | None = Ore(min_value=0, verbose_name="Formue")
    debt_ore: int | None = Ore(min_value=0, verbose_name="Gjeld")
    rent_now_ore: int | None = Ore(min_value=0, verbose_name="Husleie i dag")
    municipal_arrears_ore: int | None = Ore(min_value=0, verbose_name="Restanse til kommunen")
    payment_plan: bool | None = BooleanField(verbose_name="Nedbetalingsavtale")
    housing_allowance: bool | None = BooleanField(verbose_name="Får bostøtte")
    start_loan: str | None = EncryptedString(verbose_name="Startlån vurdert, med utfall")
    health: str | None = EncryptedString(verbose_name="Helse og funksjon")
    mobility: str | None = EncryptedString(verbose_name="Rullestol og hjelpemidler")
    senses: str | None = EncryptedString(verbose_name="Syn og hørsel")
    cognition: str | None = EncryptedString(verbose_name="Kognisjon")
    services: str | None = EncryptedString(verbose_name="Tjenester dag, kveld og natt")
    substance_use: str | None = EncryptedString(verbose_name="Rus")
    living_skills: str | None = EncryptedString(verbose_name="Boevne")
    environment: str | None = EncryptedString(verbose_name="Behov i bomiljøet")
    nearness: str | None = EncryptedString(verbose_name="Nærhet til skole, barnehage og tjenester")
    areas_to_avoid: str | None = EncryptedString(verbose_name="Steder og miljøer å unngå")
    children_heard: str | None = EncryptedString(verbose_name="Barnas syn")
    wishes: str | None = EncryptedString(verbose_name="Søkerens egne ønsker og syn")
    no_wishes: bool | None = BooleanField(verbose_name="Søkeren er spurt og har ingen ønsker")
    own_attempts: str | None = EncryptedString(verbose_name="Egne forsøk på å skaffe bolig")
    earlier_tenancies: str | None = EncryptedString(verbose_name="Tidligere kommunale leieforhold")
    pets: str | None = StringField(max_length=80, verbose_name="Dyrehold")


class ApprovedNeed(EmbeddedDocument):
    """Plain codes that the waiting list filters on, written by assessment or grant (design section 5)."""

    rooms: int | None = IntField(min_value=1, max_value=10, verbose_name="Antall rom")
    step_free: bool = BooleanField(default=False, verbose_name="Trinnfri adkomst")
    lift: bool = BooleanField(default=False, verbose_name="Heis eller bakkeplan")
    services_day: bool = BooleanField(default=False, verbose_name="Tjenester dag")
    services_evening: bool = BooleanField(default=False, verbose_name="Tjenester kveld")
    services_night: bool = BooleanField(default=False, verbose_name="Tjenester natt")
