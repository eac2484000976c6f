"""Norwegian postcodes, as the municipality has imported them."""

from mongoengine import StringField

from models.base import Plain


class Postcode(Plain):
    """One postcode of the register; `code` is four digits as text."""

    code: str = StringField(primary_key=True, regex=r"^\d{4}$", verbose_name="Postnummer")
    place: str = StringField(required=True, verbose_name="Poststed")
    municipality_number: str = StringField(required=True, verbose_name="Kommunenummer")
    municipality: str = StringField(required=True, verbose_name="Kommune")
    category: str = StringField(verbose_name="Kategori")

    meta = {"collection": "postcode"}
