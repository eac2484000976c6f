"""Pure policy: functions of facts that return verdicts; no Flask, no Mongo, no clock."""
