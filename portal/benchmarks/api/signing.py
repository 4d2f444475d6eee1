"""Signing in by the form, beside checking the same password alone."""

import json
from typing import Any

from portal.benchmarks.api.served import Answer, Served, costs
from portal.rehearsal import Rehearsal

TIMES, PASSWORD = 6, "A long enough pass phrase"
SET = """
from allauth.account.models import EmailAddress
from portal.models import User
for person in User.objects.filter(email__in={people}):
    person.set_password("{password}")
    person.save()
"""
ALONE = """
import json, statistics, time
from django.contrib.auth.hashers import check_password, make_password
kept, times = make_password("{password}"), []
for _round in range({times}):
    began = time.process_time()
    assert check_password("{password}", kept)
    times.append(1000 * (time.process_time() - began))
print(json.dumps(round(statistics.median(times), 1)))
"""


def measured(portal: Rehearsal, web: Served, people: list[str]) -> dict[str, Any]:
    """`hash_ms` is of the hash alone; the sign-in includes reading its form's page once."""
    portal.shell(SET.format(people=people, password=PASSWORD), seconds=300)
    alone = json.loads(portal.shell(ALONE.format(times=TIMES, password=PASSWORD)).splitlines()[-1])
    turn = iter(people)
    whole = costs(web, lambda: _signed_in(web, next(turn)), TIMES)
    page = costs(web, lambda: _form(web), TIMES)
    return {
        "sign_in": whole,
        "form": page,
        "hash_ms": alone,
        "beside_the_hash_ms": round(whole["cpu_ms"] - page["cpu_ms"] - alone, 1),
    }


def _form(web: Served) -> Answer:
    return web.ask("GET", "/accounts/login/", known=False)


def _signed_in(web: Served, email: str) -> Answer:
    """Somebody with a second factor is asked for it next: that is where this leads."""
    form = _form(web)
    secret = form.opened().decode().split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    cookie = form.headers["set-cookie"].split(";")[0]
    sent = {"csrfmiddlewaretoken": secret, "login": email, "password": PASSWORD}
    answer = web.ask("POST", "/accounts/login/", form=sent, known=False, Cookie=cookie)
    assert answer.status == 302, (answer.status, answer.body[:300])
    return answer
