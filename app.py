"""The composition root: reads the settings, connects, registers, and nothing else."""

from typing import Any

import click
from flask import Flask
from pymongo import MongoClient
from werkzeug.middleware.proxy_fix import ProxyFix

import admin
import jobs
from admin import views
from config import logging, schedule
from config.settings import Settings, SettingsError
from jobs import wording
from models import Applicant, Application, ArrearsCase, Decision, Lease, Vacancy, cipher, connection
from models.base import Effect, Record
from rules.terms import LetterKind
from services import (
    agenda,
    allocations,
    appeals,
    applications,
    arrears,
    assessments,
    audit,
    benefits,
    candidates,
    decisions,
    dispatch,
    effects,
    endings,
    followups,
    imports,
    incidents,
    inspections,
    leases,
    ledger,
    maintenance,
    meetings,
    next_steps,
    offers,
    pending_appeals,
    persons,
    plans,
    rents,
    rulebook_changes,
    rulebooks,
    securities,
    staff_mail,
    tasks,
    tenant_mail,
    vacancies,
    vacancy_steps,
)
from services.actor import Actor


def create_app(settings: Settings | None = None) -> Flask:
    """The application; stops with the setting's name when one is missing, and with the index's when one is."""
    try:
        settings = settings or Settings.from_env()
    except SettingsError as error:
        raise SystemExit(str(error)) from None
    logging.configure()
    client = connection.connect(settings.mongodb_uri)
    cipher.use(cipher.MongoCipher(client, settings.database_name, settings.field_key))
    register_effects(
        staff_mail.StaffMailer(settings.base_url, settings.mail_domain),
        tenant_mail.TenantMailer(settings.municipality_name, settings.mail_domain),
    )
    app = Flask("husrom", static_folder=None)
    if settings.proxies:  # who calls is what the trusted proxies say; without them a header says nothing
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies, x_host=settings.proxies)  # type: ignore[method-assign]
    nightly = {entry.id: entry.title for entry in schedule.PAGE if entry.every is schedule.Every.DAY}
    desk = admin.register(app, settings, nightly)
    titles = {entry.id: entry.title for entry in schedule.PAGE}
    views.add_to(desk, allow_synthetic_ids=settings.allow_synthetic_ids, jobs=titles)
    jobs.register(app, settings)
    _register_demo(app, settings)
    if _serves():
        _refuse_unready(client)
    return app


def register_effects(
    mailer: staff_mail.StaffMailer | None = None, tenant: tenant_mail.TenantMailer | None = None
) -> None:
    """Name every effect that services owe each other; the mailers know where Husrom is reached, and who writes."""
    effects.registry.command(staff_mail.EFFECT, (mailer or staff_mail.StaffMailer()).by_effect)
    effects.registry.record(audit.EFFECT, audit.build)
    effects.registry.record(ledger.ROW_EFFECT, ledger.build_row)
    effects.registry.record(ledger.OPENING_EFFECT, ledger.build_opening)
    effects.registry.record(ledger.ADJUSTMENT_EFFECT, ledger.build_adjustment)
    effects.registry.command(ledger.REFRESH_EFFECT, ledger.refresh_account)
    effects.registry.command(ledger.MOVE_EFFECT, ledger.move_by_effect)
    effects.registry.command(ledger.REVERSED_EFFECT, ledger.mark_reversed)
    effects.registry.command(ledger.CHARGE_EFFECT, ledger.charge_by_effect)
    effects.registry.command(ledger.CREDIT_EFFECT, ledger.correct_by_effect)
    effects.registry.follow(ledger.CREDIT_EFFECT, Lease, *ledger.RENT_FIELDS)
    effects.registry.command(leases.END_EFFECT, leases.end_by_effect)
    effects.registry.command(leases.STANDS_EFFECT, leases.stands_by_effect)
    effects.registry.command(leases.START_EFFECT, leases.start_by_effect)
    effects.registry.command(leases.CANCEL_EFFECT, leases.cancel_by_effect)
    effects.registry.command(applications.HOUSED_EFFECT, applications.house_by_effect)
    effects.registry.command(applications.WAITING_EFFECT, applications.wait_by_effect)
    effects.registry.command(imports.DECISION_EFFECT, imports.make_decision)
    effects.registry.command(ledger.REVIEW_EFFECT, _review_money)
    effects.registry.command(arrears.LETTER_EFFECT, arrears.note_letter)
    effects.registry.command(arrears.FEE_EFFECT, arrears.book_fee)
    effects.registry.command(arrears.UNDO_EFFECT, arrears.undo_by_effect)
    effects.registry.command(arrears.RECALL_EFFECT, arrears.recall_letters)
    effects.registry.command(arrears.APPROVAL_TASK, arrears.keep_task)
    effects.registry.command(arrears.WITHDRAW_TASK, arrears.withdraw_task)
    effects.registry.command(tenant_mail.EFFECT, (tenant or tenant_mail.TenantMailer()).by_effect)
    effects.registry.command(tasks.SETTLE_EFFECT, tasks.settle_by_effect)
    effects.registry.command(next_steps.EFFECT, next_steps.by_effect)
    effects.registry.command(vacancy_steps.EFFECT, vacancy_steps.by_effect)
    effects.registry.command(vacancies.OPEN_EFFECT, vacancies.open_by_effect)
    effects.registry.command(vacancies.LET_EFFECT, vacancies.let_by_effect)
    effects.registry.command(vacancies.TOLD_EFFECT, vacancies.told_by_effect)
    effects.registry.command(candidates.KEEP_EFFECT, candidates.keep_by_effect)
    effects.registry.command(candidates.LEFT_EFFECT, candidates.leave_by_effect)
    effects.registry.follow(candidates.LEFT_EFFECT, Application, *candidates.LEFT_AFTER)
    effects.registry.command(assessments.RECHECK_EFFECT, assessments.recheck_by_effect)
    effects.registry.follow(assessments.RECHECK_EFFECT, Application, *assessments.RECHECKED_AFTER)
    effects.registry.command(assessments.PERSON_EFFECT, assessments.recheck_person)
    effects.registry.follow(assessments.PERSON_EFFECT, Applicant, "born_on", "merged_into")
    effects.registry.command(rulebooks.PUBLISHED_EFFECT, rulebook_changes.by_effect)
    effects.registry.command(dispatch.RELEASE_EFFECT, dispatch.release_by_effect)
    effects.registry.command(dispatch.VOID_EFFECT, dispatch.void_by_effect)
    effects.registry.command(dispatch.RECALL_EFFECT, dispatch.recall_by_effect)
    effects.registry.command(dispatch.TASK_EFFECT, dispatch.keep_task)
    effects.registry.command(decisions.DECISION_EFFECT, decisions.make_by_effect)
    effects.registry.command(decisions.UNDO_EFFECT, decisions.undo_by_effect)
    effects.registry.command(decisions.LEASE_TASK_EFFECT, decisions.keep_lease_task)
    effects.registry.command(decisions.LETTER_EFFECT, decisions.keep_letter)
    effects.registry.command(dispatch.MOVED_EFFECTS[LetterKind.DECISION], decisions.note_letter)
    effects.registry.command(dispatch.MOVED_EFFECTS[LetterKind.PRELIMINARY_REPLY], applications.note_letter)
    effects.registry.command(agenda.EFFECT, meetings.keep_item)
    effects.registry.command(meetings.HOME_EFFECT, meetings.keep_home)
    effects.registry.follow(meetings.HOME_EFFECT, Vacancy, "meeting")
    effects.registry.command(allocations.TOLD_EFFECT, allocations.Teller(mailer or staff_mail.StaffMailer()).by_effect)
    effects.registry.command(allocations.PLAN_EFFECT, allocations.keep_plan)
    effects.registry.follow(allocations.PLAN_EFFECT, Vacancy, "state")
    effects.registry.command(meetings.CASES_EFFECT, meetings.send_cases_back)
    effects.registry.command(meetings.TASK_EFFECT, meetings.keep_task)
    effects.registry.command(pending_appeals.EFFECT, pending_appeals.by_effect)
    effects.registry.command(appeals.TIMING_EFFECT, appeals.retime_by_effect)
    effects.registry.follow(appeals.TIMING_EFFECT, Decision, "arrived_on")
    effects.registry.command(appeals.PLACE_EFFECT, appeals.place_by_effect)
    effects.registry.command(appeals.BODY_EFFECT, appeals.answered_by_effect)
    effects.registry.command(decisions.APPEAL_CHANGED_EFFECT, appeals.changed_by_effect)
    effects.registry.command(dispatch.MOVED_EFFECTS[LetterKind.APPEAL_OUTCOME], appeals.moved_by_effect)
    effects.registry.command(persons.LIKENESS_EFFECT, persons.look_for_duplicates)
    effects.registry.follow(persons.LIKENESS_EFFECT, Applicant, *persons.TELLING)
    effects.registry.command(persons.PROTECT_EFFECT, persons.protect_all)
    effects.registry.follow(persons.PROTECT_EFFECT, Applicant, "protected_address")
    effects.registry.command(allocations.BACK_EFFECT, allocations.back_by_effect)
    effects.registry.command(allocations.LEFT_EFFECT, allocations.left_by_effect)
    effects.registry.follow(allocations.LEFT_EFFECT, Application, *allocations.LEFT_AFTER)
    effects.registry.command(offers.KEEP_EFFECT, offers.keep_by_effect)
    effects.registry.command(offers.LETTER_EFFECT, offers.note_letter)
    effects.registry.command(offers.CLOSE_OTHERS_EFFECT, offers.close_others)
    effects.registry.command(offers.TELL_EFFECT, offers.ask_to_tell)
    effects.registry.command(offers.LEASED_EFFECT, offers.leased_by_effect)
    effects.registry.command(offers.CLOSE_EFFECT, offers.close_by_effect)
    effects.registry.follow(offers.CLOSE_EFFECT, Application, "state", "kept_by")
    effects.registry.command(offers.JUDGED_EFFECT, offers.judged_by_effect)
    effects.registry.command(offers.CALL_OFF_EFFECT, offers.call_off_by_effect)
    effects.registry.command(inspections.TASK_EFFECT, inspections.keep_tasks)
    effects.registry.command(inspections.REPAIR_EFFECT, inspections.keep_repair_task)
    effects.registry.command(inspections.LEASE_EFFECT, inspections.note_on_lease)
    effects.registry.command(inspections.BACK_EFFECT, inspections.notice_back)
    effects.registry.command(inspections.CLAIM_EFFECT, inspections.book_by_effect)
    effects.registry.command(inspections.CLAIM_BACK_EFFECT, inspections.take_back_by_effect)
    effects.registry.command(rents.LINES_EFFECT, rents.put_lines)
    effects.registry.command(rents.MOVED_EFFECT, rents.note_letter)
    effects.registry.command(rents.BACK_EFFECT, rents.take_letter_back)
    effects.registry.command(securities.EFFECT, securities.keep_by_effect)
    effects.registry.follow(securities.EFFECT, Lease, *securities.TELLING)
    effects.registry.command(incidents.KEEP_EFFECT, incidents.keep_by_effect)
    effects.registry.command(incidents.LETTER_EFFECT, incidents.note_letter)
    effects.registry.command(incidents.FOLLOW_EFFECT, incidents.follow_by_effect)
    effects.registry.follow(incidents.FOLLOW_EFFECT, Lease, "caseworker", "office")
    effects.registry.command(followups.KEEP_EFFECT, followups.keep_by_effect)
    effects.registry.command(followups.FOLLOW_EFFECT, followups.follow_by_effect)
    effects.registry.follow(followups.FOLLOW_EFFECT, Lease, *followups.FOLLOWED)
    effects.registry.command(plans.BOOK_EFFECT, plans.book_by_effect)
    effects.registry.command(plans.TASK_EFFECT, plans.keep_task)
    effects.registry.follow(plans.TASK_EFFECT, ArrearsCase, "state", "plans")
    effects.registry.command(benefits.ALLOWANCE_EFFECT, benefits.keep_allowance_task)
    effects.registry.command(benefits.CLAIM_EFFECT, benefits.keep_claim_task)
    effects.registry.command(benefits.PAID_EFFECT, benefits.post_paid)
    effects.registry.command(endings.KEEP_EFFECT, endings.keep_by_effect)
    effects.registry.command(endings.ENDED_EFFECT, endings.lease_ended_by_effect)
    effects.registry.follow(endings.ENDED_EFFECT, Lease, "ended_on")
    effects.registry.command(endings.EVICT_EFFECT, endings.evicted_by_effect)
    effects.registry.command(endings.BOOK_EFFECT, endings.book_by_effect)
    effects.registry.command(endings.DISPUTED_EFFECT, endings.disputed_by_effect)
    effects.registry.command(endings.DISPUTE_TASK_EFFECT, endings.keep_dispute_task)
    effects.registry.command(endings.RENT_EFFECT, leases.disputed_rent_by_effect)
    effects.registry.command(vacancies.FOLLOW_EFFECT, vacancies.follow_by_effect)
    effects.registry.command(dispatch.MOVED_EFFECTS[LetterKind.NOTICE], endings.note_letter)
    effects.registry.command(dispatch.MOVED_EFFECTS[LetterKind.MOVE_DEMAND], endings.note_demand)
    effects.registry.on_stopped = tasks.effect_stopped


def _review_money(document: Record, effect: Effect, actor: Actor) -> None:
    """What moved money asks for: first the payment plan of the lease, as the arrears case waits while it runs."""
    plans.review(document, effect, actor)
    arrears.review(document, effect, actor)


def _register_demo(app: Flask, settings: Settings) -> None:
    from demo import commands  # no part of the product: read only here, and refuses to run outside a demo

    commands.register(app, settings)


def _serves() -> bool:
    """Whether the application is to answer requests: not when an operator's command made it."""
    context = click.get_current_context(silent=True)
    return context is None or context.info_name == "run"


def _refuse_unready(client: MongoClient[Any]) -> None:
    try:
        with connection.soon():
            client.admin.command("ping")
        maintenance.require_ready()
    except (maintenance.NotReady, maintenance.WrongKey) as error:
        raise SystemExit(wording.error(error)) from None
    except connection.DATABASE_ERRORS:
        raise SystemExit(wording.DATABASE_AWAY) from None
