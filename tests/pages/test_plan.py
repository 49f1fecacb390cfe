"""The teacher's plan on the page: walked, changed, written, kept; and what others see of it."""

from __future__ import annotations

import json

import pytest
from streamlit.testing.v1 import AppTest

from pages.shared.lesson.own_questions import MOST, skeleton
from pages.shared.room.plan import known
from pages.shared.server.rooms import rooms
from perceptron.room.plan import QUESTION, Step
from perceptron.room.plan_file import pack_plan, read_plan
from tests.pages.opening import follow_link, new_session, open_page, switch_to

pytestmark = pytest.mark.usefixtures("keeping_browser")


@pytest.fixture
def app() -> AppTest:
    """The page of a teacher whose room is open."""
    return press(open_page("teach"), "Open a room")


def press(app: AppTest, label: str) -> AppTest:
    return next(one for one in app.button if one.label == label).click().run()


def labels(app: AppTest) -> list[str]:
    assert not app.exception
    return [one.label for one in app.button]


def steps(app: AppTest) -> list[str]:
    return [one.label for one in app.button if (one.key or "").startswith("plan_step_")]


def words(app: AppTest) -> str:
    assert not app.exception
    boxes = [
        *app.markdown,
        *app.caption,
        *app.warning,
        *app.info,
        *app.header,
        *app.success,
        *app.error,
    ]
    return "\n".join(one.value for one in boxes)


def room_of(app: AppTest):
    return rooms().teaching(*app.session_state["teaching"])


def reloaded(app: AppTest, page: str = "teach", **query: str) -> AppTest:
    """A new session that is handed what the browser has kept of an old one."""
    store = dict(app.session_state["memory"].entries)
    again = switch_to(new_session(**query), page)
    again.session_state["test_store"] = json.dumps(store)
    return again.run().run()


def test_the_plan_is_walked_by_one_press_a_step(app: AppTest) -> None:
    app.session_state["projector"] = True
    app.run()
    assert "plan_step_0" not in {one.key for one in app.button}, "the plan is not for the wall"
    seen = []
    for _ in range(60):
        if not any(one.key == "goes_on_button" for one in app.button):
            break
        label = app.button(key="goes_on_button").label
        seen.append(label)
        app.button(key="goes_on_button").click().run()
        assert not app.exception
        if label == "Next: Home":
            break
    assert seen[:6] == [
        "Next: How many batches?", "Close the question", "Show the spread", "Vote again",
        "Close the question", "Show the spread",
    ]  # fmt: skip
    assert [one for one in seen if one.startswith("Next")][1] == "Next: What one row decides"
    assert "Next: One batch under the microscope" in seen
    assert app.title[0].value == "How a layer learns, three ways"
    assert room_of(app).state.page.startswith("home")
    asked = [*room_of(app).state.asked]
    assert asked == ["batches", "last-row", "curve", "lives", "trial-learning_rate"]


@pytest.mark.parametrize("projector", [False, True])
def test_after_the_last_step_the_wall_says_that_it_was_the_plan(
    app: AppTest, projector: bool
) -> None:
    over = "That was the plan. Take home the answers, then close the room."
    app.session_state["plan"] = '[[step]]\nquestion = "batches"\n'
    assert over not in words(app.run()), "it has not begun"
    app.button(key="plan_step_0").click().run()
    app.session_state["projector"] = projector
    for stage in ("asked", "closed", "answer", "why"):
        if stage != "asked":
            room_of(app).move(stage)
        assert (over in words(app.run())) == (stage == "why")


def test_a_step_is_asked_or_shown_by_one_press_and_back_leads_back(app: AppTest) -> None:
    app.button(key="plan_step_2").click().run()
    assert app.title[0].value == "One batch under the microscope"
    assert room_of(app).state.page.startswith("microscope")
    app.button(key="plan_next").click().run()
    assert room_of(app).state.on == "curve"
    assert next(one for one in steps(app) if "now" in one).startswith("15 min")
    app.button(key="plan_back").click().run()
    assert app.title[0].value == "One batch under the microscope"
    app.button(key="plan_back").click().run()
    assert app.title[0].value == "Teach a class"


def test_nothing_on_a_teacher_s_page_leads_past_the_plan(app: AppTest) -> None:
    def ways(app: AppTest) -> list[str]:
        return [one.label for one in app.get("page_link") if one.label.startswith("Next: ")]

    assert not ways(app), "one press too many, and Home is on the wall"
    switch_to(app, "clinic")
    assert not ways(app)
    assert "Plan" in labels(app)
    assert "Next: Home" not in labels(app)
    app.session_state["projector"] = True
    app.run()
    assert app.button(key="goes_on_button").label == "Back to the plan"
    app.button(key="goes_on_button").click().run()
    assert app.button(key="goes_on_button").label.startswith("Next: ")
    assert ways(open_page("clinic")), "who teaches no room goes on as ever"


def test_steps_are_ordered_taken_out_added_and_changed(app: AppTest) -> None:
    first, second, third, *rest = steps(app)
    app.button(key="plan_Down_0").click().run()
    assert steps(app)[:2] == [second, first]
    app.button(key="plan_Up_1").click().run()
    app.button(key="plan_out_1").click().run()
    assert steps(app) == [first, third, *rest]
    app.selectbox(key="plan_question").set_value(Step(QUESTION, "lives", twin=True)).run()
    press(app, "Add it")
    assert steps(app)[-1] == "Learning rate 2.2: twin"
    app.button(key=f"plan_step_{len(steps(app)) - 1}").click().run()
    assert room_of(app).state.on == "lives~twin"
    app.number_input[0].set_value(3)
    app.text_area[0].set_value("Ask Ada first.")
    press(app, "Change it")
    assert steps(app)[0].startswith("3 min")
    app.toggle(key="plan_answers").set_value(True).run()
    assert "Ask Ada first." in words(app)


def test_a_page_is_added_as_the_teacher_has_seen_it_last(app: AppTest) -> None:
    switch_to(app, "train")
    app.slider(key="features").set_value(9).run()
    switch_to(app, "teach")
    press(app, "Add the page that you saw last: Train")
    assert steps(app)[-1].startswith("Train")
    assert 'page = "train?features=9&learning_rate=0.3"' in app.session_state["plan"]
    assert "projector" not in app.session_state["plan"]
    app.button(key=f"plan_step_{len(steps(app)) - 1}").click().run()
    assert app.slider(key="features").value == 9


def test_the_plan_survives_a_reload_with_the_room(app: AppTest) -> None:
    app.button(key="plan_out_0").click().run()
    before = steps(app)
    again = reloaded(app)
    assert steps(again) == before
    assert again.session_state["teaching"] == app.session_state["teaching"]
    press(again, "The guide's plan again")
    assert len(steps(again)) == len(before) + 1
    assert "plan" not in again.session_state["memory"].entries


def test_a_link_and_a_file_bring_a_plan_and_a_broken_one_changes_nothing(app: AppTest) -> None:
    app.button(key="plan_out_0").click().run()
    link = pack_plan(read_plan(app.session_state["plan"], known()).plan)
    other = press(follow_link("teach", plan=link), "Open a room")
    assert steps(other) == steps(app)
    assert "plan" not in other.query_params
    broken = press(follow_link("teach", plan=link[:-5]), "Open a room")
    assert "damaged or cut off" in words(broken)
    assert len(steps(broken)) == len(steps(app)) + 1


def test_a_step_whose_question_is_not_here_is_told_and_comes_back_with_it(app: AppTest) -> None:
    mine = '[[step]]\nquestion = "batches"\n\n[[step]]\nquestion = "my-question"\n'
    app.session_state["plan"] = mine
    app.run()
    assert steps(app) == ["How many batches?"]
    assert "Left out of the plan: Line 5: there is no question 'my-question'" in words(app)
    app.session_state["own_questions"] = skeleton()
    app.run()
    assert steps(app) == ["How many batches?", "Twice the rate"]
    assert "Left out" not in words(app)


def test_own_questions_are_tried_asked_and_kept_and_a_faulty_one_drops_out_alone(
    app: AppTest,
) -> None:
    faulty = skeleton().replace("my-question", "other").replace("0.02\n", "0.02\nepoch = 3\n")
    app.text_area(key="own_draft").set_value(skeleton() + "\n" + faulty).run()
    press(app, "Try")
    told = words(app)
    assert "Measured: **It falls**" in told
    n = (skeleton() + "\n" + faulty).splitlines().index("epoch = 3") + 1
    assert f"Line {n}: 'epoch' is no setting of a run. Did you mean epochs?" in told
    app.selectbox(key="plan_question").set_value(Step(QUESTION, "my-question")).run()
    press(app, "Add it")
    app.button(key=f"plan_step_{len(steps(app)) - 1}").click().run()
    asked = room_of(app).state.now
    assert asked.question.name == "my-question"
    assert asked.key.answer == "finished"
    assert "my-question" in reloaded(app).session_state["own_questions"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            skeleton().replace("my-question", "lives"),
            "Line 2: the app has a question 'lives' already",
        ),
        ("nothing", "this is not TOML"),
        (skeleton() * (MOST + 1), f"At most {MOST} questions"),
    ],
)
def test_what_can_t_be_tried_says_why(app: AppTest, text: str, told: str) -> None:
    app.text_area(key="own_draft").set_value(text).run()
    press(app, "Try")
    assert told in words(app).replace("\\", "")


def test_answers_are_in_sight_only_for_who_teaches_and_never_on_the_projector(app: AppTest) -> None:
    assert "4 batches" not in words(app), "only when they are asked for"
    app.toggle(key="plan_answers").set_value(True).run()
    assert "Measured: **4 batches**" in words(app)
    assert "You may have left out the row" in words(app)
    app.session_state["projector"] = True
    app.run()
    assert "4 batches" not in words(app)
    stranger = open_page("teach")
    stranger.session_state["plan_answers"] = True
    stranger.run()
    assert "4 batches" not in words(stranger)
