"""The party's print of the whole case (fvl. §§ 18 and 19): drawn for the person at the screen, logged, never stored."""

from collections.abc import Mapping

from letters.case_print import CasePrint, draw_case_print
from letters.paper import Drawn, Sender
from models import Appeal, Applicant, Application, Decision, JournalEntry, Letter
from rules.deadlines import oslo_date
from rules.errors import MissingReason, NotFound
from rules.terms import AccessKind, Role
from services import attachments, audit, dispatch, need_to_know, persons, records, rulebooks
from services.actor import Actor
from services.case_print import sections
from services.case_print.sections import entry_title as entry_title

PRINTERS = (Role.CASEWORKER, Role.HOUSING_CONSULTANT, Role.UNIT_LEADER, Role.DEPARTMENT_HEAD)


def require(application: Application, actor: Actor) -> None:
    """Let those pass who may print the case: those who work it. Raises NotAuthorised, NoNeedToKnow."""
    actor.require(*PRINTERS, what="application.print")
    need_to_know.require(application, actor)


def entries_of(application: Application, actor: Actor) -> list[JournalEntry]:
    """The journal's entries to choose among, oldest first. Raises NotAuthorised, NoNeedToKnow."""
    require(application, actor)
    return list(JournalEntry.objects(application=application).order_by("at", "key").no_dereference())


def draw(application: Application, actor: Actor, sender: Sender, *, withheld: Mapping[str, str]) -> Drawn:
    """The print as PDF; `withheld` gives the reason by the key of each journal entry that the party may not see.

    Proposals and what is said of others' impartiality are internal and not part of it (fvl. § 18 a).
    Raises NotAuthorised, NoNeedToKnow, MissingReason, NotFound (an entry of another case), UndrawableText.
    """
    entries = entries_of(application, actor)
    _check(entries, withheld)
    drawn = draw_case_print(_content(application, entries, actor, sender, withheld))
    audit.record_access(
        actor,
        AccessKind.PRINTED,
        "application",
        document_id=str(application.pk),
        number=application.number,
        person=records.reference(application, "applicant"),
        details={"withheld": len(withheld)},
    )
    return drawn


def _check(entries: list[JournalEntry], withheld: Mapping[str, str]) -> None:
    known = {entry.key for entry in entries}
    for key, because in withheld.items():
        if key not in known:
            raise NotFound("journal_entry", key)
        if not because.strip():
            raise MissingReason("application.withhold")


def _content(
    application: Application,
    entries: list[JournalEntry],
    actor: Actor,
    sender: Sender,
    withheld: Mapping[str, str],
) -> CasePrint:
    person = persons.root_of(records.get(Applicant, records.reference(application, "applicant")))
    today = oslo_date(actor.at)
    policy = rulebooks.current(today).policy
    assessed = rulebooks.numbered(application.assessment.rulebook).policy if application.assessment else policy
    shown = [entry for entry in entries if entry.key not in withheld]
    named = [identity for entry in shown for identity in entry.files]
    named += [identity for paper in application.papers for identity in paper.files]
    letters = Letter.objects(application=application).order_by("drawn_on", "id").no_dereference()
    decisions = Decision.objects(application=application).order_by("decided_on", "id").no_dereference()
    appeals = Appeal.objects(application=application).order_by("id").no_dereference()
    journal, kept = sections.of_journal(entries, withheld)
    return CasePrint(
        envelope=dispatch.envelope(application, person, sender, today),
        sections=(
            sections.of_application(application),
            sections.of_person(person),
            sections.of_papers(application.papers, policy),
            sections.of_mapping(application.mapping),
            sections.of_assessment(application, assessed),
            *sections.of_need(application.approved_need),
            *sections.of_decisions(decisions),
            *sections.of_appeals(appeals, persons.ids_of(person.pk)),
            journal,
            sections.of_people(application, entries),
        ),
        documents=sections.documents(letters, shown, application.papers, attachments.facts_of(named)),
        withheld=kept,
    )
