"""The drill's eyes: canaries are known again, packets are read, and what arrived is judged."""

import base64
import io
import json
import smtplib
import struct
import urllib.request

import pytest
from PIL import Image

from portal.drills import egress
from portal.drills.egress import canaries
from portal.drills.egress.watching import PACKET_OUTGOING, Watch, transport
from portal.drills.egress.world import World

TOLD = {"words": ["canaryword"], "metadata": ["canarymeta"], "boards": [7, 8], "canaries": []}


def again(body, size=(512, 288), quality=70):
    """As a tool sends a picture: smaller, and compressed anew without metadata."""
    out = io.BytesIO()
    Image.open(io.BytesIO(body)).resize(size).save(out, "JPEG", quality=quality)
    return out.getvalue()


class TestCanaries:
    def test_a_board_is_seen_in_the_picture_and_in_a_smaller_one(self):
        body = canaries.picture(7, "hidden")
        assert canaries.seen(body, [7, 8]) == [7]
        assert canaries.seen(again(body), [7, 8]) == [7]

    def test_of_a_hundred_boards_none_is_taken_for_another(self):
        boards = list(range(100))
        assert all(canaries.seen(canaries.picture(n, ""), boards) == [n] for n in range(0, 100, 9))

    def test_metadata_stands_in_the_file_and_not_in_what_is_made_anew(self):
        body = canaries.picture(7, "canarymeta")
        assert b"canarymeta" in body and b"canarymeta" not in again(body)

    def test_what_is_no_picture_shows_nothing(self):
        assert canaries.seen(b"nothing", [7]) == []

    def test_pictures_are_found_wherever_a_request_holds_them(self):
        body = canaries.picture(7, "")
        data = base64.b64encode(body).decode()
        told = {
            "a": [{"url": f"data:image/jpeg;base64,{data}"}],
            "b": {"bytes": data},
            "c": "x" * 500,
        }
        assert [p == body for p in canaries.pictures_in(json.dumps(told).encode())].count(True) == 2
        assert list(canaries.pictures_in(b"not json")) == []


def frame(proto, body, source="10.0.0.1", target="10.0.0.2"):
    ends = b"".join(bytes(map(int, a.split("."))) for a in (source, target))
    head = (
        bytes([0x45, 0]) + struct.pack("!H", 20 + len(body)) + bytes(5) + bytes([proto]) + bytes(2)
    )
    return bytes(12) + b"\x08\x00" + head + ends + body


def tcp(port, flags, data=b""):
    return struct.pack("!HHIIBBHHH", 4000, port, 0, 0, 5 << 4, flags, 0, 0, 0) + data


class TestPackets:
    def test_a_connection_is_counted_by_its_first_packet(self):
        watch = Watch()
        for flags in (0x02, 0x12, 0x10):
            watch._note(*transport(frame(6, tcp(443, flags))))
        assert dict(watch.connections) == {("10.0.0.2", 443): 1}

    def test_what_was_sent_is_found_over_packets(self):
        watch = Watch()
        for data in (b"a cana", b"ryword b"):
            watch._note(*transport(frame(6, tcp(443, 0x10, data))))
        assert watch.holding([b"canaryword", b"other"]) == {
            b"canaryword": {("10.0.0.2", 443)},
            b"other": set(),
        }

    def test_a_question_for_a_name_is_counted(self):
        watch = Watch()
        body = struct.pack("!HHHH", 5000, 53, 12, 0) + b"name"
        watch._note(*transport(frame(17, body)))
        assert dict(watch.datagrams) == {("10.0.0.2", 53): 1}

    def test_of_the_sixth_version_too(self):
        head = bytes([0x60]) + bytes(5) + bytes([6]) + bytes(1)
        packet = bytes(12) + b"\x86\xdd" + head + bytes(15) + b"\x01" + bytes(15) + b"\x01"
        proto, source, target, body = transport(packet + tcp(80, 2))
        assert (proto, source, target) == (6, "::1", "::1") and body == tcp(80, 2)

    @pytest.mark.parametrize("packet", [b"", bytes(60), frame(1, b"ping")])
    def test_anything_else_is_passed_over(self, packet):
        assert transport(packet) is None and PACKET_OUTGOING == 4


def post(url, told):
    data = json.dumps(told).encode()
    request = urllib.request.Request(url, data, {"content-type": "application/json"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.load(answer)


class TestTheWorld:
    def test_what_comes_is_kept_by_its_state_and_searched(self):
        picture = base64.b64encode(again(canaries.picture(8, ""))).decode()
        with World() as world:
            said = post(f"{world.address}/s/3/v1/chat/completions", {"t": "a canaryword b"})
            post(
                f"{world.address}/s/4/v1/text_to_image", {"p": f"data:image/jpeg;base64,{picture}"}
            )
            assert said["object"] == "chat.completion"
            words, pixels, nothing = (world.arrived(n, TOLD) for n in (3, 4, 5))
        assert words.canaries == ["canaryword"] and not words.pixels and words.times == 1
        assert pixels.canaries == ["board 8"] and pixels.pixels
        assert nothing.times == 0 and nothing.canaries == []

    def test_metadata_is_seen_also_inside_a_picture(self):
        picture = base64.b64encode(canaries.picture(7, "canarymeta")).decode()
        with World() as world:
            post(
                f"{world.address}/s/1/v1/text_to_image", {"p": f"data:image/jpeg;base64,{picture}"}
            )
            assert world.arrived(1, TOLD).metadata

    def test_letters_and_hooks_are_kept(self):
        with World() as world:
            post(f"{world.hook}/hook", {"event": "run.finished"})
            with smtplib.SMTP("127.0.0.1", world.mail.port, timeout=10) as mail:
                mail.sendmail("a@example.org", ["b@example.org"], "Subject: x\r\n\r\nhello\r\n")
            assert b"hello" in world.mail.letters[0] and len(world.hooked) == 1


class TestTheVerdict:
    def judged(self, allowed, sent=b"a canaryword b", receipts=1, watch=None):
        row = {"number": 1, "way": "asked", "allowed": allowed, "receipts": receipts}
        told = {**TOLD, "states": [row], "canaries": ["canaryword"]}
        with World() as world:
            world.sent[1].append(sent)
            return egress._judged(told, world, watch or Watch(), world.ports)

    def test_a_canary_where_the_gate_said_no_is_a_leak(self):
        told = self.judged(False)
        assert (told["leaked"], told["refused"]) == (1, 1) and told["worst"][0]["number"] == 1

    def test_where_it_said_yes_it_shows_that_the_eyes_are_open(self):
        told = self.judged(True)
        assert (told["leaked"], told["seen_where_allowed"], told["without_receipt"]) == (0, 1, [])

    def test_a_sending_without_its_receipt_is_told(self):
        assert self.judged(True, receipts=0)["without_receipt"] == [1]

    def test_a_strange_place_and_a_canary_to_others_are_told(self):
        watch = Watch()
        watch._note(*transport(frame(6, tcp(443, 2))))
        watch._note(*transport(frame(6, tcp(25, 0x10, b"canaryword"))))
        told = self.judged(True, watch=watch)
        assert told["to_unknown_places"] == ["10.0.0.2:443"]
        assert told["canaries_to_others"] == ["25"]
