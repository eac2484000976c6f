"""Steps from a vacant dwelling to keys as people do them at their screens; each begins where one would stand."""

import re
from datetime import date, timedelta

from admin import formats
from models import Dwelling, Vacancy
from tests.web.case_work import Handed
from tests.web.office_at_work import Seat

WHY_ABOVE = "Trenger personale om natten på sikt, og har selv sagt at Nordlia ligger for langt fra moren."
SUMMARY = "Bor på sofaen hos en venn og er utskrivningsklar. Trenger ro om kvelden og noen å ringe på."
FACTS = "Avtalen med vennen er sagt opp, og søkeren må flytte før jul."


def day(back: int = 0) -> str:
    """A day so many days ago, as people write it."""
    return formats.day(formats.today() - timedelta(days=back))


def open_home(seat: Seat, vacancy: Vacancy) -> None:
    """Find the notice by its number in the list, and open it."""
    seat.go(f"ledige-boliger/?search={vacancy.vacancy_number}")
    seat.press(vacancy.vacancy_number)


# --- From notice to candidates ---------------------------------------------------------------------------------------


def report(seat: Seat, home: Dwelling, cause: str, picture: str = "", note: str = "") -> Vacancy:
    """Tell from the dwelling's page that it becomes free."""
    seat.go(f"boliger/?search={home.dwelling_number}")
    seat.press(home.dwelling_number)
    seat.press("Meld ledig")
    seat.choose({"Hvorfor blir boligen ledig?": cause})
    seat.fill({"Om boligen": note})
    if picture:
        seat.look(picture)
    seat.press("Lagre")
    seat.page.wait_for_url(lambda url: "/ny/" not in url)
    found: Vacancy = Vacancy.objects(dwelling=home).order_by("-reported_on", "-id").first()
    return found


def answer_profile(seat: Seat) -> None:
    """What services go with the dwelling, on one screen."""
    seat.tick("Tjenester om dagen", "Tjenester om kvelden", "Felles måltider")
    seat.fill({
        "Hva finnes om dagen?": "Miljøarbeider på stedet kl. 8–15.",
        "Hva finnes om kvelden?": "To miljøarbeidere til kl. 22.",
        "Aktiviteter": "Turgruppe på tirsdager.", "Hvilke måltider, og hvor ofte?": "Middag på torsdager.",
        "Bemanning": "Personalbase i huset.",
    })  # fmt: skip
    seat.press("Lagre svaret")
    seat.sees("Takk. Svaret er lagret")


def tab(seat: Seat, words: str) -> None:
    """Whom the dwelling suits, or whom it does not suit."""
    tabs = seat.page.get_by_role("navigation", name="Passer og passer ikke")
    tabs.get_by_role("link", name=re.compile(rf"^{words} \d+$")).click()
    seat.page.wait_for_load_state()


def put_up(seat: Seat, case: Handed, *, new_facts: str = "", picture: str = "") -> None:
    """Put one of the office's households up, with the whole checklist."""
    seat.press(f"Meld inn {case.number}")
    seat.fill({"Hvorfor passer boligen for denne husstanden?": "Personalet er på huset dag og kveld."})
    if new_facts:
        _leave_one_point_open(seat)
        seat.fill({"Nye opplysninger siden saken ble vurdert": new_facts})
    if picture:
        seat.look(picture)
    seat.press("Meld inn kandidaten")
    seat.sees(f"{case.number} er meldt inn som kandidat.")


def _leave_one_point_open(seat: Seat) -> None:
    """The checklist must be whole: a point that nothing is said of is asked for again."""
    point = "Boevne og hva brukeren trenger hjelp til i boligen"
    seat.fill({point: ""})
    seat.press("Meld inn kandidaten")
    seat.sees("Skriv noe om punktet.")
    seat.fill({point: "Trenger hjelp til å betale regninger."})
    seat.fill({"Hvorfor passer boligen for denne husstanden?": "Personalet er på huset dag og kveld."})


# --- From candidates to allocation -----------------------------------------------------------------------------------


def sum_up(seat: Seat, case: Handed, words: str, picture: str = "") -> None:
    """Sum one candidate up from the page of the recommendation."""
    seat.press(f"Oppsummer kandidaten {case.number}")
    seat.fill({"Oppsummering": words})
    if picture:
        seat.look(picture)
    seat.press("Lagre oppsummeringen")
    seat.sees("Oppsummeringen er lagret.")


def recommend(seat: Seat, case: Handed, above: Handed | None = None, picture: str = "") -> None:
    """Choose one, with a reason for who stands before it."""
    radio = seat.page.get_by_role("radio", name=f"Velg {case.number}")
    radio.or_(seat.page.get_by_role("checkbox", name=f"Innstill {case.number}")).check()
    seat.page.get_by_role("heading", name="Begrunnelsen").wait_for()
    seat.fill({"Hvorfor bør husstanden få boligen?": "Har ingen bolig, og tjenestene på stedet er det som trengs."})
    if above:
        seat.fill({f"Hvorfor går du forbi {above.number}?": WHY_ABOVE})
    if picture:
        seat.look(picture)
    seat.press("Lag innstillingen")


def go_through(seat: Seat, picture: str = "") -> None:
    """The second consultant agrees."""
    seat.next_step("Gå gjennom innstillingen")
    if picture:
        seat.look(picture)
    seat.tick("Enig. Innstillingen går videre")
    seat.press("Lagre")


def doubt(seat: Seat, picture: str) -> None:
    """The unit's leader is not sure."""
    seat.tick("Usikker. Vi trenger et drøftingsmøte")
    seat.fill({
        "Begrunnelse": "Vi har bare én på jobb om kvelden, og to i huset trenger mye hjelp da.",
        "Sammensetningen i huset": "Rolig hus. Det er plass til en til som trenger ro.",
    })  # fmt: skip
    seat.look(picture)
    seat.press("Send svaret")
    seat.sees("Boligkonsulentene innkaller til drøftingsmøte.")


def discuss(seat: Seat, people: list[str], case: Handed, place: int, picture: str) -> None:
    """The meeting, written down: they agree."""
    seat.next_step("Skriv ned drøftingsmøtet")
    seat.tick(*people)
    seat.fill({
        "Andre deltakere": "Pia Prøve, oppfølgingstjenesten",
        "Hva ble drøftet?": "Om enheten kan yte nok hjelp om kvelden.",
        "Begrunnelse": "Oppfølgingstjenesten kommer to kvelder i uken den første tiden.",
    })  # fmt: skip
    seat.tick("Enige om kandidaten", f"{case.number} (plass {place})")
    seat.look(picture)
    seat.press("Lagre møtet")
    seat.sees("Møtet er lagret, og boligen er klar til tildeling.")


def date_stage(seat: Seat, vacancy: Vacancy, button: str, label: str, back: int) -> None:
    """Who looks after the dwelling dates a stage."""
    open_home(seat, vacancy)
    seat.press(button)
    seat.fill({label: day(back)})
    seat.press("Lagre datoen")
    seat.sees("Boligen er ført som")


# --- From offer to keys ----------------------------------------------------------------------------------------------


def offer(seat: Seat, vacancy: Vacancy, channel: str, picture: str = "") -> str:
    """Give the offer by telephone, and by letter too where the channel says so; the letter's text."""
    open_home(seat, vacancy)
    seat.next_step("Gi tilbud")
    seat.choose({"Tilbudet gis per": channel})
    seat.fill({"Hva dere snakket om": "Ringte og fortalte om boligen. Vil se den først."})
    if picture:
        seat.look(picture)
    seat.press("Gi tilbudet")
    text = ""
    if "brev" in channel:
        seat.sees("Se over brevet.")
        if picture:
            seat.look(f"{picture}-brev")
        text = seat.pdf("Åpne brevet i et eget vindu", f"{picture or 'tilbud'}-pdf")
        seat.press("Gi tilbudet")
    seat.sees("Tilbudet er gitt.")
    return text


def book(seat: Seat, kind: str, on: date, clock: str, place: str, staff: list[str], picture: str = "") -> None:
    """Agree on a time, from the page of the offer."""
    seat.press("Avtal tid")
    seat.choose({"Hva": kind, "Sted": place, "Husstanden får vite det per": "Telefon"})
    seat.fill({"Dag": formats.day(on), "Klokkeslett": clock})
    seat.tick(*staff)
    if picture:
        seat.look(picture)
    seat.press("Avtal tid")
    seat.sees("Tiden er avtalt, og de ansatte har fått e-post.")


def sign(seat: Seat, name: str) -> str:
    """Write the contract from the offer, look at it, and note that both have signed; its text."""
    seat.press("Skriv kontrakt")
    seat.fill({"Leien begynner": day()})
    seat.choose({"Sikkerhet": "NAV-garanti"})
    seat.fill({"Sikkerhetsbeløp": "24 000"})
    seat.look(f"{name}-skriv")
    seat.press("Forhåndsvis kontrakten")
    seat.sees("Hva som gjenstår")
    seat.look(f"{name}-se-over")
    text = seat.pdf("Åpne for utskrift", f"{name}-pdf")
    seat.press("Begge har skrevet under")
    seat.sees("Kontrakten er lagret.")
    return text


def hold_meeting(seat: Seat, picture: str) -> None:
    """Each point of the contract meeting, the house rules and the interpreter."""
    seat.press("Kontraktsmøtet")
    for point in ("Bostøtte er søkt", "Strøm er bestilt"):
        seat.choose({point: "Gjort"})
    seat.choose({"Ny adresse er meldt til Folkeregisteret": "Gjort"})
    seat.fill({"Husordensreglene er gått gjennom": day(), "Tolk": "Arabisk"})
    seat.look(picture)
    seat.press("Lagre")
    seat.sees("Kontraktsmøtet er ført.")


# --- The committee, a refusal ----------------------------------------------------------------------------------------


def set_on_agenda(seat: Seat, vacancy: Vacancy, meeting: str) -> None:
    """Put the dwelling on the agenda of the meeting of that number."""
    open_home(seat, vacancy)
    seat.next_step("Sett på dagsorden")
    held = seat.input("Møte").locator("option", has_text=meeting)
    seat.input("Møte").select_option(value=held.get_attribute("value"))
    seat.press("Sett på dagsorden")
    seat.sees("Boligen står på dagsorden i møte")


def choose_in_meeting(seat: Seat, vacancy: Vacancy) -> None:
    """The committee gives the dwelling to the household that is recommended."""
    seat.press("Tildel boligen", seat.page.locator(f"#bolig-{vacancy.pk}"))
    seat.sees(f"Boligen {vacancy.vacancy_number} er tildelt.")


def decline(seat: Seat, picture: str) -> None:
    """The household says no, from the page of the offer."""
    seat.press("Takker nei")
    seat.choose({"Hvorfor?": "Beliggenheten"})
    seat.fill({"Husstandens egne ord": "Det er for langt til søsteren min."})
    seat.look(picture)
    seat.press("Noter at husstanden takker nei")
    seat.sees("Boligen er tilbake hos boligkonsulentene.")


def judge_without_reason(seat: Seat, picture: str) -> str:
    """They have talked, and there was no good reason; the text of the letter that tells of it."""
    seat.press("Vurder avslaget")
    seat.fill({"Snakket med husstanden": day(), "Hva husstanden sa": "Søsteren bor i Sentrum. Ellers er alt bra."})
    seat.choose({"Hadde husstanden god grunn?": "Nei"})
    seat.fill({"Begrunnelse": "Bussen går til Sentrum hvert kvarter, og boligen passer ellers."})
    seat.look(picture)
    seat.press("Se over brevet")
    seat.sees("Se over brevet.")
    text = seat.pdf("Åpne brevet i et eget vindu", f"{picture}-brev")
    seat.press("Lagre vurderingen og send brevet")
    seat.sees("Vurderingen er lagret")
    return text
