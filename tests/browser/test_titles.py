"""A part of a page that is fetched anew leaves the title of the tab alone."""

import re
from pathlib import Path

import django_htmx

from .fake_portal import ROOT

HTMX = Path(django_htmx.__file__).parent / "static/django_htmx/htmx-2.min.js"


def test_a_live_update_keeps_the_title(tab, fake):
    head = (ROOT / "templates/components/_head.html").read_text()
    config = re.search(r'<meta name="htmx-config".*', head)[0]
    fake.files["/htmx.js"] = HTMX.read_bytes()
    part = (
        '<div id="part" hx-get="/home/" hx-select="#part" hx-trigger="click" hx-swap="outerHTML">'
    )
    fake.page("/film/", f'{config}<script src="/htmx.js"></script>{part}Before</div>')
    fake.pages["/home/"] = f"<html><title>Home</title><body>{part}After</div></body></html>"
    tab.goto(f"{fake.url}/film/")
    tab.click("#part")
    tab.wait_for_selector("#part:text('After')")
    tab.wait_for_timeout(100)
    assert tab.title() == "t"
