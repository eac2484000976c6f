"""Bringing files in from the screen: choose, look through, read in, see what became of it."""

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import cast

from bson import ObjectId
from flask import Response, abort, flash, redirect, request
from flask.typing import ResponseReturnValue

from admin import desk as desks
from admin import formats, import_reconciling, import_shown, import_work, links, presenting, wording
from admin.import_work import Reading
from admin.own_page import OwnPage
from admin.people import current_actor, current_roles
from admin.request import Upload
from admin.routes import expose
from models import ImportRun
from rules.errors import HusromError, NotFound
from rules.terms import ImportCount, ImportKind, ImportState
from schemas import readers
from schemas.errors import FileRefused
from schemas.readers import ImportFile
from services import imports, overview, uploads
from services.imports import AlreadyRead

RECENT = 6
NO_KIND = "Velg hva filen inneholder."
NO_FILE = "Velg en fil først."
TOO_LARGE = (
    "Filen er større enn 20 MB, og ingenting av den er lagret. Del den i flere filer, "
    "eller be driften lese den inn med kommandoen «import»."
)
NO_ROWS = "Det står ingenting i filen under linjen med kolonnenavn. Hent den ut på nytt, med rader, og prøv igjen."
GONE = "Filen du forhåndsviste, er ikke her lenger. Den blir slettet etter tolv timer. Velg den på nytt."
NOT_STORED = "Importen stoppet før filen var lagret, så den kan ikke fortsette av seg selv. Velg filen på nytt."
CLOSED = "Importen er lukket, og filen med verdiene er slettet."


@dataclass(frozen=True)
class Kept:
    """A file that waits to be brought in."""

    identity: ObjectId
    file: ImportFile


class ImportScreen(OwnPage):
    """From a file to records; a person sees only the kinds that are theirs to bring in."""

    def __init__(self, *, allow_synthetic: bool) -> None:
        super().__init__(name="Les inn filer", endpoint="imports", url="import", category=desks.ADMINISTRATION)
        self.reading = Reading(allow_synthetic=allow_synthetic)

    # --- Choose ------------------------------------------------------------------------------------------------------

    @expose("/", "GET", "POST")
    def index(self) -> ResponseReturnValue:
        if request.method == "GET":
            return self._choose()
        kind, upload = _kind(request.form.get("kind")), request.files.get("file")
        if kind is None:
            return self._choose(NO_KIND, about="kind")
        if upload is None or not upload.filename:
            return self._choose(NO_FILE, kind)
        source = cast(Upload, upload.stream)
        if source.too_large:
            return self._choose(TOO_LARGE, kind)
        name = PurePosixPath(upload.filename.replace("\\", "/")).name[:255]
        try:
            file = self.reading.read(kind, name, source)
        except FileRefused as refused:
            return self._choose(wording.explain(refused), kind, name=name)
        if not len(file):
            return self._choose(NO_ROWS, kind, name=name)
        identity = uploads.keep(name, source, current_actor())
        return redirect(self.get_url(".preview", slag=kind.value, fil=str(identity)), 303)

    def _choose(
        self, problem: str = "", kind: ImportKind | None = None, *, about: str = "file", name: str = ""
    ) -> ResponseReturnValue:
        last, kinds = overview.last_imports(), [one for one in ImportKind if _may(one)]
        guide = [(one, *import_shown.ORDER[one], last[one]) for one in ImportKind]
        columns = [(one, readers.columns_of(one)) for one in kinds if one in import_shown.WITH_TEMPLATE]
        page: str = self.render(
            "admin/imports/choose.html", guide=guide, kinds=kinds, chosen=kind, columns=columns,
            recent=overview.recent_imports(kinds, RECENT), badge=lambda state: presenting.html(self.desk, None, state),
            problem=problem, about=about, name=name, moment=formats.moment,
            list_url=links.list_url(self.desk, ImportRun),
        )  # fmt: skip
        return page, 422 if problem else 200

    @expose("/mal/")
    def template(self) -> ResponseReturnValue:
        """A file of the columns alone, to fill in."""
        kind = _kind(request.args.get("slag"))
        if kind is None or kind not in import_shown.WITH_TEMPLATE:
            abort(404)
        headers = {"Content-Disposition": f"attachment; filename={import_shown.ORDER[kind][0]}"}
        return Response(readers.template(kind, formats.today()), mimetype="text/csv; charset=utf-8", headers=headers)

    # --- Look through ------------------------------------------------------------------------------------------------

    @expose("/forhandsvis/")
    def preview(self) -> ResponseReturnValue:
        kind, overwrite = _kind(request.args.get("slag")), request.args.get("skriv_over") == "ja"
        try:
            kept = self._kept(kind, request.args.get("fil", ""))
            order = import_work.order(current_actor(), overwrite=overwrite)
            outcome = imports.preview(kept.file, order)
        except AlreadyRead as before:
            return self._read_before(before.run, request.args["fil"])
        except HusromError as error:
            gone = isinstance(error, NotFound) and error.document == "file"
            return self._choose(GONE if gone else wording.explain(error), kind)
        page: str = self.render(
            "admin/imports/preview.html", kind=kept.file.kind, name=kept.file.name, upload=str(kept.identity),
            run=imports.key_of(kept.file), tiles=import_shown.tiles(kept.file.kind, outcome.counts),
            overwrite=overwrite,
            nothing=import_shown.nothing_goes_in(outcome.counts), doubt=import_shown.doubt(outcome.counts),
            skipped=outcome.skipped, counts=outcome.counts, count=ImportCount, most=import_shown.MOST_LINES,
            refused=import_shown.with_values(kept.file, outcome.refused),
            differing=import_shown.with_values(kept.file, outcome.differing),
            overwritten=import_shown.with_values(kept.file, outcome.overwritten),
        )  # fmt: skip
        return page

    def _read_before(self, run: ImportRun, upload: str) -> ResponseReturnValue:
        again = self.get_url(".preview", slag=run.kind.value, fil=upload, skriv_over="ja")
        page: str = self.render(
            "admin/imports/read_before.html", run=run, when=formats.moment(run.finished_at or run.started_at),
            again=again if run.kind is not ImportKind.PAYMENTS else None,
        )  # fmt: skip
        return page

    def _kept(self, kind: ImportKind | None, identity: str) -> Kept:
        if kind is None:
            abort(404)
        stored, source = uploads.open_own(identity, current_actor())
        return Kept(stored.pk, self.reading.read(kind, stored.name, source))

    # --- Read in -----------------------------------------------------------------------------------------------------

    @expose("/les-inn/", "POST")
    def start(self) -> ResponseReturnValue:
        key, overwrite = request.form.get("run", ""), request.form.get("overwrite") == "ja"
        kind = _kind(key.partition(":")[0])
        run = imports.find(key)
        if run is not None and (import_work.going_on(run) or (run.state is ImportState.DONE and not overwrite)):
            return redirect(self.get_url(".status", id=key))  # pressed twice, or read in meanwhile
        try:
            kept = self._kept(kind, request.form.get("upload", ""))
        except NotFound:
            flash(GONE, "error")
            return redirect(self.get_url(".status", id=key) if run else self.get_url(".index"))
        import_work.begin(kept.file, import_work.order(current_actor(), overwrite=overwrite), kept.identity)
        return redirect(self.get_url(".status", id=imports.key_of(kept.file)))

    @expose("/fortsett/", "POST")
    def resume(self) -> ResponseReturnValue:
        run = self._run()
        if import_work.cut_off(run):
            try:
                import_work.resume(run, self.reading, current_actor())
            except NotFound:
                flash(NOT_STORED, "error")
                return redirect(self.get_url(".index"))
        return redirect(self.get_url(".status", id=run.key))

    # --- See what became of it ---------------------------------------------------------------------------------------

    @expose("/status/")
    def status(self) -> ResponseReturnValue:
        key = request.args.get("id", "")
        run = imports.find(key)
        if run is None and _kind(key.partition(":")[0]) is None:
            abort(404)
        if run is None or import_work.going_on(run) or import_work.cut_off(run):
            waiting: str = self.render("admin/imports/waiting.html", key=key, **import_work.how_far(key))
            return waiting
        return self._result(self._run())

    @expose("/fremdrift/")
    def progress(self) -> ResponseReturnValue:
        key = request.args.get("id", "")
        if _kind(key.partition(":")[0]) is None:
            abort(404)
        part: str = self.render("admin/imports/progress.html", key=key, **import_work.how_far(key))
        return part

    def _result(self, run: ImportRun) -> ResponseReturnValue:
        refused, differing = import_shown.noted(imports.noted(run))
        mine = run.by == current_actor().id
        page: str = self.render(
            "admin/imports/result.html", run=run, tiles=import_shown.tiles(run.kind, import_shown.counts_of(run)),
            refused=refused, differing=differing, counts=import_shown.counts_of(run), count=ImportCount, mine=mine,
            problem=import_shown.why_refused(run), doubt=import_shown.doubt(import_shown.counts_of(run)),
            most=import_shown.MOST_LINES, moment=formats.moment,
            agreed=import_reconciling.shown(run), may_close=run.closed_at is None and (mine or self.may_close_all()),
            list_url=links.list_url(self.desk, ImportRun),
        )  # fmt: skip
        return page

    @expose("/avstemming/")
    def behind(self) -> ResponseReturnValue:
        """The records behind a figure of a bank file's reconciliation."""
        run = self._run()
        page: str = self.render("admin/imports/behind.html", run=run, **import_reconciling.behind(self.desk, run))
        return page

    def may_close_all(self) -> bool:
        return bool(current_roles() & imports.importers(ImportKind.POSTCODES))

    @expose("/feillinjer/", "POST")
    def faults(self) -> ResponseReturnValue:
        run = self._run()
        try:
            content = self.reading.faults_file(run, current_actor())
        except NotFound:
            flash(CLOSED, "error")
            return redirect(self.get_url(".status", id=run.key))
        name = f"feillinjer-{run.kind.label.lower().replace('ø', 'o')}.csv"
        headers = {"Content-Disposition": f"attachment; filename={name}"}
        return Response(content, mimetype="text/csv; charset=utf-8", headers=headers)

    @expose("/lukk/", "POST")
    def close(self) -> ResponseReturnValue:
        run = self._run()
        imports.close(run, current_actor())
        flash("Importen er lukket. Filen og feillisten er slettet; tallene står.", "success")
        return redirect(self.get_url(".status", id=run.key))

    def _run(self) -> ImportRun:
        """The run that is named, where it is of a kind that the person may bring in; otherwise 404."""
        run = imports.find(request.values.get("id", ""))
        if run is None or not _may(run.kind):
            abort(404)
        return run


def _kind(code: str | None) -> ImportKind | None:
    """The kind of that code, where the person may bring it in."""
    kind = next((one for one in ImportKind if one.value == code), None)
    return kind if kind is not None and _may(kind) else None


def _may(kind: ImportKind) -> bool:
    return bool(current_roles() & imports.importers(kind))
