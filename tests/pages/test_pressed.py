"""What a visitor presses is heard, whatever script run began or ended meanwhile."""

from __future__ import annotations

import json

import pytest
from streamlit.components.v2.presentation import make_bidi_component_presenter
from streamlit.proto.WidgetStates_pb2 import WidgetStates
from streamlit.runtime.scriptrunner_utils.script_run_context import ThreadState
from streamlit.runtime.state import SafeSessionState, SessionState
from streamlit.runtime.state.common import WidgetMetadata

from pages.shared.session.pressed import hold_presses

COMPONENT, EVENTS = "$$ID-0-told", "$$STREAMLIT_INTERNAL_KEY_$$ID-0-told__events"


@pytest.fixture
def heard() -> list[object]:
    return []


@pytest.fixture
def state(heard: list[object]) -> SessionState:
    """A session whose script has shown a component, which tells what is pressed in it."""
    hold_presses()
    ThreadState.initialize()
    state = SessionState()
    state._key_id_mapper["told"] = COMPONENT
    callbacks = {"go": lambda: heard.append(state["told"]["go"])}
    present = make_bidi_component_presenter(EVENTS, COMPONENT, {"go"})
    for widget, kind, presenter in (
        (COMPONENT, "json_value", present),
        (EVENTS, "json_trigger_value", None),
    ):
        state._set_widget_metadata(
            WidgetMetadata(
                id=widget,
                deserializer=lambda text: json.loads(text or "null"),
                serializer=json.dumps,
                value_type=kind,  # type: ignore[arg-type]
                callbacks=callbacks,
                presenter=presenter,
            )
        )
    return state


def tell(state: SessionState, where: str) -> None:
    """Press a button of the component: a script run begins."""
    told = WidgetStates()
    one = told.widgets.add(id=EVENTS)
    one.json_trigger_value = json.dumps([{"event": "go", "value": where}])
    SafeSessionState(state, lambda: None).on_script_will_rerun(told)


def test_a_component_is_heard_that_still_has_its_value(
    state: SessionState, heard: list[object]
) -> None:
    state._old_state[COMPONENT] = {"kept": 1}
    tell(state, "train")
    assert heard == ["train"]
    assert state["told"]["kept"] == 1


def test_a_component_is_heard_whose_value_another_script_run_has_thrown_away(
    state: SessionState, heard: list[object]
) -> None:
    assert COMPONENT not in state._old_state
    tell(state, "train")
    tell(state, "microscope")
    assert heard == ["train", "microscope"]
