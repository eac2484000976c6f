"""Runs of jobs: the claim, the fence and the counts; the truth about what has run."""

from datetime import date, datetime

from mongoengine import DateTimeField, DictField, EnumField, IntField, StringField

from models.base import Plain
from models.fields import Day
from rules.terms import JobState


class JobRun(Plain):
    """One job for one business period; `key` is `<job>:<period>`. Written by `services.job_runs` alone."""

    key: str = StringField(primary_key=True)
    job: str = StringField(required=True, verbose_name="Jobb")
    period: str = StringField(required=True, verbose_name="Periode")
    day: date = Day(required=True, verbose_name="Dato")  # the business date that it runs for
    state: JobState = EnumField(JobState, default=JobState.RUNNING, verbose_name="Status")
    attempt: int = IntField(default=1, verbose_name="Forsøk")
    setbacks: int = IntField(default=0)  # failures and deaths in a row; the clock gives up after some
    fence: int = IntField(default=1)
    holder: str = StringField(required=True, verbose_name="Startet fra")
    started_at: datetime = DateTimeField(required=True, verbose_name="Startet")
    lease_until: datetime = DateTimeField(required=True)
    finished_at: datetime | None = DateTimeField(verbose_name="Ferdig")
    counts: dict[str, int] = DictField(verbose_name="Tall")
    error: str | None = StringField(verbose_name="Feil")
    expires_at: datetime | None = DateTimeField()  # runs of the every-minute jobs are kept 30 days

    meta = {
        "collection": "job_run",
        "indexes": [
            {"fields": ["job", "-started_at", "key"], "name": "job_run_job"},
            {"fields": ["-started_at", "key"], "name": "job_run_started"},
            {"fields": ["state", "lease_until"], "name": "job_run_state"},
            {"fields": ["expires_at"], "name": "job_run_expires", "expireAfterSeconds": 0},
        ],
    }


class Claim(Plain):
    """A standing claim: one for each job (an every-minute job runs under it), and the scheduler's heartbeat."""

    key: str = StringField(primary_key=True)
    holder: str = StringField(required=True)
    fence: int = IntField(default=1)
    first_at: datetime = DateTimeField(required=True)  # when the job was first known: nothing before is made up
    until: datetime = DateTimeField(required=True)
    beat_at: datetime = DateTimeField(required=True)

    meta = {"collection": "claim"}
