"""The words that Fjordvik is made of: all invented, put together at random. A name tells nothing of anyone."""

from typing import NamedTuple


class Place(NamedTuple):
    """A postcode that no place in Norway has, with the place that it has here."""

    postcode: str
    name: str


MUNICIPALITY = "Fjordvik"
MUNICIPALITY_NUMBER = "9999"
PLACES = (
    Place("9970", "FJORDVIK"),
    Place("9971", "FJORDVIK"),
    Place("9972", "NORDFJORDVIK"),
    Place("9973", "SOLVIKSUND"),
)
UNUSED_POSTCODE = "9979"

STREETS = (
    "Ankerveien",
    "Bakkestjernen",
    "Brislingvegen",
    "Dokkhella",
    "Ekornlia",
    "Fiskehjellgata",
    "Fyrlyktveien",
    "Gamle Tollbakken",
    "Havørnstien",
    "Kaiskrenten",
    "Krabbegata",
    "Lyngtoppen",
    "Multebærvegen",
    "Naustrekka",
    "Oterveien",
    "Plankegata",
    "Rødstilkveien",
    "Saltbualmenningen",
    "Seljefløytstien",
    "Skarvbakken",
    "Teistegata",
    "Tårnfjæra",
    "Vindrosevegen",
    "Ørnekloa",
)

FIRST_NAMES = (  # noqa: SIM905 - a list literal would have one name to a line
    "Abdi Agnete Ahmed Aisha Aksel Ali Amina Anders Anna Arvid Åse Astrid Azadeh Beaivi Berit Bilal Bjørn Celina "
    "Dagny Daniel Dawit Elena Elif Emma Erik Eyerusalem Fatima Filip Geir Gudrun Halima Hanna Hassan Helga "
    "Ibrahim Ingrid Irina Ivan Jakub Jan Jonas Kari Khadija Kristian Lan Lars Leila Linh Magnus Mari Mariam Marit "
    "Mehmet Mikkel Minh Mohamed Nadia Nina Nora Oksana Ola Olena Omar Per Petter Piotr Ragnhild Rahel Ravdna Rosa "
    "Samuel Sara Selam Sigrid Sofia Solveig Sunniva Svetlana Tariq Tatjana Thi Tomasz Tove Trine Trond Turid "
    "Usman Vigdis Viktor Yasmin Yonas Yusuf Zainab Øystein"
).split()

LAST_NAMES = (  # noqa: SIM905 - a list literal would have one name to a line
    "Abdullahi Ahmadi Ali Amundsen Andersen Bakke Balto Berg Berhane Bondarenko Dahl Demir Eira Eliassen Farah "
    "Fjellstad Gebremariam Gulbrandsen Hagen Haile Halvorsen Hansen Haugen Holm Hussein Ibsen Isaksen Iversen "
    "Jama Jensen Johansen Kaya Khalil Khan Kiplagat Klungseth Kovalenko Kowalska Kristiansen Lam Larsen Lien Lund "
    "Mehari Moen Mohamud Myhre Nguyen Nilsen Nordli Nowak Olsen Omar Osman Pedersen Pham Rahimi Sandvik Sari "
    "Shevchenko Solbakken Strand Svendsen Syversen Tesfay Thapa Tran Utsi Vik Warsame Wisniewska Yilmaz Zeman "
    "Ødegaard Østby Ålesjø"
).split()

LANDLORDS = (
    "Naustmyra Bolig AS",
    "Skarvholmen Utleie AS",
    "Lyngtoppen Eiendom AS",
    "Stiftelsen Fyrlykta",
    "Havblikkhjem AS",
    "Rødstilk Boligbygg AS",
    "Tårnfjæra Utleieboliger AS",
    "Stiftelsen Ternereiret",
)
LANGUAGES = ("arabisk", "somali", "tigrinja", "ukrainsk", "polsk", "vietnamesisk", "engelsk")
