"""What each role gives, in a line: shown where roles are chosen (`access.SCREENS` decides, `docs/roles.md` has all)."""

from collections.abc import Mapping

from rules.terms import Role

GIVES: Mapping[Role, str] = {
    Role.READER: "ser søknader, personer, boliger og leieforhold, men ikke journal, og endrer ingenting",
    Role.CASEWORKER: "behandler søknader, skriver journal og registrerer personer",
    Role.HOUSING_CONSULTANT: "som saksbehandler, og registrerer boliger og utleiere",
    Role.UNIT_LEADER: "som saksbehandler, og ser kontorer og regelbok og henter ut oppgavelister",
    Role.COMMITTEE_MEMBER: "leser søknader og journal, og skriver i journalen",
    Role.DECIDER: "leser søknader, vedtak og journal, og får saker i Mine saker",
    Role.DEPARTMENT_HEAD: "som enhetsleder, og leser endringsloggen og innsynsloggen",
    Role.PROPERTY: "registrerer boliger og utleiere, og leser inn boliger fra fil; ser ikke personer og søknader",
    Role.ECONOMY: "ser leieforhold og posteringer, plasserer innbetalinger og leser dem inn fra fil",
    Role.ADMINISTRATOR: "styrer brukere, kontorer, jobber og e-post, og leser inn filer; ser ikke personer og saker",
    Role.AUDITOR: "leser det meste, også loggene, og henter ut lister; ser ikke journal og endrer ingenting",
}
