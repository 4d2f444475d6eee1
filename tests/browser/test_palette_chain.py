"""From a project's policy to a verified master, in Chromium, with two providers on loopback."""

import base64
import json
from io import BytesIO
from uuid import uuid4

import pytest
from PIL import Image
from pypdfium2 import PdfDocument

from portal.drills.remote.own_servers import Reply, Request, serving

from .waiting import until

pytestmark = pytest.mark.browser
MODEL = "gpt-image-2.6-flare"
SIGNED = "() => !document.querySelector('triage-board').hand.line.entries.length"
#: At Northlight: others take it that Lantern Row has one project.
PREPARE = """
import json
from datetime import date
from portal.models import SignInLink, User
from portal.signin import sign_in_link
from projects.models import Connection, Price, Project, Terms
clara = User.objects.get(email="clara@northlight-pictures.example")
studio = Project.objects.filter(studio__name="Northlight Pictures").first().studio
project = Project.objects.create(studio=studio, name="Night boat", code={tag!r})
for name, address in {addresses!r}.items():
    row = Connection(studio=studio, provider="openai", name=name, product="Images API",
        region="EU", endpoint=address + "/v1")
    row.seal({{"api_key": "sk-loopback"}})
    row.save()
Terms.objects.create(provider="openai", product="Images API", region="EU", starts=date.today(),
    trains_on_inputs=False, retention_days=0, human_review=False, contract="LM 1",
    output_owner="studio")
Price.objects.get_or_create(provider="openai", model={model!r}, unit="image",
    starts=date.today(), defaults={{"amount": "0.04", "currency": studio.currency}})
print(json.dumps([str(project.pk), sign_in_link(SignInLink.issue(clara, strong=True))]))
"""
EDIT = b"""TITLE: FINAL
FCM: NON-DROP FRAME

001  AX       V     C        00:00:00:00 00:00:02:00 01:00:00:00 01:00:02:00
* FROM CLIP NAME: night_picture_0001_made_with_ai.png
002  AX       V     C        00:00:00:00 00:00:02:00 01:00:02:00 01:00:04:00
* FROM CLIP NAME: stock.mov
"""
SCRIPT = b"INT. HARBOUR - NIGHT\n\nA lamp swings.\n"


def painter(colour: str):
    """Speaks as OpenAI's Images API does (`openai.types.images_response`)."""
    picture = BytesIO()
    Image.new("RGB", (1536, 864), colour).save(picture, "PNG")
    data = [{"b64_json": base64.b64encode(picture.getvalue()).decode()}]

    def answering(request: Request) -> Reply:
        if request.method == "GET":
            name = request.path.rpartition("/")[2]
            about = {"id": name, "object": "model", "created": 1, "owned_by": "openai"}
            return Reply(body=about)
        return Reply(body={"created": 1, "data": data * request.json()["n"]})

    return answering


@pytest.fixture
def page(chromium):
    context, troubles = chromium.new_context(accept_downloads=True), []
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("console", lambda line: "Content Security" in line.text and troubles.append(line.text))
    page.on("response", lambda r: troubles.append(r.url) if r.status >= 500 else None)
    yield page
    context.close()
    assert troubles == []


def test_from_a_policy_to_a_verified_master(portal, page, tmp_path):
    with serving(painter("navy")) as north, serving(painter("maroon")) as south:
        tag = uuid4().hex[:8]  # others use this portal, and this test may run again
        addresses = {f"Navy {tag}": north.address, f"Maroon {tag}": south.address}
        code = PREPARE.format(addresses=addresses, model=MODEL, tag=tag.upper())
        project, link = json.loads(portal.shell(code).splitlines()[-1])
        page.goto(link)
        page.click("button[type=submit]")
        page.wait_for_url(portal.address + "/")
        _ask_page_refuses(page, f"{portal.address}/projects/{project}/")
        assert north.asked == south.asked == []
        _allow(page, f"{portal.address}/projects/{project}/policy/")
        _ask_both(page, f"{portal.address}/projects/{project}/", tag)
        page.click("a:has-text('Look at 2 pictures')")
        _decide(page)
        sent = [one.json() for server in (north, south) for one in server.asked if one.body]
        assert [one["n"] for one in sent] == [1, 1]
        assert "A lamp swings." not in json.dumps(sent)  # no scene was named: none of it left
    _take_away_and_verify(page, portal, tmp_path / "master.png")
    _disclose(page, f"{portal.address}/projects/{project}/", tmp_path / "pack.pdf")


def _storyboard(page, project):
    page.goto(project)
    page.click("main a:has-text('night.fountain')")
    page.click("summary:has-text('All tools')")
    page.click("main a:has-text('Storyboard frame')")


def _ask_page_refuses(page, project):
    page.goto(project)
    night = {"name": "night.fountain", "mimeType": "text/plain", "buffer": SCRIPT}
    page.set_input_files("input[type=file]", night)
    page.wait_for_selector("upload-tray >> text=1 file uploaded")
    _storyboard(page, project)
    page.wait_for_selector("text=The project's policy does not allow OpenAI.")
    assert page.locator(f"input[name=to][value$='{MODEL}']").count() == 0
    page.wait_for_selector("[data-part=send]:disabled")
    page.click("text=What this project allows")


def _allow(page, policy):
    page.wait_for_url(policy)
    page.wait_for_selector("text=No provider is ticked: nothing leaves the house.")
    for name, value in {
        **{"providers": "openai", "regions": "EU", "kinds": "script"},
        "purposes": "pre_production",
    }.items():
        page.check(f"input[name={name}][value={value}]")
    page.wait_for_selector("text=What it would do, not kept yet")
    page.click("button:has-text('Change the policy')")
    page.wait_for_selector("text=The policy is changed.")


def _ask_both(page, project, tag):
    _storyboard(page, project)
    for name in (f"Navy {tag}", f"Maroon {tag}"):
        page.check(f"li:has-text('{name}'):has-text('GPT Image 2.6 Flare') input[name=to]")
    page.check("input[name=blind]")
    page.fill("input[name=description]", "A lamp swings over the water")
    page.click("summary:has-text('Parameters')")
    page.fill("input[name=count]", "1")
    page.click(f"button:has-text('Navy {tag}'):has-text('Maroon {tag}')")
    page.wait_for_selector("h1:has-text('Side by side')")
    assert page.locator("text=Navy").count() == 0  # blind


def _decide(page):
    page.wait_for_selector("triage-board[data-shown]")
    page.keyboard.press("a")
    page.wait_for_selector("text=1 of 2 decided · 1 approved")
    page.wait_for_selector("triage-board[data-shown]")
    page.keyboard.press("1")
    page.wait_for_selector("text=All pictures are decided. B shows who made them")
    until(
        page, "() => !document.querySelector('triage-board').hand.line.entries.length", seconds=60
    )
    page.keyboard.press("b")
    page.wait_for_selector("text=The providers are shown.")
    page.locator("[data-part=strip] button").first.click()


def _take_away_and_verify(page, portal, path):
    with page.expect_download() as download:
        page.click("a[data-part=take]")
    assert download.value.suggested_filename == "night_picture_0001_made_with_ai.png"
    download.value.save_as(path)
    page.goto(portal.address + "/verify/")
    page.set_input_files("main input[type=file]", path)
    page.click("button:has-text('Verify the file')")
    page.wait_for_selector("text=Whole and trusted")
    told = page.inner_text("main")
    assert "approved by Producer" in told and f"openai {MODEL}" in told
    assert "made by a trained model" in told


def _disclose(page, project, path):
    page.goto(project)
    edit = {"name": "final.edl", "mimeType": "text/plain", "buffer": EDIT}
    page.set_input_files("input[type=file]", edit)
    page.wait_for_selector("upload-tray >> text=1 file uploaded")
    page.goto(f"{project}disclosure/")
    page.focus("a:has-text('Say it')")
    page.keyboard.press("Enter")  # the tray of uploads lies over it
    page.select_option("select[name=used_as]", "final")
    page.click("button:has-text('Note it with my name')")
    page.wait_for_selector("text=in the final picture")
    page.click("button:has-text('This is the final cut')")
    page.wait_for_selector("text=chosen by Clara Dubois")
    page.click("button:has-text('Make a disclosure pack')")
    page.wait_for_selector("#signatures")
    counts = page.locator("tr:has-text('All that is seen was made by a trained model.')")
    assert counts.locator("td.num").all_inner_texts() == ["1", "2.0"]
    page.fill("input[name=typed]", "Clara D.")
    page.fill("input[name=capacity]", "producer")
    page.click("button:has-text('Sign it')")
    page.wait_for_selector("text=You have signed it.")
    with page.expect_download() as download:
        page.click("a:has-text('PDF')")
    download.value.save_as(path)
    text = "".join(one.get_textpage().get_text_range() for one in PdfDocument(path))
    assert "Clara D." in text and "night_picture_0001_made_with_ai.png" in text
