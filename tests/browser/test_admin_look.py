"""The admin looks as the system does unless somebody chose; a list that goes on shows it."""

import pytest

pytestmark = pytest.mark.browser
BODY = """<link rel="stylesheet" href="/static/css/admin.css"><div id="changelist">
<div class="results" id="narrow"><table><tr><td>%s</td></tr></table></div>
<div class="results" id="fits"><p>short</p></div></div><p id="seen">seen</p>"""
SHOWN = """(theme) => {
  if (theme) document.documentElement.dataset.theme = theme;
  const seen = document.getElementById("seen");
  seen.style.backgroundColor = "var(--body-bg)";
  seen.style.color = "var(--body-fg)";
  const { backgroundColor, color } = getComputedStyle(seen);
  return [backgroundColor, color];
}"""
LIGHT, DARK = ["rgb(250, 250, 250)", "rgb(26, 26, 26)"], ["rgb(22, 22, 22)", "rgb(232, 232, 232)"]
EDGE = "getComputedStyle(document.getElementById('{0}')).maskImage"


@pytest.fixture
def admin(tab, fake):
    fake.page("/admin/", BODY % ("word" * 800))
    tab.goto(f"{fake.url}/admin/")
    return tab


@pytest.mark.parametrize(
    ("theme", "system", "shown"),
    [
        ("auto", "light", LIGHT),
        ("auto", "dark", DARK),
        ("", "light", LIGHT),
        ("", "dark", DARK),
        ("dark", "light", DARK),
        ("light", "dark", LIGHT),
    ],
)
def test_the_theme_is_the_systems_unless_somebody_chose(admin, theme, system, shown):
    admin.emulate_media(color_scheme=system)
    assert admin.evaluate(SHOWN, theme) == shown


def test_a_list_that_goes_on_fades_at_its_edge_until_its_end_is_seen(admin):
    assert "gradient" in admin.evaluate(EDGE.format("narrow"))
    assert admin.evaluate(EDGE.format("fits")) == "none"
    admin.evaluate("document.getElementById('narrow').scrollLeft = 99999")
    admin.wait_for_timeout(200)
    assert admin.evaluate(EDGE.format("narrow")) == "none"
