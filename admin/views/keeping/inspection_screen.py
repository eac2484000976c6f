"""What the screens of inspections and repairs stand on: whose home is hidden, the pictures and their own page."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

from flask import Response, abort, flash, g, redirect, request, send_file
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from mongoengine import QuerySet
from wtforms import Field

from admin import formats, need, shielded, wording
from admin.doors import roles
from admin.people import current_actor, current_roles, sees_protected
from admin.routes import expose
from admin.views.attached import FilesField
from admin.views.keeping.screen import TenancyScreen
from models import Inspection, Lease
from models.file import MOST_BYTES
from rules.errors import HusromError
from rules.terms import Role
from services import inspections, records
from services.batches import batched

HOME = ("dwelling",)
KEEPERS = roles(*inspections.KEEPERS)
PICTURE = "bilde"
NEVER_RUN = "default-src 'none'; sandbox"
PHOTO_HELP = "JPEG eller PNG, høyst 10 MB hver og 20 om gangen. Ta bilder av rommet, ikke av personer eller papirer."


class PhotosWidget:
    """A file input that opens the camera or the album of a phone; `static/files.js` names what is chosen."""

    def __call__(self, field: Field, **kwargs: Any) -> Markup:
        told = kwargs.get("aria-describedby", "")
        return Markup(
            '<div class="file-pick"><input type="file" id="{}" name="{}" multiple accept="image/jpeg,image/png" '
            'class="form-control-file" data-files="{}"{}><label class="btn btn-outline-primary" for="{}">Ta eller velg '
            'bilder</label> <span data-file-names="Ingen bilder er valgt">Ingen bilder er valgt</span></div>'
        ).format(
            field.id, field.name, MOST_BYTES, Markup(' aria-describedby="{}"').format(told) if told else "", field.id
        )


def photos_field(label: str = "Bilder") -> Field:
    """Room for several pictures."""
    return FilesField(label, description=PHOTO_HELP, widget=PhotosWidget())


def hidden_leases() -> list[Any]:
    """The leases whose home the person at the screen may not learn of; read once for each request."""
    if "hidden_leases" not in g:
        people = shielded.hidden_people()
        found: list[Any] = []
        for ids in batched(people):
            some = Lease.objects(tenant__in=ids).order_by("pk")
            found += list(some.scalar("pk"))
        g.hidden_leases = found
    held: list[Any] = g.hidden_leases
    return held


def without_hidden(query: QuerySet) -> QuerySet:
    """Inspections or repairs of a home without those of a protected tenant."""
    hidden = hidden_leases()
    return query.filter(lease__nin=hidden) if hidden else query


class HomeScreen(TenancyScreen):
    """A record of a home: with those who look after it, and where a protected tenant lives for few."""

    also = frozenset({Role.PROPERTY})
    row_needs = ("lease", "dwelling")
    photos_of = staticmethod(inspections.photos_of)
    moment = staticmethod(formats.moment)
    day = staticmethod(formats.day)
    kroner = staticmethod(formats.kroner)

    def knows(self, document: Any) -> bool:
        lease = self.lease_of(document)
        return need.works_lease(lease, self.also) if lease is not None else bool(current_roles() & KEEPERS)

    def works(self, document: Any) -> bool:
        """Whether the person looks after this home, and may see where it is."""
        return bool(current_roles() & KEEPERS) and self.knows(document) and not self.is_hidden(document)

    def is_hidden(self, document: Any) -> bool:
        return not sees_protected() and self.lease_of(document) in hidden_leases()

    def masked_fields(self, document: Any) -> frozenset[str]:
        masked = super().masked_fields(document)
        return masked | frozenset(HOME) if self.is_hidden(document) else masked

    def narrowed(self, search: str | None, filters: Iterable[Any] | None) -> QuerySet:
        """A filter on the dwelling never finds the home of a protected tenant."""
        chosen = list(filters or ())
        query = super().narrowed(search, chosen)
        return without_hidden(query) if any(self._filters[one[0]].column in HOME for one in chosen) else query

    def logged_person(self, document: Any) -> Any:
        lease = self.lease_of(document)
        if lease is None or self.kept_from(document):
            return None
        found = Lease.objects(pk=lease).only("tenant").no_dereference().first()
        return records.reference(found, "tenant") if found else None

    def acts(self, document: Any) -> Sequence[Any]:
        found = sorted(self.step_acts(document), key=lambda one: not one[1].main)
        return [act for method, act in found if self.may(method)]

    def step_acts(self, document: Any) -> list[Any]:
        """Pairs of method and act; each part adds its own."""
        return []

    # --- Pictures ----------------------------------------------------------------------------------------------------

    def picture_url(self, document: Any, file: Any) -> str:
        """Where a picture's bytes are, large or small."""
        return str(self.get_url(".picture", id=document.pk, bilde=file))

    def photo_url(self, document: Any, photo: Any) -> str:
        """The page of one picture."""
        return str(self.get_url(".photo", id=document.pk, bilde=photo.id))

    def shows_photos(self, document: Any) -> bool:
        return self.works(document) and self.may("picture")

    @expose("/bilde/")
    def picture(self) -> ResponseReturnValue:
        """One picture, for those who look after the home; each fetching is logged by the service."""
        file, source = inspections.fetch(
            self.requested(), request.args.get(PICTURE, ""), current_actor(), sees_protected=sees_protected()
        )
        answer: Response = send_file(BytesIO(source.read()), file.media_type, conditional=False)
        answer.headers["Content-Security-Policy"] = NEVER_RUN
        answer.headers["X-Content-Type-Options"] = "nosniff"
        answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        return answer

    @expose("/bilder/")
    def photo(self) -> ResponseReturnValue:
        """One picture large, with what it shows, the way to the next, and what may still be changed."""
        document = self.requested()
        shown = list(inspections.photos_of(document)) if self.shows_photos(document) else []
        at = next((at for at, one in enumerate(shown) if str(one.id) == request.args.get(PICTURE)), None)
        if at is None:
            abort(404)
        page: str = self.render(
            "admin/views/keeping/photo.html",
            model=document,
            photo=shown[at],
            place=self.place_of(document, shown[at]),
            before=shown[at - 1] if at else None,
            after=shown[at + 1] if at + 1 < len(shown) else None,
            at=at + 1,
            count=len(shown),
        )
        return page

    def place_of(self, document: Any, photo: Any) -> str:
        """The room that the picture is of."""
        if isinstance(document, Inspection):
            return next((room.name for room in document.rooms if photo in list(room.photos)), "")
        return "Etter utbedringen" if photo.after else str(document.room or "Før utbedringen")

    def may_change_photos(self, document: Any) -> bool:
        """Whether its pictures may still be taken back."""
        return False

    def changed_photo(self, document: Any, photo: str, do: Any, done: str) -> ResponseReturnValue:
        """Do it, and go back to the picture; to the record where the picture is gone."""
        try:
            changed = do()
        except HusromError as error:
            flash(wording.explain(error), "error")
        else:
            flash(done if changed else "Ingenting var endret.", "success" if changed else "info")
        fresh = type(document).objects(pk=document.pk).first()
        there = any(str(one.id) == photo for one in inspections.photos_of(fresh))
        return redirect(self.get_url(".photo", id=document.pk, bilde=photo)) if there else self.back(document)
