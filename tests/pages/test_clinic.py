"""The clinic's page: the diagnosis stays hidden until the visitor has committed to one."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from perceptron.lessons.clinic.bugs import BUGS
from perceptron.sharing.progress import Progress
from tests.pages.opening import commit, new_session, open_page, switch_to
from tests.pages.test_memory import kept, reloaded


def on_page(app: AppTest) -> str:
    """All the words on the page but those of the diagnoses to choose from."""
    texts = [
        e.value
        for e in [*app.markdown, *app.caption, *app.code, *app.success, *app.info, *app.error]
    ]
    return "\n".join(texts)


def diagnosis(app: AppTest) -> Any:
    return next(r for r in app.radio if r.label.startswith("What is wrong"))


def send_in(app: AppTest, name: str) -> AppTest:
    return app.selectbox(key="clinic_teacher").select(name).run()


@pytest.fixture(scope="module")
def page() -> AppTest:
    return open_page("clinic")


def memo_text(app: AppTest) -> str:
    kept = app.session_state["figures"]
    return repr({k: (v["alt"], v["figure"]) for k, v in kept.items() if k.startswith("clinic")})


@pytest.mark.parametrize("name", list(BUGS))
def test_the_diagnosis_is_hidden_then_revealed_with_its_code(page: AppTest, name: str) -> None:
    send_in(page, name)
    assert not page.exception
    assert page.session_state["clinic_patient"][0] == name
    assert page.selectbox(key="clinic_teacher").value is None
    hidden = on_page(page) + memo_text(page)
    bug = BUGS[name]
    for secret in (name, bug.title, bug.look, bug.model.__name__, "loss still falls"):
        assert secret not in hidden
    assert not page.table
    diagnosis(page).set_value(name)
    commit(page, "clinic-diagnosis", page.session_state["questions"]["clinic-diagnosis"].round)
    assert not any(one.label.startswith("What is wrong") for one in page.radio), "it is locked"
    assert page.success[0].value == f"Right: {bug.title}."
    assert f"class {bug.model.__name__}" in page.code[0].value
    assert "the bug" in page.code[0].value


def diagnose(app: AppTest, guess: str) -> AppTest:
    diagnosis(app).set_value(guess)
    return commit(app, "clinic-diagnosis", app.session_state["questions"]["clinic-diagnosis"].round)


def test_a_wrong_diagnosis_is_put_right_by_what_it_would_show(page: AppTest) -> None:
    send_in(page, "divided_by_m")
    diagnose(page, "wrong_sign")
    assert BUGS["divided_by_m"].title in page.error[0].value
    assert page.error[0].value.endswith(
        "With the wrong sign every ratio would be −1; here they are 2."
    )
    assert not page.success


def test_the_score_counts_who_was_found_and_all_six_are_compared_when_all_were_met() -> None:
    app = open_page("clinic")
    assert "**0 of 6** patients found" in on_page(app)
    met = []
    for n, guess_right in enumerate((True, False, True, True, True, True), 1):
        name = app.session_state["clinic_patient"][0]
        assert name not in met, "who was not met yet comes first"
        met.append(name)
        assert not app.table
        diagnose(app, name if guess_right else next(other for other in BUGS if other != name))
        assert f"**{n - (n > 1)} of 6** patients found" in on_page(app)
        if n < 6:
            assert not app.table, "it would give away who is to come"
            app.button(key="clinic_next").click().run()
    assert list(app.table[0].value["bug"]) == [b.sentence for b in BUGS.values()]
    app.button(key="clinic_next").click().run()
    assert app.session_state["clinic_patient"][0] == met[1], "then who was missed"
    assert not app.table
    diagnose(app, met[1])
    assert "**6 of 6** patients found" in on_page(app)
    answers = app.session_state["progress"].answers
    assert {name for name in answers if answers[name].page == "clinic"} == {
        f"clinic-{name.replace('_', '-')}" for name in BUGS
    }


def test_two_hints_lead_on_and_do_not_name_the_bug(page: AppTest) -> None:
    for name, bug in BUGS.items():
        send_in(page, name)
        for words in ("Hint", "Another hint"):
            next(
                one for one in page.button if one.label == words and "clinic-diagnosis" in one.key
            ).click().run()
        told = "\n".join(one.value for one in page.info)
        assert len(page.info) == 2
        assert not [words for words in (name, bug.title, bug.look) if words in told]


def test_a_patient_that_an_earlier_visit_has_found_makes_room_for_another() -> None:
    app = open_page("clinic")
    first, _ = app.session_state["clinic_patient"]
    known = f"clinic-{first.replace('_', '-')}"
    app.session_state["progress"] = Progress().with_answer("clinic", known, "", right=True)
    app.session_state["memory"].taken = True
    app.run()
    assert app.session_state["clinic_patient"][0] != first
    kept = app.session_state["clinic_patient"]
    app.run()
    assert app.session_state["clinic_patient"] == kept


@pytest.mark.usefixtures("keeping_browser")
def test_a_reload_keeps_patient_diagnosis_and_count_and_no_other_patient_inherits_it() -> None:
    before = switch_to(new_session(), "clinic")
    send_in(before, "divided_by_m")
    diagnose(before, "divided_by_m")
    case = before.query_params["case"]
    store = kept(before)
    app = reloaded(store, "clinic", case=case)
    assert BUGS["divided_by_m"].title in app.success[0].value
    assert "**Patient 1** · **1 of 6**" in on_page(app)
    send_in(app, "wrong_sign")
    assert diagnosis(app).value is None
    assert "**Patient 2**" in on_page(app)
    send_in(app, "divided_by_m")
    assert diagnosis(app).value is None, "who comes again is asked about again"
    other = reloaded(store, "clinic", case="no-such-case")
    assert diagnosis(other).value is None


def test_a_new_patient_is_another_one_and_a_new_question(page: AppTest) -> None:
    before = page.session_state["clinic_patient"]
    page.button(key="clinic_new").click().run()
    after = page.session_state["clinic_patient"]
    assert after[0] != before[0]
    assert after[1] == before[1] + 1
    assert diagnosis(page).value is None
    page.run()
    assert page.session_state["clinic_patient"] == after


def test_the_notebooks_data_open_too(page: AppTest) -> None:
    page.segmented_control(key="scene_on_clinic").set_value("notebook's data").run()
    assert not page.exception
    assert any("m = 33" in c.value for c in page.caption)


def test_with_one_output_only_bugs_that_show_are_sent_in() -> None:
    app = open_page("train")
    app.slider(key="outputs").set_value(1).run()
    switch_to(app, "clinic")
    assert not app.exception
    assert app.segmented_control(key="scene_on_clinic").value == "your run"
    for _ in range(4):
        assert app.session_state["clinic_patient"][0] in {
            *("factor_missing", "wrong_sign", "bias_mean"),
        }
        app.button(key="clinic_new").click().run()
