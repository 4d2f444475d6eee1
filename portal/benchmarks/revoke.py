"""`bench revoke`: withdrawing one consent over a lineage of 100,000 nodes.

Three studios in a database of their own. Films are asked for results, twenty a run; some results
become films again, which are asked again, alone or several together (shared inputs, diamonds), as
often as `levels` says. Two performers of one studio signed; their consents stand on overlapping
parts, so that a thing too many would be seen. The consent is withdrawn as a producer does it: one
transaction with the audit, the cancelled runs, the producers' news and the list of cuts that
change. That is rolled back and done again; seconds are the median, from the call to the end of
its work, and once with its commit. What is in quarantine is compared, id by id, with a walk in
Python over edges that were kept while the lineage was made.
"""

import json
from typing import Any

from portal.rehearsal import bare

NODES, TIMES, TARGET = 100_000, 5, 1.0

#: Runs inside the portal, which prints what was `told`.
MEASURE = """
import json, random, statistics, time
from datetime import timedelta
from uuid import uuid4
from django.db import transaction
from django.utils import timezone
from portal.models import Membership, Studio, User
from portal.rehearsal import here
from portal.tenancy import open_across
from projects.models import *
from projects.models.lineage import Node
from projects.revoking import derive, record, revoke, say_who, touched

NODES, TIMES = {nodes}, {times}
rng = random.Random(7)
edges, nodes = dict(), 0


def film(project, count):
    own = dict(studio=project.studio, project=project)
    assets = Asset.objects.bulk_create(
        Asset(**own, name=f"film {{n}}", kind="film") for n in range(count))
    return Version.objects.bulk_create((Version(**own, asset=a, number=1, file_name=a.name, size=1,
        tree_sha256="", part_size=1, storage_key=f"bench/{{a.pk.hex}}", frames=100, rate_num=24,
        rate_den=1) for a in assets), batch_size=2000)


def asked(project, groups):
    # one run for each group of films, and twenty results of each run
    own = dict(studio=project.studio, project=project)
    requests = AssistRequest.objects.bulk_create(
        AssistRequest(**own, tool="stills", state="decided") for _g in groups)
    RequestInput.objects.bulk_create(RequestInput(studio=project.studio, request=r, version=v,
        position=n) for r, group in zip(requests, groups) for n, v in enumerate(group))
    runs = Run.objects.bulk_create(Run(**own, request=r, state="READY") for r in requests)
    made = [Candidate(**own, run=run, version=group[0], number=n, result=dict(),
        kind="selects" if n == 20 else "plate")
        for run, group in zip(runs, groups) for n in range(1, 21)]
    Candidate.objects.bulk_create(made, batch_size=2000)
    for number, candidate in enumerate(made):
        for version in groups[number // 20]:
            edges.setdefault(version.pk, set()).add(candidate.pk)
    return made


def taken(project, candidates):
    # results that became films
    films = film(project, len(candidates))
    derive(project, *(((Node.CANDIDATE, c.pk), (Node.VERSION, v.pk))
        for c, v in zip(candidates, films)))
    for candidate, version in zip(candidates, films):
        edges.setdefault(candidate.pk, set()).add(version.pk)
    return films


def consent(project, name, producer):
    performer = Performer.objects.create(project=project, name=name)
    today = timezone.now().date()
    return record(actor=producer, performer=performer, fields=dict(kind="alteration",
        description="Her face in the chase.", purposes=["*"], scenes=["*"], script="*",
        media=["*"], territories=["*"], quality="master", providers=["*"], starts=today,
        ends=today + timedelta(days=99), clause="I allow it.", signed_by=name,
        signed_how="paper", signed_at=timezone.now()))


def lineage(studio, share):
    project = Project.objects.create(studio=studio, name="Lineage", code="LINEAGE")
    films = film(project, max(4, share // 250))
    count, everything = len(films), [films]
    while count < share:
        groups, left = [], [*films]
        while left:
            groups.append([left.pop()])
            if rng.random() < 0.5 and left:
                groups[-1].append(rng.choice(left))  # asked for here, and again on its own
            if rng.random() < 0.2:
                further = rng.choice(rng.choice(everything))
                groups[-1] += [further] if further not in groups[-1] else []
        groups = groups[: max(1, (share - count) // 20)]
        made = asked(project, groups)
        count += len(made)
        further = rng.sample(made, max(1, min(len(made) // 16, share - count)))
        films = taken(project, further)
        count += len(films)
        everything.append(films)
    return project, everything, count


began = time.perf_counter()
studios = [Studio.objects.create(name=f"House {{n}}") for n in range(3)]
open_across(studios, reason="bench")
producer = User.objects.create_user("producer@example.org", None, name="Paula Producer")
Membership.objects.create(studio=studios[0], user=producer, role="producer")
projects = []
for n, studio in enumerate(studios):
    share = NODES - nodes if n == 2 else NODES // 5
    # the largest lineage belongs to the first studio
    share = NODES * 3 // 5 if n == 0 else share
    projects.append(lineage(studio, share))
    nodes += projects[-1][2]
home, everything, _count = projects[0]
one, two = consent(home, "Ada Park", producer), consent(home, "Bo Lind", producer)
first = everything[0]
middle = [v for level in everything[1:3] for v in level]
under = {{one: first[: len(first) * 3 // 4] + middle[::7],
    two: first[len(first) // 2:] + middle[::5]}}
for version in dict.fromkeys([*under[one], *under[two]]):
    say_who(actor=producer, version=version,
        seen={{c.performer: c for c in (one, two) if version in under[c]}})
playlist = Playlist.objects.create(project=home, name="Bench")
PlaylistItem.objects.bulk_create(PlaylistItem(studio=home.studio, project=home, playlist=playlist,
    version=v, position=n) for n, v in enumerate(first[:50]))
built = time.perf_counter() - began
here().psql("vacuum analyze")


def walk(consent):
    found, ahead = set(), [v.pk for v in under[consent]]
    while ahead:
        at = ahead.pop()
        if at not in found:
            found.add(at)
            ahead.extend(edges.get(at, ()))
    return found


def quarantined():
    rows = Reliance.objects.filter(consent__revoked_at__isnull=False, consent__replaced_by=None)
    return set(rows.values_list("node", flat=True))


def withdrawn():
    began = time.perf_counter()
    found = revoke(consent=Consent.objects.select_related("performer", "project__studio").get(
        pk=one.pk), actor=producer, name="Ada Park", why="bench")
    return time.perf_counter() - began, found


took = []
assert not quarantined()
for _n in range(TIMES):
    with transaction.atomic():
        took.append(withdrawn()[0])
        transaction.set_rollback(True)
began = time.perf_counter()
_took, found = withdrawn()
committed = time.perf_counter() - began
expected, there = walk(one), quarantined()
both = expected & walk(two)
print(json.dumps(dict(nodes=nodes, edges=sum(map(len, edges.values())),
    studios=len(studios), levels=len(everything),
    touched=len(there), told=found.things, cuts=found.cuts, playlists=found.playlists,
    shared_with_the_other_consent=len(both), seconds=round(statistics.median(took), 3),
    seconds_each=[round(t, 3) for t in took], seconds_with_commit=round(committed, 3),
    seconds_to_build=round(built, 1), missed=len(expected - there), extra=len(there - expected))))
"""


def run(args: list[str]) -> dict[str, Any]:
    """Seconds, and what was missed or touched too many."""
    with bare() as portal:
        code = MEASURE.format(nodes=NODES, times=TIMES)
        told = json.loads(portal.shell(code, seconds=1200).splitlines()[-1])
    return summary(told)


def summary(told: dict[str, Any]) -> dict[str, Any]:
    right = told["missed"] == told["extra"] == 0 and told["told"] == told["touched"] > 0
    return {
        "bench": "revoke",
        "method": (__doc__ or "").split("\n\n", 1)[1].replace("\n", " "),
        **told,
        "target_seconds": TARGET,
        "met": right and told["nodes"] >= NODES and told["seconds"] < TARGET,
    }
