"""What tests of the import screen share: files, and the way through its pages."""

from io import BytesIO

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.schemas.samples import DWELLING, csv_of

PATH = "/admin/import/"
OWNED = DWELLING | {"Disposisjonsform": "Eid", "Orgnr utleier": "", "Etasje": "2"}
RIGHT = csv_of(OWNED, OWNED | {"Bolig-ID": "B2", "Bruksenhetsnr": "H0208"})
SECRET = "hemmelig verdi"
FAULTY = csv_of(OWNED, OWNED | {"Bolig-ID": "B2", "Antall rom": SECRET})


def send(caller: FlaskClient, content: bytes, kind: str = "dwellings", name: str = "boliger.csv") -> TestResponse:
    return caller.post(PATH, data={"kind": kind, "file": (BytesIO(content), name)}, content_type="multipart/form-data")


def preview(caller: FlaskClient, content: bytes = RIGHT, **more: str) -> tuple[str, dict[str, str]]:
    """The preview page, and what its button posts."""
    answer = send(caller, content, **more)
    assert answer.status_code == 303, answer.text
    page = caller.get(answer.headers["Location"]).text
    run, _, rest = page.partition('name="run" value="')[2].partition('"')
    return page, {"run": run, "upload": rest.partition('name="upload" value="')[2].partition('"')[0]}


def read_in(caller: FlaskClient, content: bytes = RIGHT, **more: str) -> str:
    """The result page of a file that is looked through and read in."""
    _, form = preview(caller, content)
    return caller.post(f"{PATH}les-inn/", data=form | more, follow_redirects=True).text


def tile(label: str, number: int) -> str:
    return f"<dt>{label}</dt><dd>{number}</dd>"
