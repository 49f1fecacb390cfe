"""The levels of the microscope: what the link says of them, what is counted, and what leads on."""

from __future__ import annotations

import json
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from pages.shared.draw.blanks import LONGEST
from pages.shared.lesson.entries import MOST_TASKS, Entries
from pages.shared.session.handed_over import read_answer
from pages.shared.session.memory import Memory
from pages.shared.session.remembered import ANSWER
from perceptron.lessons.microscope.blanks import LEVELS, MAX_FIELDS
from perceptron.lessons.microscope.phases import PHASES
from tests.pages.opening import follow_link, new_session, open_page, switch_to

FORWARD = ["0", "4", "3", "-1", "1", "0", "2", "-2"]


def words(app: AppTest) -> str:
    return " ".join(one.value for kind in (app.markdown, app.caption, app.success) for one in kind)


def press(app: AppTest, label: str) -> AppTest:
    return next(one for one in app.button if one.label.startswith(label)).click().run()


def entries(app: AppTest) -> Entries:
    """What was typed into the task that is shown: the one that was begun last."""
    known: dict[str, Any] = app.session_state["entries"]
    return list(known.values())[-1]


def typed(app: AppTest, phase: str, texts: list[str]) -> AppTest:
    """Type into the fields of a phase, as the browser sends it."""
    entries(app).texts[phase] = texts
    return app.run()


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("phase", [phase.name for phase in PHASES])
def test_level_and_phase_stand_in_the_link(level: str, phase: str) -> None:
    app = follow_link("microscope", level=level, phase=phase)
    assert not app.exception
    assert app.segmented_control(key="level").value == level
    assert app.query_params.get("level") == (None if level == "worked" else level)
    assert app.query_params.get("phase") == (None if phase == "forward" else phase)
    assert ("right in this phase" in words(app)) == (level != "worked")


def test_what_is_asked_is_told_nowhere_on_the_page() -> None:
    for phase, told in (("loss", "18.38"), ("gradients", "**−4**"), ("update", "goes from")):
        assert told in words(follow_link("microscope", phase=phase))
        assert told not in words(follow_link("microscope", phase=phase, level="blanks"))
    items = data_of(follow_link("microscope", phase="gradients", level="alone"))["items"]
    told = {one["name"]: one for one in items if isinstance(one, dict)}
    for name in ("weight_gradient", "bias_gradient"):
        assert {cell for row in told[name]["cells"] for cell in row} == {""}
        assert not told[name]["sums"], "nor what they are computed from"
    assert "" not in told["delta"]["cells"][0]


def test_right_entries_are_counted_and_a_phase_that_is_shown_does_not_count() -> None:
    app = follow_link("microscope", level="alone")
    assert "0 of 8 entries right" in words(app)
    typed(app, "forward", [*FORWARD[:5], "7", "x", ""])
    assert "**5 of 8 entries right in this phase.**" in words(app)
    press(app, "Show me this phase")
    assert "**5 of 8 entries right in this phase.**" in words(app)
    assert "it does not count as yours" in words(app)
    app.segmented_control(key="phase").set_value("update").run()
    assert "Of the 41 entries of this update 5 are yours." in words(app)
    assert "Still open: loss, delta, gradients, update. Shown to you: forward." in words(app)


def solved(app: AppTest) -> AppTest:
    """Fill in every phase by what the page itself would show."""
    for phase in PHASES:
        app.segmented_control(key="phase").set_value(phase.name).run()
        here = entries(app)
        here.given_up.add(phase.name)
        app.run()
        shown = [one["text"] for one in data_of(app)["blanks"]]
        here.given_up.clear()
        typed(app, phase.name, shown)
    return app


def data_of(app: AppTest) -> dict[str, Any]:
    """What the component is told."""
    found = next(one for one in app.get("bidi_component") if "blanks" in one.proto.json)
    data: dict[str, Any] = json.loads(found.proto.json)
    return data


def test_from_level_to_level() -> None:
    app = open_page("microscope")
    app.segmented_control(key="phase").set_value("update").run()
    press(app, "Next level: fill in a few blanks")
    assert (app.session_state["level"], app.session_state["phase"]) == ("blanks", "forward")
    solved(app)
    assert "You filled in all 13 blanks of this update yourself." in words(app)
    press(app, "Next level: alone, with other numbers")
    assert app.session_state["try"] == 2, "those before were seen"
    assert (app.session_state["level"], app.session_state["phase"]) == ("alone", "forward")
    assert "0 of 8 entries right" in words(app)
    solved(app)
    assert "You did a whole update alone: all 41 entries, in all 5 phases." in words(app)
    press(app, "Once more, with other numbers")
    assert app.session_state["try"] == 3
    assert app.session_state["phase"] == "forward"


def test_other_numbers_of_other_data_are_those_of_the_next_batch() -> None:
    app = follow_link("microscope", level="blanks", numbers="notebooks-data", batch="4")
    press(app, "Try with other numbers")
    assert app.session_state["batch"] == 1
    assert not app.exception


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> Memory:
    """What the browser is told to keep."""
    memory = Memory()
    monkeypatch.setattr("pages.shared.lesson.entries.memory", lambda: memory)
    return memory


@pytest.mark.usefixtures("keeping_browser")
def test_what_was_typed_comes_back_and_nothing_else_does() -> None:
    name = entries(follow_link("microscope", level="alone")).name
    key = f"{ANSWER}entries-{name}"
    whole = {"of": name, "guess": [["forward", *FORWARD]], "stage": ""}

    def reloaded(kept: dict[str, Any], typed_before: list[str] | None = None) -> AppTest:
        app = switch_to(new_session(level="alone"), "microscope")
        if typed_before:
            typed(app, "forward", typed_before)
        app.session_state["test_store"] = json.dumps({key: json.dumps(kept)})
        app.run()
        assert not app.exception
        return app

    assert "8 of 8 entries right" in words(reloaded(whole))
    again = reloaded(whole, ["", "5", *[""] * 6])
    assert entries(again).texts["forward"] == [FORWARD[0], "5", *FORWARD[2:]], "newer ones win"
    other = follow_link("microscope", level="blanks")
    assert entries(other).name != name, "of another level nothing comes back"
    for guess in ("x", [["forward", 1]], [["forward", *["9" * 500] * 3]], [[]], [7], [["no"] * 9]):
        app = reloaded(whole | {"guess": guess, "stage": "nonsense"})
        assert "0 of 8 entries right" in words(app)
    assert "5 of 8" in words(reloaded(whole | {"guess": [["forward", *FORWARD[:5]]]}))


def test_what_is_typed_is_kept_as_it_comes_back(kept: Memory) -> None:
    here = Entries("one")
    here.take("forward", ["1", ""])
    here.take("delta", ["“", "x" * 16])
    here.take("forward", ["1", "2"])
    assert here.checked == ("forward", [1])
    here.give_up("delta")
    here.take("delta", ["3", "4"])
    assert here.texts["delta"][0] == "“", "what is shown is not overwritten"
    kept.answers["entries-one"] = read_answer(kept.entries[f"{ANSWER}entries-one"])
    again = Entries("one")
    again.recall()
    assert (again.texts, again.given_up) == (here.texts, here.given_up)
    full = Entries("two")
    for phase in PHASES:
        full.take(phase.name, ["−" * LONGEST] * MAX_FIELDS)
    assert read_answer(kept.entries[f"{ANSWER}entries-two"])["guess"], "it is not too long"


def test_the_browser_keeps_a_limited_number_of_tasks(kept: Memory) -> None:
    for k in range(MOST_TASKS + 5):
        Entries(str(k)).take("forward", ["1"])
    assert len(kept.entries) == MOST_TASKS
    assert f"{ANSWER}entries-4" not in kept.entries
    assert f"{ANSWER}entries-{MOST_TASKS + 4}" in kept.entries


def test_a_visitor_can_have_it_all_forgotten() -> None:
    app = follow_link("microscope", level="alone")
    typed(app, "forward", FORWARD)
    switch_to(app, "runs")
    next(one for one in app.button if one.key == "forget").click().run()
    switch_to(app, "microscope")
    assert app.session_state["level"] == "alone"
    assert "0 of 8 entries right" in words(app)
