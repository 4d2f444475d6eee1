"""The parts of character continuity: boxes, people, looks, groups, marks that are followed."""

import cv2
import numpy as np
import pytest

from projects.media.faces import cascades
from projects.media.faces.appearance import REGIONS, light_of, look
from projects.media.faces.boxes import Box, cropped, joined
from projects.media.faces.cascades import Face, _agreed, _hits, find_faces
from projects.media.faces.comparing import cues, unlikeness
from projects.media.faces.following import follow
from projects.media.faces.grouping import group
from projects.media.faces.tracks import CROWD, people_of
from tests.projects.media.people_drawn import person, relit, room

RED, GREEN = (30, 30, 170), (40, 140, 40)


def face_at(left, top, size=40.0, votes=3):
    return Face(Box(left, top, size, size), votes, 0.7)


def pictures(count, picture=None):
    return [(n, picture if picture is not None else room(n)) for n in range(count)]


BOX = Box(100, 60, 44, 44)


def looked(picture, box=BOX, face=True):
    return look(picture, box, light_of(picture), list(REGIONS), face)


def test_boxes_know_what_they_share_and_what_is_in_the_picture():
    one, other = Box(0, 0, 10, 10), Box(5, 0, 10, 10)
    assert one.shared(other) == pytest.approx(1 / 3)
    assert one.shared(Box(20, 20, 5, 5)) == 0
    assert Box(-5, 0, 10, 10).inside(room()) == pytest.approx(0.5)
    assert one.part(0.5, 0.5, 1, 2) == Box(5, 5, 10, 20)
    assert one.scaled(2) == Box(0, 0, 20, 20)
    assert joined([one, other], [1, 3]) == Box(3.75, 0, 10, 10)
    assert cropped(room(), Box(-4, -4, 10, 10)).shape[:2] == (6, 6)
    assert cropped(room(), Box(900, 10, 10, 10)).size == 0


def test_hits_at_one_place_are_one_face_with_a_vote_a_cascade():
    hits = [
        ("frontalface_alt2", Box(10, 10, 40, 40), 9),
        ("frontalface_alt", Box(12, 11, 40, 40), 5),
        ("profileface", Box(20, 12, 40, 40), 2),
        ("frontalface_default", Box(200, 90, 40, 40), 3),
    ]
    first, second = _agreed(hits)
    assert (first.votes, second.votes) == (3, 1)
    assert first.sure > second.sure
    assert 10 <= first.box.left <= 12, "the profile's box does not pull it away"


def test_hits_come_in_one_order_however_threads_found_them(monkeypatch):
    class Found:
        def __init__(self, boxes):
            self.detectMultiScale2 = lambda *_how: (np.array(boxes), [box[0] for box in boxes])

    told = []
    for boxes in ([(30, 9, 8, 8), (4, 5, 6, 6)], [(4, 5, 6, 6), (30, 9, 8, 8)]):
        monkeypatch.setattr(cascades, "_cascade", lambda _name, boxes=boxes: Found(boxes))
        told.append(_hits("any", np.zeros((9, 9), np.uint8), 5, 1.1))
    assert told[0] == told[1] == [(Box(4, 5, 6, 6), 4), (Box(30, 9, 8, 8), 30)]


def test_an_empty_room_has_no_faces():
    assert find_faces(room()) == []
    assert find_faces(np.zeros((90, 160, 3), np.uint8), "thorough") == []


def test_who_is_seen_again_is_one_person_and_one_lone_hit_is_nobody():
    found = [[face_at(100 + 5 * n, 60)] for n in range(4)]
    found[2].append(face_at(250, 180))
    (seen,), crowd = people_of(pictures(4), found)
    assert list(seen.places) == [0, 1, 2, 3] and not crowd
    assert seen.sure == 1.0


def test_a_shot_of_one_frame_takes_three_votes():
    assert people_of(pictures(1), [[face_at(100, 60, votes=2)]])[0] == []
    assert len(people_of(pictures(1), [[face_at(100, 60)]])[0]) == 1


def test_two_at_once_are_two_however_near():
    found = [[face_at(100, 60), face_at(130, 60)] for _ in range(3)]
    people, _crowd = people_of(pictures(3), found)
    assert len(people) == 2
    assert all(len(seen.places) == 3 for seen in people)


def test_a_print_on_the_chest_is_nobody_but_a_child_before_somebody_is():
    picture = person(room(), 100, 40, clothes=(90, 90, 90))
    found = [[face_at(100, 40, 44), face_at(104, 110, 36)] for _ in range(3)]
    (seen,), _crowd = people_of(pictures(3, picture), found)
    assert seen.places[0].top == 40
    child = person(picture.copy(), 104, 110, clothes=RED, size=36)
    assert len(people_of(pictures(3, child), found)[0]) == 2


def test_a_crowd_is_cut_and_told():
    faces = [face_at(60 * n, 10, 30 + n) for n in range(CROWD + 3)]
    people, crowd = people_of(pictures(2), [faces, faces])
    assert (len(people), crowd) == (CROWD, True)
    assert people[0].size == 30 + CROWD + 2, "the largest are taken"


def test_another_light_changes_little_and_other_clothes_change_much():
    here = looked(person(room(), 100, 60, clothes=RED))
    dimmed = relit(person(room(1), 100, 60, clothes=RED), (0.5, 0.6, 0.7))
    other = looked(person(room(2), 100, 60, clothes=GREEN, face=9))
    lit, unlit = cues([here], [looked(dimmed)]), cues([here], [other])
    assert lit["wardrobe"] < unlit["wardrobe"] / 3
    assert lit["face"] < unlit["face"] / 2
    assert unlikeness([here], [looked(dimmed)]) < 1 < unlikeness([here], [other])


def test_what_is_out_of_the_picture_is_not_compared():
    low = looked(person(room(), 100, 190, clothes=RED), Box(100, 190, 44, 44))
    assert set(low.colours) == {"hair", "skin"} and low.clothes is None
    gone = looked(room(), Box(-200, -200, 44, 44))
    assert gone.colours == {} and gone.face is None
    assert np.isnan(unlikeness([gone], [low]))


def test_faces_are_described_only_where_they_may_be():
    picture = person(room(), 100, 60, clothes=RED)
    box = Box(100, 60, 44, 44)
    alone = look(picture, box, light_of(picture), ["wardrobe"], False)
    assert alone.face is None and set(alone.colours) == {"wardrobe"}


def far(*rows):
    return np.array(rows, np.float64)


def test_the_nearest_are_joined_and_never_two_who_are_seen_at_once():
    table = far([0, 0.2, 0.3], [0.2, 0, 0.25], [0.3, 0.25, 0])
    free = np.zeros((3, 3), bool)
    assert group(table, free) == [0, 0, 0]
    apart = free.copy()
    apart[0, 1] = apart[1, 0] = True
    assert group(table, apart) == [0, 1, 1]


def test_far_and_unknown_stay_apart_and_numbers_follow_the_first_appearance():
    table = far([0, 3, np.nan], [3, 0, 0.5], [np.nan, 0.5, 0])
    assert group(table, np.zeros((3, 3), bool)) == [0, 1, 1]
    assert group(far(), np.zeros((0, 0), bool)) == []


def test_a_given_name_decides():
    table = far([0, 0.1, 5], [0.1, 0, 5], [5, 5, 0])
    assert group(table, np.zeros((3, 3), bool), ["Ada", "Bea", "Ada"]) == [0, 1, 0]


def moving(steps, left=lambda n: 60 + 4 * n):
    return [(n, person(room(n), left(n), 60, clothes=RED)) for n in range(steps)]


def test_a_mark_is_followed_both_ways():
    found = follow(moving(20), 10, Box(100, 60, 44, 44))
    assert sorted(found.places) == list(range(20)) and not found.lost
    for number, box in found.places.items():
        assert box.left == pytest.approx(60 + 4 * number, abs=4)
        assert box.top == pytest.approx(60, abs=4)


def test_a_mark_that_leaves_the_picture_ends_there():
    found = follow(moving(13, lambda n: 150 + 14 * n), 0, Box(150, 60, 44, 44))
    assert found.left or found.lost
    assert max(found.places) < 12
    assert all(box.inside(room()) >= 0.3 for box in found.places.values())


def test_a_mark_is_lost_where_the_picture_changes():
    pictures = moving(4) + [(n, room(n)) for n in range(4, 8)]
    found = follow(pictures, 0, Box(60, 60, 44, 44))
    assert found.lost == [4] and max(found.places) == 3


def test_a_mark_on_nothing_and_one_frame_alone():
    black = [(n, np.zeros((90, 160, 3), np.uint8)) for n in range(3)]
    assert follow(black, 1, Box(40, 20, 30, 30)).lost == [2, 0]
    assert list(follow(moving(1), 0, Box(60, 60, 44, 44)).places) == [0]


def test_the_light_is_that_of_the_picture():
    warm = relit(room(), (0.5, 0.75, 1.0))
    blue, green, red = light_of(warm)
    assert blue < green < red
    assert max(light_of(room())) == pytest.approx(min(light_of(room())), abs=0.02)
    half = light_of(relit(room(), (0.5, 0.5, 0.5)))
    assert half / light_of(room()) == pytest.approx([0.5, 0.5, 0.5], abs=0.05)
    black = light_of(np.zeros((50, 50, 3), np.uint8))
    assert 0 < max(black) < 0.05, "nothing is divided by nothing"
    assert cv2.__version__.startswith("4."), "version 5 has no cascades"
