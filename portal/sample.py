"""The demo's sample programme: two fictional studios, people in every role, a film each.

Composition: it names all three rooms, as the demo does.
"""

from datetime import timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from feedback.sample_questionnaires import show_questionnaire
from feedback.sample_tickets import show_tickets
from feedback.sample_work import show_work
from portal.access import Role
from portal.enrolling import enrol, publish_specimens
from portal.models import Cohort, Membership, Milestone, SignInLink, Studio, User
from portal.signin import sign_in_link
from portal.tenancy import across_studios, in_studio
from projects.first_hour.project import send_file
from projects.models import Project, ProjectGrant
from projects.models.projects import RATES
from projects.sample_providers import show_providers

__all__ = ["awaited_films", "bring_film", "load_sample", "send_file"]

#: studio → project name, code, rate, seed of the sample film, people by role
STUDIOS: dict[str, dict[str, Any]] = {
    "Lantern Row": {
        "project": ("The Salt Road", "TSR", "24", 7),
        "people": {
            Role.PRODUCER: "Ines Okafor",
            Role.DIRECTOR: "Tomas Lindqvist",
            Role.ARTIST: "Mei Tanaka",
            Role.REVIEWER: "Ravi Menon",
        },
    },
    "Northlight Pictures": {
        "project": ("Ninth Tide", "NT", "25", 21),
        "people": {
            Role.PRODUCER: "Clara Dubois",
            Role.DIRECTOR: "Samuel Adeyemi",
            Role.ARTIST: "Lucía Ferrer",
            Role.REVIEWER: "Jonas Weiss",
        },
    },
}
PROGRAMME = {Role.BETA_LEAD: "Hanna Virtanen", Role.ADMIN: "Priya Nair"}


#: What the project's empty page says until its film is there; its settings say it later, too.
COMING = "A sample project. Its film is being drawn by code, and appears here in a minute."
THERE = "A sample project. Its film is drawn by code."


def awaited_films() -> dict[int, Fraction]:
    """The frame rate of each sample film that is not there yet, by its seed."""
    found = {}
    for name, plan in STUDIOS.items():
        _title, code, rate, seed = plan["project"]
        for studio in Studio.objects.filter(name=name):
            with in_studio(studio):
                if Project.objects.filter(code=code, description=COMING).exists():
                    found[seed] = Fraction(*RATES[rate][:2])
    return found


@transaction.atomic
def bring_film(seed: int, path: Path) -> None:
    """Through the upload protocol, as a person would, so that ingest does its work."""
    name, plan = next((n, p) for n, p in STUDIOS.items() if p["project"][-1] == seed)
    studio = Studio.objects.get(name=name)
    with in_studio(studio):
        project = Project.objects.get(code=plan["project"][1], description=COMING)
        artist = studio.memberships.filter(role=Role.ARTIST).earliest("pk").user
        send_file(path, project=project, actor=artist, name=f"{project.code}_reel_01.mp4")
        project.description = THERE
        project.save(update_fields=["description"])


def load_sample() -> list[tuple[str, str]]:
    """(who, one-time sign-in address) for each person; what exists is left as it is."""
    for name, plan in STUDIOS.items():
        if not Studio.objects.filter(name=name).exists():
            _build(name, plan)
    for role, name in PROGRAMME.items():
        _person(name, "lastmile.example", programme_role=role)
    publish_specimens()
    show_providers()
    with across_studios(Studio.objects.all(), reason="people and sign-in links of the demo"):
        show_tickets([*STUDIOS])
        for person in _people():
            enrol(person)
        show_questionnaire(User.objects.filter(name="Ines Okafor").first())
        return [
            (_label(user), sign_in_link(SignInLink.issue(user, strong=True))) for user in _people()
        ]


def _people() -> Any:
    return User.objects.prefetch_related("memberships__studio").order_by("programme_role", "email")


def _label(user: User) -> str:
    if user.programme_role:
        return f"{user.name}, {Role(user.programme_role).label.lower()}"
    membership = next(iter(user.memberships.all()), None)
    role = f"{membership.get_role_display().lower()} of {membership.studio}" if membership else ""
    return f"{user.name}, {role}"


@transaction.atomic
def _build(name: str, plan: dict[str, Any]) -> None:
    studio = Studio.objects.create(name=name)
    with in_studio(studio):
        _cohort().admit(studio, actor=None)
        _fill(studio, plan)


def _cohort() -> Cohort:
    """The first wave, which has just begun."""
    today = timezone.localdate()
    cohort, made = Cohort.objects.get_or_create(
        name="First wave",
        defaults={
            "capacity": 6,
            "opens_on": today - timedelta(days=7),
            "closes_on": today + timedelta(days=90),
        },
    )
    if made:
        for name, days in (("Kick-off", 0), ("First lessons", 60)):
            Milestone.objects.create(cohort=cohort, name=name, on=today + timedelta(days=days))
    return cohort


def _fill(studio: Studio, plan: dict[str, Any]) -> None:
    domain = studio.name.lower().replace(" ", "-") + ".example"
    members = {
        role: Membership.objects.create(studio=studio, user=_person(person, domain), role=role)
        for role, person in plan["people"].items()
    }
    title, code, rate, seed = plan["project"]
    project = Project.objects.create(
        studio=studio,
        name=title,
        code=code,
        rate_label=rate,
        description=COMING,
    )
    ProjectGrant.objects.create(project=project, membership=members[Role.REVIEWER])
    producer = members[Role.PRODUCER].user
    crew = [members[role].user for role in (Role.ARTIST, Role.DIRECTOR, Role.PRODUCER)]
    show_work(project=project, producer=producer, people=crew, seed=seed)


def _person(name: str, domain: str, **fields: Any) -> User:
    email = f"{name.split()[0].lower()}@{domain}".replace("í", "i")
    found = User.objects.filter(email=email).first()
    return found or User.objects.create_user(email, None, name=name, **fields)
