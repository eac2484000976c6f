"""Which follow-up is done by whom: every effect that services owe each other, one function per part of the house."""

from models import Agreement, Applicant, Application, ArrearsCase, Decision, Dwelling, Lease, Offer, Vacancy, Webhook
from rules.terms import LetterKind
from services import (
    agenda,
    agreements,
    allocations,
    api_access,
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
    landlord_leases,
    leases,
    ledger,
    meetings,
    next_steps,
    notices,
    offers,
    pending_appeals,
    persons,
    plans,
    procurements,
    proposals,
    quotas,
    referrals,
    rents,
    rulebook_changes,
    rulebooks,
    securities,
    staff_mail,
    stopped,
    tasks,
    tenant_mail,
    vacancies,
    vacancy_steps,
    webhooks,
)

on = effects.registry


def register_effects(
    mailer: staff_mail.StaffMailer | None = None, tenant: tenant_mail.TenantMailer | None = None
) -> None:
    """Name every effect that services owe each other; the mailers know where Husrom is reached, and who writes."""
    mailer = mailer or staff_mail.StaffMailer()
    _register_house(mailer, tenant or tenant_mail.TenantMailer())
    _register_money()
    _register_cases()
    _register_letting(mailer)
    _register_tenancies()
    _register_landlords()
    _register_landlord_side()
    on.on_stopped = stopped.ask_administrators


def _register_house(mailer: staff_mail.StaffMailer, tenant: tenant_mail.TenantMailer) -> None:
    """Mails, the log, tasks, letters, the rulebook and the register of persons: what every step of the way uses."""
    on.command(staff_mail.EFFECT, mailer.by_effect)
    on.record(audit.EFFECT, audit.build)
    on.command(tenant_mail.EFFECT, tenant.by_effect)
    on.command(tasks.SETTLE_EFFECT, tasks.settle_by_effect)
    on.command(rulebooks.PUBLISHED_EFFECT, rulebook_changes.by_effect)
    on.command(dispatch.RELEASE_EFFECT, dispatch.release_by_effect)
    on.command(dispatch.VOID_EFFECT, dispatch.void_by_effect)
    on.command(dispatch.RECALL_EFFECT, dispatch.recall_by_effect)
    on.command(dispatch.TASK_EFFECT, dispatch.keep_task)
    on.command(persons.LIKENESS_EFFECT, persons.look_for_duplicates)
    on.follow(persons.LIKENESS_EFFECT, Applicant, *persons.TELLING)
    on.command(persons.PROTECT_EFFECT, persons.protect_all)
    on.follow(persons.PROTECT_EFFECT, Applicant, "protected_address")


def _register_money() -> None:
    """The ledger, and what is done about rent that changes or is not paid."""
    on.record(ledger.ROW_EFFECT, ledger.build_row)
    on.record(ledger.OPENING_EFFECT, ledger.build_opening)
    on.record(ledger.ADJUSTMENT_EFFECT, ledger.build_adjustment)
    on.command(ledger.REFRESH_EFFECT, ledger.refresh_account)
    on.command(ledger.MOVE_EFFECT, ledger.move_by_effect)
    on.command(ledger.REVERSED_EFFECT, ledger.mark_reversed)
    on.command(ledger.CHARGE_EFFECT, ledger.charge_by_effect)
    on.command(ledger.CREDIT_EFFECT, ledger.correct_by_effect)
    on.follow(ledger.CREDIT_EFFECT, Lease, *ledger.RENT_FIELDS)
    on.command(ledger.REVIEW_EFFECT, arrears.review)
    on.command(arrears.LETTER_EFFECT, arrears.note_letter)
    on.command(arrears.FEE_EFFECT, arrears.book_fee)
    on.command(arrears.UNDO_EFFECT, arrears.undo_by_effect)
    on.command(arrears.RECALL_EFFECT, arrears.recall_letters)
    on.command(arrears.APPROVAL_TASK, arrears.keep_task)
    on.command(arrears.WITHDRAW_TASK, arrears.withdraw_task)
    on.command(rents.LINES_EFFECT, rents.put_lines)
    on.command(rents.MOVED_EFFECT, rents.note_letter)
    on.command(rents.BACK_EFFECT, rents.take_letter_back)
    on.command(plans.BOOK_EFFECT, plans.book_by_effect)
    on.command(plans.TASK_EFFECT, plans.keep_task)
    on.follow(plans.TASK_EFFECT, ArrearsCase, "state", "plans")
    on.command(benefits.ALLOWANCE_EFFECT, benefits.keep_allowance_task)
    on.command(benefits.CLAIM_EFFECT, benefits.keep_claim_task)
    on.command(benefits.PAID_EFFECT, benefits.post_paid)


def _register_cases() -> None:
    """An application from intake to appeal."""
    on.command(applications.HOUSED_EFFECT, applications.house_by_effect)
    on.command(applications.WAITING_EFFECT, applications.wait_by_effect)
    on.command(imports.DECISION_EFFECT, imports.make_decision)
    on.command(next_steps.EFFECT, next_steps.by_effect)
    on.command(assessments.RECHECK_EFFECT, assessments.recheck_by_effect)
    on.follow(assessments.RECHECK_EFFECT, Application, *assessments.RECHECKED_AFTER)
    on.command(assessments.PERSON_EFFECT, assessments.recheck_person)
    on.follow(assessments.PERSON_EFFECT, Applicant, "born_on", "merged_into")
    on.command(decisions.DECISION_EFFECT, decisions.make_by_effect)
    on.command(decisions.UNDO_EFFECT, decisions.undo_by_effect)
    on.command(decisions.LEASE_TASK_EFFECT, decisions.keep_lease_task)
    on.command(decisions.LETTER_EFFECT, decisions.keep_letter)
    on.command(dispatch.MOVED_EFFECTS[LetterKind.DECISION], decisions.note_letter)
    on.command(dispatch.MOVED_EFFECTS[LetterKind.PRELIMINARY_REPLY], applications.note_letter)
    on.command(agenda.EFFECT, meetings.keep_item)
    on.command(meetings.HOME_EFFECT, meetings.keep_home)
    on.follow(meetings.HOME_EFFECT, Vacancy, "meeting")
    on.command(meetings.CASES_EFFECT, meetings.send_cases_back)
    on.command(meetings.TASK_EFFECT, meetings.keep_task)
    on.command(pending_appeals.EFFECT, pending_appeals.by_effect)
    on.command(appeals.TIMING_EFFECT, appeals.retime_by_effect)
    on.follow(appeals.TIMING_EFFECT, Decision, "arrived_on")
    on.command(appeals.PLACE_EFFECT, appeals.place_by_effect)
    on.command(appeals.BODY_EFFECT, appeals.answered_by_effect)
    on.command(decisions.APPEAL_CHANGED_EFFECT, appeals.changed_by_effect)
    on.command(dispatch.MOVED_EFFECTS[LetterKind.APPEAL_OUTCOME], appeals.moved_by_effect)


def _register_letting(mailer: staff_mail.StaffMailer) -> None:
    """A vacant dwelling on its way to new keys."""
    on.command(vacancy_steps.EFFECT, vacancy_steps.by_effect)
    on.command(vacancies.OPEN_EFFECT, vacancies.open_by_effect)
    on.command(vacancies.LET_EFFECT, vacancies.let_by_effect)
    on.command(vacancies.TOLD_EFFECT, vacancies.told_by_effect)
    on.command(candidates.KEEP_EFFECT, candidates.keep_by_effect)
    on.command(candidates.LEFT_EFFECT, candidates.leave_by_effect)
    on.follow(candidates.LEFT_EFFECT, Application, *candidates.LEFT_AFTER)
    on.command(allocations.TOLD_EFFECT, allocations.Teller(mailer).by_effect)
    on.command(allocations.PLAN_EFFECT, allocations.keep_plan)
    on.follow(allocations.PLAN_EFFECT, Vacancy, "state")
    on.command(allocations.BACK_EFFECT, allocations.back_by_effect)
    on.command(allocations.LEFT_EFFECT, allocations.left_by_effect)
    on.follow(allocations.LEFT_EFFECT, Application, *allocations.LEFT_AFTER)
    on.command(offers.KEEP_EFFECT, offers.keep_by_effect)
    on.command(offers.LETTER_EFFECT, offers.note_letter)
    on.command(offers.CLOSE_OTHERS_EFFECT, offers.close_others)
    on.command(offers.TELL_EFFECT, offers.ask_to_tell)
    on.command(offers.LEASED_EFFECT, offers.leased_by_effect)
    on.command(offers.CLOSE_EFFECT, offers.close_by_effect)
    on.follow(offers.CLOSE_EFFECT, Application, "state", "kept_by")
    on.command(offers.JUDGED_EFFECT, offers.judged_by_effect)
    on.command(offers.CALL_OFF_EFFECT, offers.call_off_by_effect)
    on.command(securities.EFFECT, securities.keep_by_effect)
    on.follow(securities.EFFECT, Lease, *securities.TELLING)
    on.command(vacancies.FOLLOW_EFFECT, vacancies.follow_by_effect)


def _register_tenancies() -> None:
    """A lease from its first day to its settlement."""
    on.command(leases.END_EFFECT, leases.end_by_effect)
    on.command(leases.STANDS_EFFECT, leases.stands_by_effect)
    on.command(leases.START_EFFECT, leases.start_by_effect)
    on.command(leases.CANCEL_EFFECT, leases.cancel_by_effect)
    on.command(inspections.TASK_EFFECT, inspections.keep_tasks)
    on.command(inspections.REPAIR_EFFECT, inspections.keep_repair_task)
    on.command(inspections.LEASE_EFFECT, inspections.note_on_lease)
    on.command(inspections.BACK_EFFECT, inspections.notice_back)
    on.command(inspections.CLAIM_EFFECT, inspections.book_by_effect)
    on.command(inspections.CLAIM_BACK_EFFECT, inspections.take_back_by_effect)
    on.command(incidents.KEEP_EFFECT, incidents.keep_by_effect)
    on.command(incidents.LETTER_EFFECT, incidents.note_letter)
    on.command(incidents.FOLLOW_EFFECT, incidents.follow_by_effect)
    on.follow(incidents.FOLLOW_EFFECT, Lease, "caseworker", "office")
    on.command(followups.KEEP_EFFECT, followups.keep_by_effect)
    on.command(followups.FOLLOW_EFFECT, followups.follow_by_effect)
    on.follow(followups.FOLLOW_EFFECT, Lease, *followups.FOLLOWED)
    on.command(endings.KEEP_EFFECT, endings.keep_by_effect)
    on.command(endings.ENDED_EFFECT, endings.lease_ended_by_effect)
    on.follow(endings.ENDED_EFFECT, Lease, "ended_on")
    on.command(endings.EVICT_EFFECT, endings.evicted_by_effect)
    on.command(endings.BOOK_EFFECT, endings.book_by_effect)
    on.command(endings.DISPUTED_EFFECT, endings.disputed_by_effect)
    on.command(endings.DISPUTE_TASK_EFFECT, endings.keep_dispute_task)
    on.command(endings.RENT_EFFECT, leases.disputed_rent_by_effect)
    on.command(dispatch.MOVED_EFFECTS[LetterKind.NOTICE], endings.note_letter)
    on.command(dispatch.MOVED_EFFECTS[LetterKind.MOVE_DEMAND], endings.note_demand)


def _register_landlords() -> None:
    """Homes that private landlords let, from procurement to the household that is referred to one."""
    on.command(procurements.findings.TASK_EFFECT, procurements.findings.keep_task)
    on.command(quotas.RELEASE_EFFECT, quotas.release_by_effect)
    on.command(quotas.LEASE_EFFECT, quotas.lease_ended_by_effect)
    on.follow(quotas.LEASE_EFFECT, Lease, "ended_on", "dwelling")
    on.command(quotas.KEEP_EFFECT, quotas.dwelling_moved_by_effect)
    on.follow(quotas.KEEP_EFFECT, Dwelling, "project")
    on.command(agreements.SIGN_EFFECT, agreements.sign_by_effect)
    on.command(agreements.GIVE_BACK_EFFECT, agreements.give_back_by_effect)
    on.command(agreements.RESTS_EFFECT, agreements.look_by_effect)
    on.command(agreements.DUTIES_EFFECT, agreements.give_by_effect)
    on.command(procurements.FOLLOW_EFFECT, procurements.follow_by_effect)
    on.command(procurements.APPROACH_TASK_EFFECT, procurements.keep_approach_task)
    on.command(notices.KEEP_EFFECT, notices.keep_by_effect)
    on.command(referrals.OPEN_EFFECT, referrals.open_by_effect)
    on.command(referrals.TOLD_EFFECT, referrals.told_by_effect)
    on.command(referrals.NOTICE_EFFECT, referrals.notice_by_effect)
    on.command(referrals.KEEP_EFFECT, referrals.keep_by_effect)
    on.command(referrals.HOUSEHOLD_EFFECT, referrals.household_by_effect)
    on.follow(referrals.HOUSEHOLD_EFFECT, Offer, "state")
    on.follow(referrals.HOUSEHOLD_EFFECT, Application, "state", "kept_by")
    on.command(referrals.PERSON_EFFECT, referrals.person_by_effect)
    on.follow(referrals.PERSON_EFFECT, Applicant, "protected_address")
    on.command(referrals.AGREEMENT_EFFECT, referrals.agreement_by_effect)
    on.follow(referrals.AGREEMENT_EFFECT, Agreement, "state")
    on.command(referrals.LEASED_EFFECT, referrals.leased_by_effect)
    on.command(referrals.ENDED_EFFECT, referrals.ended_by_effect)


def _register_landlord_side() -> None:
    """What landlords tell of their leases and homes, and what they are told."""
    on.command(api_access.SHORTEN_EFFECT, api_access.shorten_by_effect)
    on.command(webhooks.EVENT_EFFECT, webhooks.tell_by_effect)
    on.command(webhooks.TASK_EFFECT, webhooks.keep_task)
    on.follow(webhooks.TASK_EFFECT, Webhook, "state")
    on.command(landlord_leases.REPORT_EFFECT, landlord_leases.make_by_effect)
    on.command(landlord_leases.KEEP_EFFECT, landlord_leases.keep_by_effect)
    on.command(landlord_leases.STANDS_EFFECT, landlord_leases.stands_by_effect)
    on.command(landlord_leases.TERM_EFFECT, landlord_leases.term_stands_by_effect)
    on.command(landlord_leases.FOLLOW_EFFECT, landlord_leases.follow_by_effect)
    on.follow(landlord_leases.FOLLOW_EFFECT, Lease, "caseworker", "office")
    on.command(proposals.KEEP_EFFECT, proposals.keep_by_effect)
    on.command(proposals.HOME_EFFECT, proposals.register_by_effect)
    on.command(proposals.APPROVE_EFFECT, proposals.approve_by_effect)
