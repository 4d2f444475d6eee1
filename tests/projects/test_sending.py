"""The sender from the shell: what arrives, what is sent again, and what it says."""

import hashlib
import io
import os

import pytest

from projects.sending import patience, transfer
from projects.sending.found import Found
from projects.sending.parts import MEBIBYTE, Cut, FileChanged, fingerprint, tree_of
from tests.projects.pretended import PART, TOKEN, Pretended, command


@pytest.fixture(autouse=True)
def quick(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.delenv("LAST_MILE_TOKEN", raising=False)
    monkeypatch.setattr(patience, "FIRST", 0.001)
    monkeypatch.setattr(patience, "LONGEST", 0.01)


@pytest.fixture
def portal():
    return Pretended()


@pytest.fixture
def send(portal):
    def go(*arguments, **more):
        out = io.StringIO()
        return command(portal, out, *arguments, **more), out.getvalue()

    return go


@pytest.fixture
def film(tmp_path):
    path = tmp_path / "card" / "A001.mov"
    path.parent.mkdir()
    path.write_bytes(os.urandom(PART * 9 + 17))
    return path


def test_a_file_arrives_whole_and_each_part_once(portal, send, film):
    code, said = send(film)
    assert code == 0 and portal.bytes_of("A001.mov") == film.read_bytes()
    assert sorted(portal.puts) == [*range(1, 11)]
    assert "A001.mov (917 bytes) is there as version 1 of A001.mov." in said


def test_a_folder_is_sent_in_order_without_litter(portal, send, film):
    (film.parent / "B").mkdir()
    (film.parent / "B" / "b.wav").write_bytes(b"sound")
    for name in (".DS_Store", "._A001.mov", "late.part", "Thumbs.db"):
        (film.parent / name).write_bytes(b"x")
    (film.parent / "empty.mov").touch()
    code, said = send(film.parent)
    assert code == 0
    assert [u["file_name"] for u in portal.uploads.values()] == ["A001.mov", "b.wav"]
    assert "empty.mov: is empty and was left out." in said


def test_what_was_sent_is_not_sent_again_unless_asked(portal, send, film):
    send(film)
    code, said = send(film)
    assert code == 0 and len(portal.puts) == 10 and "was sent before and is there" in said
    assert send(film, "--again")[0] == 0
    assert len(portal.puts) == 20 and len(portal.uploads) == 2


def test_what_was_deleted_since_is_sent_anew(portal, send, film):
    send(film)
    portal.versions.clear()
    code, said = send(film)
    assert code == 0 and len(portal.puts) == 20 and "sent before" not in said
    code, said = send(film)
    assert code == 0 and len(portal.puts) == 20 and "was sent before and is there" in said


def test_a_changed_file_is_another_one(portal, send, film):
    send(film)
    film.write_bytes(b"anew")
    assert send(film)[0] == 0 and len(portal.uploads) == 2


@pytest.mark.parametrize("fault", ["cut", (503, "storage:failed"), (409, "upload:part_busy")])
def test_a_part_that_did_not_arrive_is_sent_again(portal, send, film, fault):
    portal.faults = [fault]
    assert send(film, "--parallel", 1)[0] == 0
    assert portal.bytes_of("A001.mov") == film.read_bytes()
    assert len(portal.puts) == 11


def test_a_part_whose_answer_was_lost_is_asked_for_and_not_sent_again(portal, send, film):
    portal.faults = ["lost", "lost"]
    assert send(film)[0] == 0
    assert sorted(portal.puts) == [*range(1, 11)]


def test_an_address_that_grew_old_is_asked_for_anew(portal, send, film):
    portal.faults = [(403, "upload:link_expired")]
    assert send(film)[0] == 0 and len(portal.puts) == 11


def test_a_part_that_is_refused_for_ever_ends_it(portal, send, film):
    portal.faults = [(403, "upload:link_expired")] * 99
    code, said = send(film, "--parallel", 2)
    assert code == 1 and "The storage says no." in said and len(portal.puts) < 20


def test_a_full_storage_ends_it_at_once_and_the_rest_goes_on_later(portal, send, film):
    portal.faults = [None, None, (507, "storage:full")]
    code, said = send(film, "--parallel", 1)
    assert code == 1 and "The storage says no." in said and len(portal.puts) == 3
    code, said = send(film)
    assert code == 0 and "200 bytes of 917 bytes are there already" in said
    assert sorted(portal.puts[3:]) == [*range(3, 11)]


def test_a_lost_line_ends_in_a_sentence_and_the_same_command_goes_on(portal, send, film):
    portal.faults = [None] * 4 + ["cut"] * 99
    code, said = send(film, "--patience", 0, "--parallel", 1)
    assert code == 3 and "it goes on where it stopped" in said
    portal.faults = []
    assert send(film)[0] == 0
    assert sorted(portal.puts) == sorted([1, 2, 3, 4, *portal.puts[4:]])
    assert [portal.puts.count(n) for n in (1, 2, 3, 4)] == [1] * 4
    assert len(portal.uploads) == 1


@pytest.fixture
def asked(portal):
    """How many parts were signed by each request of their own."""
    found, sign = [], portal.api

    def api(request, data):
        if request.url.path.endswith("/parts/"):
            found.append(len(data["parts"]))
        return sign(request, data)

    portal.api = api
    return found


SIZES = [(1, [2, 2, 2, 2, 1]), (4, [8, 1]), (8, [8])]


@pytest.mark.parametrize(("parallel", "sizes"), SIZES)
def test_the_first_parts_are_signed_with_the_announcement(
    portal, send, film, asked, monkeypatch, parallel, sizes
):
    monkeypatch.setattr(transfer, "wished_size", lambda size, parallel: PART)
    assert send(film, "--parallel", parallel)[0] == 0
    assert asked == sizes and sorted(portal.puts) == [*range(1, 11)]
    assert portal.bytes_of("A001.mov") == film.read_bytes()


@pytest.mark.parametrize(("parallel", "sizes"), SIZES)
def test_parts_of_another_size_than_wished_are_signed_by_themselves(
    portal, send, film, asked, parallel, sizes
):
    assert send(film, "--parallel", parallel)[0] == 0
    assert asked == [max(1, parallel // 4), *sizes]


def test_an_address_that_is_nearly_too_old_is_not_begun_with(portal, send, film, asked):
    ages = iter([0, 0, 0])

    def sign(upload, data, whole=portal.sign):
        portal.life = next(ages, 900)
        return whole(upload, data)

    portal.sign = sign
    assert send(film, "--parallel", 1)[0] == 0
    assert len(portal.puts) == 10 and asked[:5] == [1, 1, 1, 1, 2]


def test_a_portal_that_was_away_is_waited_for(portal, send, film):
    portal.down = (2, 3, 5)
    assert send(film)[0] == 0 and sorted(portal.puts) == [*range(1, 11)]


def test_an_announcement_whose_answer_was_lost_makes_no_second_upload(portal, send, film):
    portal.mute = 99
    assert send(film, "--patience", 0)[0] == 3
    portal.mute = 1
    assert send(film)[0] == 0
    assert len(portal.uploads) == 1


def test_other_bytes_under_the_same_name_size_and_time_are_not_mixed_in(portal, send, film):
    portal.faults = [None, (507, "storage:full")]
    send(film, "--parallel", 1)
    told = film.stat()
    film.write_bytes(os.urandom(told.st_size))
    os.utime(film, ns=(told.st_atime_ns, told.st_mtime_ns))
    code, said = send(film)
    assert code == 1 and "other bytes than those that arrived before" in said
    assert portal.puts in ([1, 2], [1, 2, 3])  # the one after a failure may have begun


def test_a_file_that_changes_meanwhile_is_cancelled(portal, send, film):
    done = portal.sign

    def sign(*asked):
        os.utime(film, (1, 1))
        return done(*asked)

    portal.sign = sign
    code, said = send(film)
    assert code == 1 and "was changed while it was being sent" in said
    assert [u["state"] for u in portal.uploads.values()] == ["aborted"]


def test_a_cancelled_upload_begins_anew(portal, send, film):
    portal.faults = [None, (507, "storage:full")]
    send(film, "--parallel", 1)
    next(iter(portal.uploads.values()))["state"] = "aborted"
    assert send(film)[0] == 0 and len(portal.uploads) == 2


def test_parts_that_the_storage_lost_are_sent_again(portal, send, film):
    finish = portal.complete

    def lose(upload, data):
        portal.complete = finish
        del upload["have"][4]
        return finish(upload, data)

    portal.complete = lose
    assert send(film)[0] == 0 and sorted(portal.puts) == sorted([4, *range(1, 11)])


def test_one_refused_file_does_not_hold_up_the_others(portal, send, film):
    (film.parent / "bad.mov").write_bytes(b"x")
    (film.parent / "z.mov").write_bytes(b"x")
    code, said = send(film.parent)
    assert code == 1 and "bad.mov: This name cannot be used." in said
    assert portal.bytes_of("z.mov") == b"x"


def test_names_of_other_encodings_are_sent_readably_with_the_others(portal, send, film):
    """From old disks: no UTF-8, neither in the file's name nor in its folder's."""
    place = os.fsencode(film.parent) + b"/R\xe9serve"
    os.mkdir(place)
    with open(place + b"/caf\xe9.mov", "wb") as file:
        file.write(b"film")
    code, said = send(film.parent)
    assert code == 0 and said.encode() and "caf\ufffd.mov (4 bytes) is there" in said
    assert portal.bytes_of("caf\ufffd.mov") == b"film"
    folders = {row["file_name"]: row["folder"] for row in portal.uploads.values()}
    assert folders == {"A001.mov": "card", "caf\ufffd.mov": "card/R\ufffdserve"}
    assert "was sent before and is there" in send(film.parent)[1]
    code, said = send(os.fsdecode(place + b"/nothing\xe9"))
    assert code == 2 and said.encode() and "nothing\ufffd cannot be sent" in said


class TestCalledWrongly:
    def test_without_a_token(self, send, film):
        code, said = send(film, token="")
        assert code == 2 and "LAST_MILE_TOKEN" in said

    def test_the_token_may_come_from_the_environment(self, portal, send, film, monkeypatch):
        monkeypatch.setenv("LAST_MILE_TOKEN", TOKEN)
        assert send(film, token="")[0] == 0

    def test_with_a_wrong_one(self, portal, send, film):
        code, said = send(film, token="lm_other")
        assert code == 1 and said.startswith("This token is unknown.") and not portal.puts

    @pytest.mark.parametrize("name", ["nowhere.mov", "nowhere/"])
    def test_with_a_path_that_is_not_there(self, send, tmp_path, name):
        code, said = send(tmp_path / name)
        assert code == 2 and "cannot be sent: No such file or directory." in said

    def test_with_an_empty_folder(self, send, tmp_path):
        (tmp_path / "none").mkdir()
        assert send(tmp_path / "none")[0] == 2

    def test_with_two_files_for_one_asset(self, portal, send, film):
        (film.parent / "b.mov").write_bytes(b"x")
        code, said = send(film.parent, "--asset", "a1")
        assert code == 2 and "--asset takes one file" in said and not portal.calls

    def test_with_a_code_nobody_has_or_several_have(self, portal, send, film):
        portal.projects *= 2
        code, said = send(film)
        assert code == 1 and "Name one by its id" in said
        portal.projects = []
        assert "no project LMP" in send(film)[1]


def test_nothing_of_the_token_is_written_down(portal, send, film, tmp_path):
    portal.faults = [(507, "storage:full")]
    send(film)
    kept = [path.read_text() for path in (tmp_path / "state").rglob("*.json")]
    assert kept and not any(TOKEN in text for text in kept)


def test_a_file_that_became_shorter_is_told(film):
    cut = Cut(Found.at(film), PART)
    film.write_bytes(b"short")
    with pytest.raises(FileChanged, match="shorter"):
        cut.sha256(10)
    film.unlink()
    with pytest.raises(FileChanged, match="cannot be read any more"):
        cut.sha256(1)


class TestHereAlready:
    def twin(self, portal, film, **changed):
        row = {"number": 2, "name": "Reel", "part_size": 64}
        row["tree_sha256"] = tree_of(Found.at(film), 64)
        portal.known = [{**row, **changed}]

    def test_the_same_bytes_are_not_sent(self, portal, send, film):
        self.twin(portal, film)
        code, said = send(film)
        assert code == 0 and "is there already as version 2 of Reel" in said
        assert portal.puts == [] and [u["state"] for u in portal.uploads.values()] == ["aborted"]

    def test_it_is_asked_again_and_nothing_is_sent(self, portal, send, film):
        self.twin(portal, film)
        send(film)
        assert send(film)[0] == 0 and portal.puts == []
        assert {one["state"] for one in portal.uploads.values()} == {"aborted"}

    def test_unless_it_is_asked_for(self, portal, send, film):
        self.twin(portal, film)
        assert send(film, "--again")[0] == 0 and len(portal.puts) == 10

    def test_a_file_that_only_begins_and_ends_alike_is_sent(self, portal, send, film):
        self.twin(portal, film, tree_sha256="0" * 64)
        assert send(film)[0] == 0 and portal.bytes_of("A001.mov") == film.read_bytes()

    def test_the_portal_is_told_what_it_begins_and_ends_with(self, portal, send, tmp_path):
        film = tmp_path / "long.mov"
        with film.open("wb") as out:
            out.write(b"a" * MEBIBYTE)
            out.seek(3 * MEBIBYTE)
            out.write(b"z" * MEBIBYTE)
        expected = hashlib.sha256(b"a" * MEBIBYTE + b"z" * MEBIBYTE).hexdigest()
        assert fingerprint(Found.at(film)) == expected
