"""The Share button: what a link holds, and that nothing more of a visitor is in an address."""

from __future__ import annotations

import json
from urllib.parse import parse_qs, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

import perceptron.lessons.predict.items as items_module
from perceptron.sharing.link import pack_table
from perceptron.text.packing import unpack
from tests.pages.opening import follow_link, open_page, switch_to

HEAD = "name,size,age,price"
PEOPLE = "\n".join([HEAD, *(f"Ann-{i},{i % 7},{i * i % 5},{3 * i % 11}.25" for i in range(20))])


def share(app: AppTest, **chosen: object) -> AppTest:
    """Open the dialog, with what is chosen in it."""
    for key, value in chosen.items():
        app.session_state[key] = value
    return app.button(key="tool_share").click().run()


def shared(app: AppTest) -> dict[str, str]:
    """The query of the link that the dialog shows."""
    copy = next(one for one in app.get("bidi_component") if one.proto.component_name == "lab_copy")
    text = json.loads(copy.proto.json)["text"]
    return {name: given[-1] for name, given in parse_qs(urlsplit(text).query).items()}


def upload(app: AppTest, text: str) -> AppTest:
    app.selectbox(key="dataset").set_value("table").run()
    return app.file_uploader[0].set_value(("people.csv", text.encode(), "text/csv")).run()


def words(app: AppTest) -> str:
    return "\n".join(one.value for one in [*app.warning, *app.info])


def test_a_table_is_never_in_the_address_and_in_a_link_only_when_it_is_put_there() -> None:
    app = upload(open_page("train"), PEOPLE)
    app.multiselect(key="table_inputs").set_value(["age"]).run()
    assert not app.exception
    assert set(app.query_params) <= {"dataset", "batch_size", "learning_rate", "v"}
    for page in ("microscope", "train"):
        switch_to(app, page)
        assert set(app.query_params) <= {
            "dataset", "batch_size", "learning_rate", "v", "numbers", "trained",
        }  # fmt: skip
    share(app)
    assert "table" not in shared(app), "nothing travels by itself"
    assert "those who open it are asked for the file" in words(app)
    assert "age, price" in words(app)
    share(app, share_table=True)
    assert "20 rows of these columns: age, price. It holds no other column" in words(app)
    query = shared(app)
    text = unpack(query["table"], 10_000)
    assert text.splitlines()[0] == "age,price"
    assert "Ann" not in text
    app.run()  # closes the dialog
    assert "table" not in app.query_params
    other = follow_link("train", **query)
    assert not other.exception
    run, mine = (one.session_state["player"].live.run for one in (other, app))
    assert run.dataset.feature_names == ("age",)
    assert run.dataset.x_train.equal(mine.dataset.x_train)
    assert run.dataset.y_valid.equal(mine.dataset.y_valid)


def test_a_table_that_came_with_a_link_stays_with_it_until_another_is_used() -> None:
    table = PEOPLE.replace("Ann-", "")
    app = follow_link("train", dataset="table", table=pack_table(table), inputs="1.2", targets="3")
    assert app.query_params["table"] == pack_table(table), "a reload finds it again"
    assert app.query_params["inputs"] == "1.2"
    upload(app, PEOPLE)
    assert "table" not in app.query_params
    assert "inputs" not in app.query_params


def test_what_a_link_can_t_carry_stays_behind_with_a_word() -> None:
    app = upload(open_page("train"), "\n".join(["a,b", *(f"{i}.12,{i}" for i in range(900))]))
    share(app, share_table=True)
    assert not app.exception
    assert "4096 bytes" in words(app)
    assert "table" not in shared(app)


def test_a_link_opens_the_question_as_it_is_asked_unless_the_teacher_chooses_more() -> None:
    app = follow_link("predict", question="lives", revealed="why")
    share(app)
    assert "revealed" not in shared(app)
    share(app, share_stage="The question with its answer", share_wait=True)
    assert shared(app)["revealed"] == "why"
    assert shared(app)["wait"] == "yes"


def test_a_link_from_the_teacher_s_tool_leads_to_the_question_alone() -> None:
    app = open_page("predict")
    app.session_state["predict_part"] = "Collect a class's guesses"
    share(app.run())
    assert set(shared(app)) <= {"learning_rate", "made", "v"}
    assert not app.radio, "what is not revealed here can't be shared"


def test_a_student_who_waits_hands_on_a_link_that_waits() -> None:
    app = share(follow_link("predict", wait="yes"))
    assert shared(app)["wait"] == "yes"
    assert not app.toggle


def test_who_waits_still_waits_after_a_reload_of_another_page() -> None:
    student = switch_to(follow_link("predict", wait="yes"), "notation")
    assert student.query_params["wait"] == "yes", "a phone reloads what lay in the background"
    again = follow_link("notation", **dict(student.query_params))
    assert not again.session_state["address"].notes
    again = switch_to(again, "predict")
    assert not any("What you do" in str(one.label) for one in again.button_group)


def test_a_class_reads_no_mistakes_of_the_teacher_s_file(tmp_path, monkeypatch) -> None:
    file = tmp_path / "items.toml"
    own = items_module.FILE.read_text(encoding="utf-8")
    file.write_text(own + '[[item]]\nname = "mine"\n', encoding="utf-8")
    monkeypatch.setattr(items_module, "FILE", file)
    assert "Left out of items.toml" in words(open_page("predict"))
    assert "Left out of items.toml" not in words(follow_link("predict", wait="yes"))


@pytest.mark.parametrize("page", ["train", "microscope", "runs", "predict"])
def test_the_link_to_every_page_can_say_that_students_wait(page: str) -> None:
    app = open_page(page)
    share(app)
    assert "wait" not in shared(app)
    share(app, share_wait=True)
    assert shared(app)["wait"] == "yes"
    phone = switch_to(follow_link(page, wait="yes"), "predict")
    assert not any("What you do" in str(one.label) for one in phone.button_group)


def test_the_next_link_waits_as_the_one_before_did() -> None:
    app = share(open_page("predict"), share_wait=True)
    share(switch_to(app.run(), "train"))
    assert shared(app)["wait"] == "yes", "nobody thinks of it in the middle of the hour"
