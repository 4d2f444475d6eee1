"""The first page of a PDF, and what is no page."""

import pypdfium2 as pdfium
import pytest
from PIL import Image

from projects.media import pages
from projects.media.examining import examine
from projects.media.pages import first_page
from projects.media.refusal import Refused


def pdf(path, sizes=((612, 792),)):
    with pdfium.PdfDocument.new() as document:
        for size in sizes:
            document.new_page(*size).close()
        document.save(path)
    return path


def examined(path, name="script.pdf"):
    found = examine(source=str(path), name=name, folder=str(path.parent), tell=lambda *_told: None)
    return found["kind"], [item["role"] for item in found["made"]]


@pytest.mark.parametrize(("size", "height"), [((612, 792), 828), ((792, 612), 495)])
def test_it_is_as_wide_as_asked_and_keeps_its_shape(tmp_path, size, height):
    source = pdf(tmp_path / "a.pdf", (size, (100, 100)))
    assert first_page(source, tmp_path / "a.jpg") == 2
    with Image.open(tmp_path / "a.jpg") as picture:
        assert picture.width == 640 and abs(picture.height - height) <= 1
        assert picture.getpixel((3, 3)) == (255, 255, 255)


def test_a_script_as_pdf_gets_a_poster(tmp_path):
    assert examined(pdf(tmp_path / "a.pdf")) == ("script", ["poster"])


@pytest.mark.parametrize("keep", [40, 200])
def test_a_broken_one_is_taken_in_without_a_picture(tmp_path, keep):
    whole = pdf(tmp_path / "whole.pdf").read_bytes()
    (tmp_path / "a.pdf").write_bytes(whole[:keep].replace(b"MediaBox", b"MediaBux"))
    assert examined(tmp_path / "a.pdf") == ("script", [])


@pytest.mark.parametrize("size", [(10, 9000), (9000, 10)])
def test_an_impossible_shape_is_not_drawn(tmp_path, size):
    with pytest.raises(Refused) as refused:
        first_page(pdf(tmp_path / "a.pdf", (size,)), tmp_path / "a.jpg")
    assert refused.value.code == "media:no_preview"


def test_a_very_large_file_is_not_opened(tmp_path, monkeypatch):
    monkeypatch.setattr(pages, "_LARGEST", 10)
    with pytest.raises(Refused):
        first_page(pdf(tmp_path / "a.pdf"), tmp_path / "a.jpg")


def test_a_screenplay_in_text_has_no_page(tmp_path):
    path = tmp_path / "a.fountain"
    path.write_text("Title: Rain\n\nINT. KITCHEN - NIGHT\n\nNORA\nIt rains.\n")
    assert examined(path, "a.fountain") == ("script", [])
