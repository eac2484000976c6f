"""The overview of the need for homes, short and long term, kept as it was on a day (S000 phase 1)."""

from datetime import date

from mongoengine import (
    BooleanField,
    EmbeddedDocument,
    EmbeddedDocumentField,
    EnumField,
    IntField,
    ListField,
    StringField,
)

from models.base import Record
from models.fields import Day
from rules.terms import NeedState, NeedTerm, TargetGroup


class NeedLine(EmbeddedDocument):
    """How many homes of one sort are asked for and are expected to be free, as counted that day."""

    term: NeedTerm = EnumField(NeedTerm, required=True, verbose_name="Sikt")
    rooms: int = IntField(required=True, min_value=1, max_value=10, verbose_name="Rom")
    accessible: bool = BooleanField(default=False, verbose_name="Tilgjengelig")
    area: str = StringField(required=True, max_length=60, verbose_name="Område")
    target_group: TargetGroup = EnumField(TargetGroup, required=True, verbose_name="Målgruppe")
    waiting: int = IntField(default=0, min_value=0, verbose_name="Venter")
    leaving: int = IntField(default=0, min_value=0, verbose_name="Må ha ny bolig")  # fixed terms that run out
    expiring: int = IntField(default=0, min_value=0, verbose_name="Avtalen utløper")  # landlords' homes that fall away
    vacant: int = IntField(default=0, min_value=0, verbose_name="Ledige")


class NeedAddition(EmbeddedDocument):
    """Homes that a person adds or takes off, with the reason; never about single persons."""

    term: NeedTerm = EnumField(NeedTerm, required=True, verbose_name="Sikt")
    rooms: int = IntField(required=True, min_value=1, max_value=10, verbose_name="Rom")
    accessible: bool = BooleanField(default=False, verbose_name="Tilgjengelig")
    area: str = StringField(required=True, max_length=60, verbose_name="Område")
    target_group: TargetGroup = EnumField(TargetGroup, required=True, verbose_name="Målgruppe")
    homes: int = IntField(required=True, min_value=-2000, max_value=2000, verbose_name="Antall")
    why: str = StringField(required=True, max_length=2000, verbose_name="Begrunnelse")
    by_name: str = StringField(required=True, verbose_name="Lagt til av")


class NeedOverview(Record):
    """One overview; settled, it stands as it was."""

    overview_number: str = StringField(required=True, max_length=30, verbose_name="Behovsoversikt")
    on: date = Day(required=True, verbose_name="Per dato")
    state: NeedState = EnumField(NeedState, default=NeedState.DRAFT, verbose_name="Status")
    lines: list[NeedLine] = ListField(EmbeddedDocumentField(NeedLine), verbose_name="Beregnet")
    additions: list[NeedAddition] = ListField(EmbeddedDocumentField(NeedAddition), verbose_name="Lagt til")
    summary: str | None = StringField(max_length=4000, verbose_name="Vurdering")
    rulebook: int = IntField(required=True)
    settled_on: date | None = Day(verbose_name="Fastsatt")
    by_name: str = StringField(required=True, verbose_name="Laget av")
    settled_by_name: str | None = StringField(verbose_name="Fastsatt av")

    meta = {
        "collection": "need_overview",
        "indexes": [
            {"fields": ["overview_number"], "unique": True, "name": "need_overview_number"},
            {"fields": ["-on", "id"], "name": "need_overview_on"},
            {"fields": ["state", "-on", "id"], "name": "need_overview_state"},
        ],
    }

    @property
    def number(self) -> str:
        return self.overview_number

    def __str__(self) -> str:
        return self.overview_number
