"""Follow me: what a teacher shows leads the phones, with its settings, calmly, and if wished."""

from __future__ import annotations

import time
from typing import Any
from urllib.parse import urlencode

import pytest

from pages.shared.pages import PAGES
from pages.shared.room import leading
from pages.shared.room.student import go_there
from pages.shared.room.teacher import ALONE
from tests.pages.opening import switch_to
from tests.pages.room import buttons, join, new_room, shown, teach, vote, written
from tests.room.asking import ITS_KEY, RISES

PLACES = {  # settings of each page's own controls, and of the sidebar
    "home": {"steps": "long"},
    "train": {"learning_rate": "0.3", "samples": "50"},
    "microscope": {"phase": "delta", "batch": "2"},
    "last_batch": {"rule": "weighted"},
    "step_size": {"view": "directions"},
    "four_axes": {"slices": "3"},
    "agreement": {"numbers": "notebooks-data"},
    "cost": {"grows": "samples"},
    "clinic": {},
    "write": {},
    "notation": {},
    "measure": {},
    "glossary": {},
}


def follow(phone: Any, there: str) -> Any:
    """Let a phone be led, as its component does it."""
    page, _, query = there.partition("?")
    pairs = dict(part.split("=") for part in query.split("&")) if query else {}
    phone.session_state["go_to"] = page
    phone.session_state["go_with"] = pairs
    phone.run()
    assert not phone.exception
    return phone


def test_every_page_that_phones_follow_to_is_tried() -> None:
    assert set(PLACES) == {page.name for page in PAGES} - ALONE
    assert go_there  # what `follow` stands for


@pytest.mark.parametrize("page", PLACES)
def test_a_page_is_led_to_with_its_settings_and_back_to_none(page: str) -> None:
    here = new_room()
    app = teach(here, page, **PLACES[page])
    assert not app.exception
    there = here.state.page
    assert there.partition("?")[0] == page
    for name in PLACES[page]:
        assert f"{name}=" in there, "or the address does not know it"
    phone = follow(join(here, "join"), there)
    assert phone.session_state["address"].page == page
    if page == "clinic":  # its patient is drawn, and stands sealed in the address of a phone
        assert phone.session_state["clinic_patient"][0] == app.session_state["clinic_patient"][0]
        assert written(phone)["case"] != written(app)["case"]
        return
    assert written(phone) == written(app)
    assert set(written(follow(phone, page))) == set(), "what is not said has its default"


@pytest.mark.parametrize("page", sorted(ALONE - {"guide"}))
def test_no_phone_is_led_to_pages_of_ones_own(page: str) -> None:
    here = new_room()
    here.show("train")
    assert not teach(here, page).exception
    assert here.state.page == "train"


def test_a_moving_slider_leads_at_once_and_then_to_where_it_rests(monkeypatch: Any) -> None:
    monkeypatch.setattr(leading, "PAUSE", 0.4)
    here = new_room()
    leader, shows = leading.Leader(), []
    version = here.store.read(here.room).version
    for k in range(30):
        leader.lead(here, f"train?samples={k}")
        shows.append(here.state.page)
    assert set(shows) == {"train?samples=0"}
    until = time.monotonic() + 10
    while here.state.page != "train?samples=29" and time.monotonic() < until:
        time.sleep(0.02)
    assert here.state.page == "train?samples=29"
    assert here.store.read(here.room).version == version + 2
    leader.lead(here, "cost?grows=samples")
    assert here.state.page == "cost?grows=samples", "another page is led to at once"
    leader.lead(here, "cost?grows=inputs")
    leader.leave(here)
    assert here.state.page == "cost?grows=inputs", "what rested last is not lost"
    assert list(here.state.seen) == ["train?samples=29", "cost?grows=inputs"], "each page once"


def test_what_waits_never_takes_a_question_or_another_machine_s_page_away(monkeypatch: Any) -> None:
    monkeypatch.setattr(leading, "PAUSE", 0.1)
    here, leader = new_room(), leading.Leader()
    leader.lead(here, "train?samples=1")
    leader.lead(here, "train?samples=2")
    here.ask(RISES, ITS_KEY)
    time.sleep(0.3)
    assert here.state.on == RISES.name
    leader.leave(here)
    leader.lead(here, "train?samples=3")
    leader.lead(here, "train?samples=4")
    here.show("cost")
    time.sleep(0.3)
    assert here.state.page == "cost"


def test_a_store_that_is_away_for_once_is_tried_again() -> None:
    here, leader = new_room(), leading.Leader()
    other = new_room()
    other.close()
    with pytest.raises(ValueError, match="no room"):
        leader.lead(other, "train")
    leader.lead(here, "train")
    assert here.state.page == "train"


def test_phones_stay_with_an_open_question_until_the_teacher_shows_the_page() -> None:
    here = new_room()
    here.ask(RISES, ITS_KEY)
    app = teach(here, "microscope", phase="delta")
    assert here.state.on == RISES.name, "looking something up takes no question away"
    app.button(key="room_show").click().run()
    assert here.state.page.partition("?")[0] == "microscope"
    assert "phase=delta" in here.state.page


def test_with_following_off_nothing_leads_but_the_button() -> None:
    here = new_room()
    app = teach(here, "teach")
    assert app.toggle(key="room_follow").value is True
    app.toggle(key="room_follow").set_value(False).run()
    assert here.state.follow is False
    app = teach(here, "step_size", view="directions")
    assert not here.state.page
    assert app.button(key="room_show").label == "Show this page"
    app.button(key="room_show").click().run()
    assert "view=directions" in here.state.page
    assert app.button(key="room_show").label == "Show it as it is now"
    app = teach(here, "teach")
    app.toggle(key="room_follow").set_value(True).run()
    assert not buttons(teach(here, "step_size"), "room_show"), "it leads by itself again"


def test_another_machine_s_switch_is_seen_on_this_one() -> None:
    here = new_room()
    app = teach(here, "teach")
    here.let_follow(False)
    assert app.run().toggle(key="room_follow").value is False


def test_free_phones_find_only_the_pages_shown_so_far(monkeypatch: Any) -> None:
    here = new_room()
    here.let_follow(False)
    here.show("train")
    here.show("microscope?phase=delta")
    listed: list[set[str]] = []
    by_group = __import__("pages.shared.frame.frame", fromlist=["x"]).by_group
    monkeypatch.setattr(
        "pages.shared.frame.frame.by_group", lambda seen: listed.append(seen) or by_group(seen)
    )
    join(here, "join").run()
    assert listed[-1] == {"join", "train", "microscope"}


@pytest.mark.parametrize(
    ("been", "there", "opens"),
    [
        ({}, {}, True),
        ({}, {"phase": "gradients"}, False),
        ({}, {"level": "alone"}, True),
        ({}, {"level": "blanks", "phase": "loss"}, False),
        ({"phase": "gradients"}, {"phase": "delta"}, True),
        ({"level": "blanks", "phase": "delta"}, {"phase": "delta"}, False),
        ({"level": "blanks", "phase": "delta"}, {"level": "alone", "phase": "loss"}, True),
    ],
)
def test_a_phase_is_closed_on_phones_until_the_teacher_has_been_there(
    been: dict[str, str], there: dict[str, str], opens: bool
) -> None:
    here = new_room()
    teach(here, "microscope", **been)
    phone = join(here, "microscope", **there)
    assert ("Your teacher has not been there yet" not in shown(phone)) is opens
    assert bool(phone.get("latex")) is opens
    assert len(phone.expander) == opens, "not its code either"


def test_a_phase_stays_open_and_all_are_open_once_the_room_is_closed() -> None:
    here = new_room()
    teacher = teach(here, "microscope")
    phone = join(here, "microscope", phase="gradients")
    following = next(one for one in phone.button if one.label == "Next")
    teacher.session_state["phase"] = "gradients"
    teacher.run()
    here.show("microscope?phase=gradients")  # a slow leader may lag behind
    teacher.session_state["phase"] = "forward"
    teacher.run()
    here.show("cost")
    assert "not been there yet" not in shown(phone.run()), "once reached it stays open"
    following = next(one for one in phone.button if one.label == "Next")
    assert following.disabled, "update was not reached"
    phone.session_state["phase"] = "update"
    assert "not been there yet" in shown(phone.run())
    here.close()
    assert "not been there yet" not in shown(phone.run())
    assert phone.get("latex")


def test_the_rest_of_a_phase_is_told_on_phones_only_where_the_teacher_has_worked_it_out() -> None:
    for level, told in (("worked", True), ("blanks", False)):
        here = new_room()
        teach(here, "microscope", level=level, phase="delta")
        phone = join(here, "microscope", level="blanks", phase="delta")
        assert bool(buttons(phone, "show_phase")) is told


def test_every_page_tells_the_teacher_of_the_room_and_leads_back() -> None:
    here = new_room()
    here.ask(RISES, ITS_KEY)
    vote(here, 1, "up")
    for page in PLACES:
        app = teach(here, page)
        assert f"Room **{here.room}**" in shown(app), page
        assert buttons(app, "room_back") == ["room_back"]
    app.button(key="room_back").click().run()
    assert app.session_state["address"].page == "teach"
    assert not buttons(app, "room_back")
    assert "Room **" not in shown(switch_to(join(here, "join"), "notation"))


def test_the_address_of_a_page_holds_no_one_s_own() -> None:
    here = new_room()
    teach(here, "microscope", projector="on", phase="delta", wait="yes")
    assert urlencode({"phase": "delta"}) in here.state.page
    for own in ("projector", "wait", "key", "room"):
        assert f"{own}=" not in here.state.page
