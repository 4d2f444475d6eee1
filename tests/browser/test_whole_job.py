"""The whole job in Chromium on a portal as `demo` starts it, with its own processes."""

import csv
import io
from fractions import Fraction
from pathlib import Path
from uuid import uuid4

import opentimelineio as otio
import pytest

from projects.media.sample import make_sample

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    path = tmp_path_factory.mktemp("film") / "täke one.mp4"
    make_sample(path, seed=11, seconds=10, rate=Fraction(25))
    return path.read_bytes()


@pytest.fixture
def film(drawn, tmp_path):
    """Another file for each test: one that is there already would be asked about."""
    path = tmp_path / "täke one.mp4"
    path.write_bytes(drawn + b"\x00\x00\x00\x18free" + uuid4().bytes)
    return path


@pytest.fixture
def signed_in(portal, chromium):
    """A page signed in as somebody; scripts must run without an error or policy breach."""
    contexts, troubles = [], []

    def enter(who):
        context = chromium.new_context(accept_downloads=True)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("response", lambda r: troubles.append(r.url) if r.status >= 500 else None)
        user = portal.shell(LINK.format(who=who))
        page.goto(user)
        page.click("button[type=submit]")
        page.wait_for_url(portal.address + "/")
        return page

    yield enter
    for context in contexts:
        context.close()
    assert troubles == []


LINK = """
from portal.models import SignInLink, User
from portal.signin import sign_in_link
print(sign_in_link(SignInLink.issue(User.objects.get(email={who!r}), strong=True)))
"""
PRODUCER, LEAD = "ines@lantern-row.example", "hanna@lastmile.example"


def open_project(page, portal):
    page.goto(portal.address + "/projects/")
    page.click("table a")


def break_down(page, portal, film):
    """Upload, wait for the viewing copy, ask, and look at the shots."""
    open_project(page, portal)
    page.set_input_files("input[type=file]", film)
    page.click("upload-tray a")
    page.click("text=Shot breakdown")
    page.click("button:has-text('local engine')")
    page.click("text=Look at the shots")
    # The cards are there at once; the keys mean something when the revision has been read.
    page.wait_for_selector("cut-editor [data-part=tools] >> text=/head .+/")


def test_from_a_clip_to_an_answer(signed_in, portal, film):
    page = signed_in(PRODUCER)
    break_down(page, portal, film)
    shots = page.locator("cut-editor [data-shot]").count()
    assert shots >= 3
    _move_a_cut(page)
    page.keyboard.press("a")
    page.click("button:has-text('Approve and sign')")
    page.wait_for_selector("text=signed by Ines Okafor")
    _check_exports(page, shots)
    _answer(page)
    _share(page, portal)
    _read_answers(signed_in(LEAD), portal)


def _move_a_cut(page):
    before = page.get_attribute("[data-shot][data-number='2']", "data-start")
    page.locator("[data-shot][data-number='1']").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("]")
    page.keyboard.press("]")
    # One move or two, as quickly as the keys were seen.
    page.wait_for_selector("text=/moved [12] frames? later/")
    page.wait_for_selector(f"[data-shot][data-number='2'][data-start='{int(before) + 2}']")


def _download(page, label):
    with page.expect_download() as download:
        page.click(f"a:has-text('{label}')")
    return Path(download.value.path()).read_bytes()


def _check_exports(page, shots):
    starts = [int(card.get_attribute("data-start")) for card in page.locator("[data-shot]").all()]
    table = list(csv.DictReader(io.StringIO(_download(page, "CSV").decode("utf-8-sig"))))
    assert [int(row["start_frame"]) for row in table] == starts
    edl = otio.adapters.read_from_string(
        _download(page, "EDL CMX3600").decode(), adapter_name="cmx_3600", rate=25
    )
    clips = list(edl.find_clips())
    assert [clip.source_range.start_time.to_frames() for clip in clips] == starts
    assert len(clips) == shots


def _answer(page):
    page.fill("input[name=amount]", "1.5")
    page.select_option("select[name=unit]", "60")
    page.locator("input[name=ease][value='6']").check()
    page.fill("textarea[name=comment]", "the dissolves were right")
    page.click("button:has-text('Send the answer')")
    page.wait_for_selector("text=Your answer is kept")


def _share(page, portal):
    page.goto(portal.address + "/studio/shared/")
    page.check("input[name=raw]")
    page.click("button:has-text('Share this from now on')")
    page.wait_for_selector("text=This is what the beta team reads from now on")


def _read_answers(page, portal):
    page.goto(portal.address + "/feedback/answers/")
    assert page.locator("td:has-text('the dissolves were right')").count() == 1
    page.click("a:has-text('Tables to take away')")
    table = "section:has-text('Answers after decisions')"
    with page.expect_download() as download:
        page.click(f"{table} >> a:has-text('CSV')")
    told = Path(download.value.path()).read_text("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(told)))
    assert "90.00" in {row["minutes_by_hand"] for row in rows}
    with page.expect_download() as download:
        page.click(f"{table} >> a:has-text('Excel')")
    assert Path(download.value.path()).read_bytes()[:2] == b"PK"


def test_the_first_page_is_light_and_stays_at_home(signed_in, portal, chromium):
    cookies = signed_in(PRODUCER).context.storage_state()
    page = chromium.new_context(storage_state=cookies).new_page()  # with nothing cached
    sizes, hosts = {}, set()
    page.on("response", lambda r: hosts.add(r.url.split("/")[2]))

    def weigh(request):
        if request.url.endswith((".js", ".css")) or "jsi18n" in request.url:
            sizes[request.url] = request.sizes()["responseBodySize"]

    page.on("requestfinished", weigh)
    page.goto(portal.address + "/")
    page.wait_for_load_state("networkidle")
    assert hosts == {f"127.0.0.1:{portal.port}"}
    page.context.close()
    assert len(sizes) > 3
    assert sum(sizes.values()) <= 60 * 1024, sizes


def test_a_run_moves_on_without_its_socket(signed_in, portal, film):
    """The page polls when the socket cannot be had, and still ends on the result."""
    page = signed_in(PRODUCER)
    page.route_web_socket("**/ws/live/", lambda socket: socket.close())
    break_down(page, portal, film)
    assert page.locator("live-badge").inner_text().strip() in {"Reconnecting", "Offline"}


def test_a_reload_in_the_middle_of_an_upload_goes_on(signed_in, portal, tmp_path):
    big = tmp_path / "long.bin"
    big.write_bytes(b"\x00\x01\x02\x03" * (18 * 1024 * 1024))
    page = signed_in(PRODUCER)
    open_project(page, portal)
    page.set_input_files("input[type=file]", big)
    page.wait_for_selector("upload-tray:not([hidden])")
    page.reload()
    page.wait_for_selector("upload-tray >> text=1 file uploaded")
    rows = portal.query("select size from projects_version where file_name = %s", "long.bin")
    assert rows == [(big.stat().st_size,)]


BEGUN = """
import hashlib
from pathlib import Path
from django.core.files.storage import default_storage
from portal.models import User
from projects.models import Project
from projects.announcing import start_upload
path = Path({path!r})
project = Project.objects.get(studio__name="Lantern Row")
upload = start_upload(actor=User.objects.get(email={who!r}), project=project,
    file_name=path.name, size=path.stat().st_size, asset=None, shot=None)
with path.open("rb") as source:
    for number in (1, 2):
        block = source.read(upload.part_size)
        row = dict(number=number, size=len(block), sha256=hashlib.sha256(block).hexdigest())
        part, signed = upload.sign([row])[0]
        default_storage.receive(upload.storage_key, upload.storage_ref, part, block)
print(upload.pk)
"""


def test_an_upload_begun_elsewhere_asks_for_the_file_and_goes_on(signed_in, portal, tmp_path):
    """Two of five parts have arrived; a browser that never saw the file sends the other three."""
    big = tmp_path / "elsewhere.bin"
    big.write_bytes(bytes(range(256)) * (36 * 4096))
    pk = portal.shell(BEGUN.format(path=str(big), who=PRODUCER))
    page = signed_in(PRODUCER)
    open_project(page, portal)
    page.wait_for_selector("upload-tray >> text=elsewhere.bin")
    page.locator("upload-tray input[type=file]").set_input_files(big)
    page.wait_for_selector("upload-tray >> text=1 file uploaded")
    rows = portal.query("select state, size from projects_upload where id = %s", pk)
    assert rows == [("complete", big.stat().st_size)]
