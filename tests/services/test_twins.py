"""Rows read without dereferencing share one copy of their fields, and nothing else."""

from bson import DBRef, ObjectId

from models import Dwelling, Landlord
from tests.factories import make_dwelling, make_landlord


def test_a_row_keeps_to_the_way_it_was_read_whatever_is_read_beside_it(memory_database) -> None:
    home = make_dwelling(landlord=make_landlord())
    bare = Dwelling.objects(pk=home.pk).no_dereference().first()
    whole = Dwelling.objects(pk=home.pk).first()
    assert isinstance(bare._data["landlord"], DBRef | ObjectId | Landlord)
    assert not isinstance(bare.landlord, Landlord)
    assert isinstance(whole.landlord, Landlord)
    assert not isinstance(Dwelling.objects(pk=home.pk).no_dereference().first().landlord, Landlord)
    assert isinstance(Dwelling.objects(pk=home.pk).first().landlord, Landlord)


def test_rows_read_so_share_one_copy_of_the_fields(memory_database) -> None:
    for _ in range(2):
        make_dwelling()
    one, two = Dwelling.objects.no_dereference()
    assert one._fields is two._fields
    assert one._fields is not Dwelling._fields
    one.rooms = 5
    assert two.rooms != 5
