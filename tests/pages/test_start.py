"""Where Train begins: at a rate at which something is to be seen, or where its link says."""

from __future__ import annotations

from perceptron.sharing.link import DEFAULTS, NEWCOMER
from tests.pages.opening import follow_link
from tests.pages.test_links import calm, label_of, live


def test_train_starts_where_something_is_to_be_seen_and_older_links_where_they_did() -> None:
    for query in ({}, {"speed": "full-speed"}):
        app = follow_link("train", **query)
        assert label_of(app, "learning_rate").value == NEWCOMER["learning_rate"] == 0.3
        assert dict(app.query_params) in ({}, query | {"v": "1"})
    older = follow_link("train", samples="50")
    assert live(older).run.learning_rate == DEFAULTS["learning_rate"] == 0.01


def test_the_course_settings_are_one_press_away() -> None:
    app = follow_link("train", learning_rate="1", samples="50", dtype="float32", lock="dtype")
    press = next(one for one in app.button if one.label == "Course settings")
    press.click().run()
    assert calm(app)
    assert (label_of(app, "learning_rate").value, label_of(app, "samples").value) == (0.01, 100)
    assert label_of(app, "batch_size").value == 33
    assert label_of(app, "dtype").value == "float32", "a link holds it"
    live(app).run.finish()
    assert next(one for one in app.run().button if one.label == "Course settings").disabled
