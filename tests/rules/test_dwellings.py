"""What is odd about a dwelling."""

import pytest

from rules.dwellings import DwellingFacts, notices
from rules.identifiers import unit_number
from rules.terms import Disposal, NoticeCode


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param({}, [], id="an owned flat on the floor its number says"),
        pytest.param({"floor": 4}, [NoticeCode.FLOOR_DIFFERS], id="H0207 on the fourth floor"),
        pytest.param({"floor": None}, [], id="no floor given"),
        pytest.param({"unit_number": None}, [], id="no unit number given"),
        pytest.param({"unit_number": unit_number("K0101"), "floor": -1}, [], id="cellars are counted by themselves"),
        pytest.param({"place": "Tromsø"}, [NoticeCode.PLACE_DIFFERS], id="another place than the postcode's"),
        pytest.param({"place": " Harstad "}, [], id="letters and spaces do not matter"),
        pytest.param({"place": "Tromsø", "register_place": None}, [], id="no register loaded"),
        pytest.param({"disposal": Disposal.REFERRAL}, [NoticeCode.LANDLORD_MISSING], id="referral without landlord"),
        pytest.param(
            {"disposal": Disposal.ALLOCATION}, [NoticeCode.LANDLORD_MISSING], id="allocation without landlord"
        ),
        pytest.param({"disposal": Disposal.RENTED_IN}, [], id="rented in: a landlord may stand there or not"),
        pytest.param({"disposal": Disposal.RENTED_IN, "has_landlord": True}, [], id="rented in with landlord"),
        pytest.param({"has_landlord": True}, [NoticeCode.LANDLORD_UNEXPECTED], id="owned, with a landlord"),
    ],
)
def test_notices(facts: dict[str, object], expected: list[NoticeCode]) -> None:
    usual = {
        "disposal": Disposal.OWNED,
        "has_landlord": False,
        "unit_number": unit_number("H0207"),
        "floor": 2,
        "place": "HARSTAD",
        "register_place": "HARSTAD",
    }
    assert list(notices(DwellingFacts(**{**usual, **facts}))) == expected
