"""What a store of rooms must do, held against each of them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from perceptron.room import store as bounds
from perceptron.room.errors import ClosedError, FullError, NoRoomError
from perceptron.room.store import Commit, Kept, Store
from tests.room.conftest import Place

KEPT = 0.4  # seconds that rooms are kept here


def open_vote(store: Store, room: str = "ROOM2", ballot: str = "one/1") -> None:
    assert store.create(room, "first")
    assert store.replace(room, 1, "asked", ballot)


def test_a_code_is_given_once(store: Store) -> None:
    assert store.create("ROOM2", "first")
    assert not store.create("ROOM2", "other")
    assert store.read("ROOM2") == Kept(1, "first", "")


def test_a_record_is_kept_to_the_letter(store: Store) -> None:
    record = '{"prompt":"Wächst η·‖∇L‖² — oder nicht?\\n\u0000 \'\\"%^ "}'
    assert store.create("ROOM2", record)
    assert store.read("ROOM2").record == record


def test_who_has_not_seen_the_last_change_writes_nothing(store: Store) -> None:
    store.create("ROOM2", "first")
    assert store.replace("ROOM2", 1, "second", "one/1")
    assert not store.replace("ROOM2", 1, "late", "")
    assert not store.replace("ROOM2", 3, "early", "")
    assert store.read("ROOM2") == Kept(2, "second", "one/1")


def test_of_those_who_write_at_once_one_does(store: Store) -> None:
    store.create("ROOM2", "0")
    with ThreadPoolExecutor(16) as threads:
        for version in range(1, 20):
            tries = [threads.submit(store.replace, "ROOM2", version, str(k), "") for k in range(16)]
            written = [one.result() for one in tries]
            assert sum(written) == 1
            assert store.read("ROOM2") == Kept(version + 1, str(written.index(True)), "")


def test_the_last_commit_is_kept_and_an_older_one_changes_nothing(store: Store) -> None:
    open_vote(store)
    first, second = Commit(1, "three"), Commit(2, 'of "four"  words 5')
    assert store.commit("ROOM2", "one/1", "ada", first) == first
    assert store.commit("ROOM2", "one/1", "ada", second) == second
    assert store.commit("ROOM2", "one/1", "ada", first) == second
    assert store.commit("ROOM2", "one/1", "ada", Commit(2, "another")) == second
    assert store.commit("ROOM2", "one/1", "ada", Commit(11, "more")) == Commit(11, "more")
    assert store.commit("ROOM2", "one/1", "ben", first) == first
    assert store.commits("ROOM2", "one/1") == {"ada": Commit(11, "more"), "ben": first}
    assert store.committed("ROOM2", "one/1", "ada") == Commit(11, "more")
    assert store.committed("ROOM2", "one/1", "cy") is None
    assert store.count("ROOM2", "one/1") == 2


def test_only_the_vote_that_is_open_takes_commits(store: Store) -> None:
    open_vote(store)
    store.commit("ROOM2", "one/1", "ada", Commit(1, "a"))
    with pytest.raises(ClosedError):
        store.commit("ROOM2", "one/2", "ada", Commit(1, "a"))
    with pytest.raises(ClosedError):
        store.commit("ROOM2", "", "ada", Commit(1, "a"))
    store.replace("ROOM2", 2, "closed", "")
    for ballot in ("one/1", ""):
        with pytest.raises(ClosedError):
            store.commit("ROOM2", ballot, "ben", Commit(1, "a"))
    with pytest.raises(ClosedError):
        store.commit("ROOM2", "one/1", "ada", Commit(2, "b"))
    store.replace("ROOM2", 3, "again", "one/2")
    store.commit("ROOM2", "one/2", "ada", Commit(1, "c"))
    assert store.commits("ROOM2", "one/1") == {"ada": Commit(1, "a")}
    assert store.commits("ROOM2", "one/2") == {"ada": Commit(1, "c")}
    assert store.students("ROOM2").keys() == {"ada"}


def test_a_commit_whose_answer_got_lost_is_taken_again_after_the_close(store: Store) -> None:
    open_vote(store)
    store.commit("ROOM2", "one/1", "ada", Commit(3, "kept"))
    store.replace("ROOM2", 2, "closed", "")
    assert store.commit("ROOM2", "one/1", "ada", Commit(3, "kept")) == Commit(3, "kept")
    assert store.commit("ROOM2", "one/1", "ada", Commit(2, "old")) == Commit(3, "kept")


def test_rooms_know_nothing_of_each_other(store: Store) -> None:
    open_vote(store, "ROOM2")
    open_vote(store, "ROOM3")
    store.commit("ROOM2", "one/1", "ada", Commit(1, "a"))
    assert store.count("ROOM3", "one/1") == 0
    assert store.students("ROOM3") == {}
    store.delete("ROOM3")
    assert store.count("ROOM2", "one/1") == 1


def test_students_are_there_since_they_were_heard(place: Place) -> None:
    store = place.store
    open_vote(store)
    store.hear("ROOM2", "ada", "live")
    store.commit("ROOM2", "one/1", "ben", Commit(1, "a"))
    place.wait(0.2)
    store.hear("ROOM2", "cy", "asking")
    store.hear("ROOM2", "ben", "asking")
    heard = store.students("ROOM2")
    assert {who: one.how for who, one in heard.items()} == {
        "ada": "live", "ben": "asking", "cy": "asking",
    }  # fmt: skip
    assert 0.2 <= heard["ada"].seconds < 2
    assert 0 <= heard["ben"].seconds < heard["ada"].seconds


def test_a_full_room_lets_nobody_else_in_and_keeps_those_who_are(store: Store) -> None:
    open_vote(store)
    for k in range(bounds.MAX_STUDENTS - 1):
        store.hear("ROOM2", f"student{k}", "live")
    store.commit("ROOM2", "one/1", "last", Commit(1, "a"))
    with pytest.raises(FullError):
        store.hear("ROOM2", "ada", "live")
    with pytest.raises(FullError):
        store.commit("ROOM2", "one/1", "ada", Commit(1, "a"))
    store.hear("ROOM2", "student0", "asking")
    store.commit("ROOM2", "one/1", "student1", Commit(1, "a"))
    assert store.count("ROOM2", "one/1") == 2
    assert len(store.students("ROOM2")) == bounds.MAX_STUDENTS == 500


def test_two_hundred_rooms_are_open_at_most(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    store = place.store
    monkeypatch.setattr(bounds, "SECONDS_KEPT", 2.0)
    for k in range(bounds.MAX_ROOMS):
        assert store.create(f"R{k:04}", "")
    assert not store.create("R0000", "")
    with pytest.raises(FullError, match="200 rooms"):
        store.create("OTHER", "")
    store.delete("R0000")
    assert store.create("OTHER", "")
    with pytest.raises(FullError):
        store.create("R0000", "")
    place.wait(1.2)
    store.renew("R0001")
    place.wait(1.2)  # all others are over
    for k in range(2, bounds.MAX_ROOMS + 1):
        assert store.create(f"R{k:04}", "")
    with pytest.raises(FullError):
        store.create("R0000", "")


def test_nothing_is_left_when_the_teacher_was_away_for_too_long(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert bounds.SECONDS_KEPT == 3 * 60 * 60
    monkeypatch.setattr(bounds, "SECONDS_KEPT", KEPT)
    store = place.store
    open_vote(store)
    store.commit("ROOM2", "one/1", "ada", Commit(1, "a"))
    place.wait(0.6 * KEPT)
    store.commit("ROOM2", "one/1", "ben", Commit(1, "a"))  # students do not keep a room open
    place.wait(0.6 * KEPT)
    assert_gone(store)
    assert store.create("ROOM2", "new")
    assert (store.count("ROOM2", "one/1"), store.students("ROOM2")) == (0, {})


def test_what_is_kept_lasts_as_long_as_the_teacher_is_seen(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounds, "SECONDS_KEPT", KEPT)
    store = place.store
    open_vote(store)
    store.commit("ROOM2", "one/1", "ada", Commit(1, "a"))
    for _ in range(3):
        place.wait(0.6 * KEPT)
        store.renew("ROOM2")
    assert store.commits("ROOM2", "one/1") == {"ada": Commit(1, "a")}
    assert store.students("ROOM2").keys() == {"ada"}


def assert_gone(store: Store) -> None:
    for ask in (
        lambda: store.read("ROOM2"),
        lambda: store.replace("ROOM2", 2, "", ""),
        lambda: store.renew("ROOM2"),
        lambda: store.commit("ROOM2", "one/1", "ada", Commit(9, "a")),
        lambda: store.commits("ROOM2", "one/1"),
        lambda: store.committed("ROOM2", "one/1", "ada"),
        lambda: store.count("ROOM2", "one/1"),
        lambda: store.hear("ROOM2", "ada", "live"),
        lambda: store.students("ROOM2"),
    ):
        with pytest.raises(NoRoomError, match="no room with this code"):
            ask()


def test_a_room_that_is_closed_leaves_nothing(store: Store) -> None:
    open_vote(store)
    store.commit("ROOM2", "one/1", "ada", Commit(1, "a"))
    store.delete("ROOM2")
    assert_gone(store)
    store.delete("ROOM2")
    open_vote(store)
    assert (store.count("ROOM2", "one/1"), store.students("ROOM2")) == (0, {})


def test_tries_are_counted_for_a_while(place: Place) -> None:
    allow = place.store.allow
    assert [allow("a", 3, 1) for _ in range(3)] == [True] * 3
    assert [allow("a", 3, 1) for _ in range(3)] == [False] * 3
    assert allow("b", 3, 1)
    place.wait(1.2)
    assert allow("a", 3, 1)


def test_to_ask_whether_a_try_is_allowed_is_none(store: Store) -> None:
    assert all(store.allow("a", 2, 60, 0) for _ in range(5))
    assert store.allow("a", 2, 60)
    assert store.allow("a", 2, 60, 0)
    assert store.allow("a", 2, 60)
    assert not store.allow("a", 2, 60, 0)
