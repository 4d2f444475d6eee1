"""Forms of partials carry their token: the test client asks for none, a browser is refused."""

import re
from pathlib import Path

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
ALONE = re.compile(r'{%\s*include\s+"([^"]+)"([^%]*)\sonly\s*%}')


def test_a_partial_with_a_form_is_not_cut_off_from_the_token():
    lost, seen = [], 0
    for page in TEMPLATES.rglob("*.html"):
        for name, passed in ALONE.findall(page.read_text()):
            seen += 1
            if "csrf_token" in (TEMPLATES / name).read_text() and "csrf_token=" not in passed:
                lost.append(f"{page.relative_to(TEMPLATES)} includes {name}")
    assert seen > 50 and not lost
