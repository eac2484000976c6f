"""What one has written is shown again where it could not be taken, and nowhere else."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

WORDS = "Samtale med søker. <b>Ønsker</b> seg nærmere skolen."
OURS = {"Sec-Fetch-Site": "same-origin"}
FORM = {"text": WORDS, "password": "et langt hemmelig passord", "q": "Kari Nordmann", "number": "178580 01234"}


def _shown(page: str) -> bool:
    return "Samtale med søker. &lt;b&gt;Ønsker&lt;/b&gt; seg nærmere skolen." in page


def test_signed_out_while_writing_gives_the_words_back_but_no_secrets(app: Flask) -> None:
    answer = app.test_client().post("/admin/sok/", data=FORM, headers=OURS)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (401, "no-store")
    assert _shown(answer.text)
    assert answer.text.count("<textarea") == 1
    assert "Gå tilbake" not in answer.text


def test_an_old_form_gives_the_words_back(app: Flask, client: FlaskClient) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    answer = client.post("/admin/sok/", data=FORM, headers=OURS)
    assert answer.status_code == 400
    assert _shown(answer.text)


@pytest.mark.parametrize("site", ["cross-site", "same-site", ""])
def test_another_site_puts_no_words_on_the_page(app: Flask, site: str) -> None:
    answer = app.test_client().post("/admin/sok/", data=FORM, headers={"Sec-Fetch-Site": site})
    assert answer.status_code == 401
    assert "Samtale" not in answer.text
