"""Words about people, their rights and their access."""

from rules.terms.term import Term


class Role(Term):
    """What a user may do (design section 5)."""

    READER = "reader", "Innsyn"
    CASEWORKER = "caseworker", "Saksbehandler"
    HOUSING_CONSULTANT = "housing_consultant", "Boligkonsulent"
    UNIT_LEADER = "unit_leader", "Enhetsleder"
    COMMITTEE_MEMBER = "committee_member", "Medlem av husfordelingsutvalget"
    DECIDER = "decider", "Beslutter"
    DEPARTMENT_HEAD = "department_head", "Avdelingsleder"
    PROPERTY = "property", "Eiendomsforvalter"
    ECONOMY = "economy", "Økonomi"
    ADMINISTRATOR = "administrator", "Administrator"
    AUDITOR = "auditor", "Revisor"


class IdentityKind(Term):
    """What sort of national number a person carries."""

    NATIONAL = "national", "Fødselsnummer"
    D_NUMBER = "d_number", "D-nummer"
    SYNTHETIC = "synthetic", "Syntetisk fødselsnummer"


class ResidencePermit(Term):
    """Right to stay in Norway (boligsosialloven § 2)."""

    NORDIC = "nordic", "Norsk eller nordisk statsborger"
    EEA = "eea", "EØS-borger"
    PERMANENT = "permanent", "Permanent oppholdstillatelse"
    TEMPORARY = "temporary", "Midlertidig oppholdstillatelse"
    NONE = "none", "Ingen oppholdstillatelse"


class Relation(Term):
    """How a member of the household is related to the applicant."""

    SPOUSE = "spouse", "Ektefelle eller samboer"
    CHILD = "child", "Barn"
    PARENT = "parent", "Forelder"
    FOSTER_CHILD = "foster_child", "Fosterbarn"
    OTHER = "other", "Annen"


class RepresentativeKind(Term):
    """Who acts for the applicant (fvl. § 12)."""

    REPRESENTATIVE = "representative", "Fullmektig"
    GUARDIAN = "guardian", "Verge"
    ADVOCATE = "advocate", "Advokat"


class Likeness(Term):
    """Why two records of the register may be one person."""

    NUMBER = "number", "Samme fødselsnummer"
    NEW_NUMBER = "new_number", "Samme navn og fødselsdato, og den ene har D-nummer"
    NAME_AND_BIRTH = "name_and_birth", "Samme navn og fødselsdato"
    PHONE = "phone", "Samme navn og telefon"
    EMAIL = "email", "Samme navn og e-post"

    @property
    def sure(self) -> bool:
        """Whether somebody is asked to look at it; the others are shown as hints."""
        return self not in (Likeness.PHONE, Likeness.EMAIL)
