"""Words about the rulebook's musts and factors, and what an assessment comes to."""

from rules.terms.term import Term


class RequirementSort(Term):
    """How a must is settled: from the facts, or by a person's answer with evidence."""

    AGE = "age", "Regnes ut fra fødselsdatoen"
    RESIDENT = "resident", "Regnes ut fra folkeregistrert adresse"
    ANSWERED = "answered", "Svares av saksbehandler med dokumentasjon"


class RequirementResult(Term):
    """Whether one must is met."""

    MET = "met", "Oppfylt"
    NOT_MET = "not_met", "Ikke oppfylt"
    EXEMPT = "exempt", "Unntatt"
    UNANSWERED = "unanswered", "Ikke besvart"


class Advice(Term):
    """What the rulebook points to; a person decides."""

    GRANT = "grant", "Innvilge"
    REFUSE = "refuse", "Avslå"
    INCOMPLETE = "incomplete", "Ikke ferdig vurdert"


class PrioritySort(Term):
    """What one part of the priority key looks at; seniority is not among them (S001)."""

    SITUATION = "situation", "Bosituasjon"
    CHILDREN = "children", "Barn i husstanden"
    FACTOR = "factor", "Ett moment"
    SCORE = "score", "Samlet poengsum av momentene"


class DecidingBody(Term):
    """Who decides: the committee in a meeting, or one decider that is not the one who prepared the case."""

    COMMITTEE = "committee", "Husfordelingsutvalget"
    DECIDER = "decider", "Beslutter"


class UnsuitableReason(Term):
    """Why the present home does not do (domain 1.4)."""

    SIZE = "size", "Størrelse"
    HEALTH = "health", "Helse"
    CHILDREN = "children", "Barn"
    ENVIRONMENT = "environment", "Bomiljø"
    VIOLENCE = "violence", "Vold"
    CONDITION = "condition", "Tilstand"
