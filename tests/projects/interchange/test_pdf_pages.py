"""Plain pages as PDF, read back by a library that draws them."""

import io

import pypdfium2 as pdfium
import pytest

from projects.interchange.pdf_pages import BOLD, Pages, cut, is_spelled, pdf_text, wrapped


def test_text_and_boxes_come_back():
    pages = Pages(title="A (film) \\ of é")
    pages.page()
    pages.text(42, 60, "Scene (1) \\ Café – “no”", 12, BOLD)
    pages.page()
    pages.box(42, 60, 200, 100, (1.0, 0.0, 0.0))
    with pdfium.PdfDocument(io.BytesIO(pages.document())) as document:
        assert len(document) == 2
        assert document.get_metadata_value("Title") == "A (film) \\ of é"
        assert document[0].get_textpage().get_text_range() == "Scene (1) \\ Café – “no”"
        picture = document[1].render(scale=1).to_pil().convert("RGB")
    assert picture.getpixel((100, 100)) == (255, 0, 0)
    assert picture.getpixel((300, 100)) == (255, 255, 255)


def test_without_a_page_it_is_still_a_document():
    with pdfium.PdfDocument(io.BytesIO(Pages().document())) as document:
        assert len(document) == 1


@pytest.mark.parametrize(
    ("text", "written"),
    [("Łódź", "Lódz"), ("Ана", "Ana"), ("a\tb\x07c", "a bc"), ("Zoë…", "Zoë…"), ("\x81", "")],
)
def test_letters_the_fonts_lack_are_spelled(text, written):
    assert pdf_text(text) == written


def test_spelling_is_known():
    assert is_spelled("ИНТ. ДОМ") and not is_spelled("INT. CAFÉ") and not is_spelled("…")


def test_long_text_is_cut_and_wrapped():
    assert cut("abcdefghij", 8) == "abcde..." and cut("abc", 8) == "abc"
    assert wrapped("one two three", 7) == ["one two", "three"]
    assert wrapped("x" * 9, 4) == ["xxxx", "xxxx", "x"]
    assert wrapped("", 4) == [""]
