"""What a visitor does with a new model, dataset or page; run in a tree that has grown.

`python -m tests.house.walk model` and so on; tests/house/test_growing.py runs it.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from pages.shared.pages import PAGES, PATH, after, page_named
from perceptron import DATASETS, MODELS, DataConfig, Run, TrainConfig, load
from perceptron.figures import difference_figure, loss_figure, weights_figure
from perceptron.lessons.cost.race import NOTEBOOK_SIZE, race
from perceptron.lessons.predict.answers import reveal
from perceptron.lessons.predict.items import read_items
from perceptron.sharing.link import read_link
from perceptron.sharing.program import script
from perceptron.sharing.read import read_run
from perceptron.sharing.record import RunRecord
from perceptron.sharing.write import epoch_csv, json_of
from tests.items import own_items
from tests.pages.opening import follow_link, open_page, switch_to
from tests.sharing.test_program import check_printed, outside

ITEM = """
[[item]]
name = "new"
question = "How many batches?"
measure = "batches"
why = "{answer} of them."
tolerance = 0
[item.run]
dataset = "%s"
batch_size = 8
"""


def the_only_new_one(registry: list[str], known: set[str]) -> str:
    """The name that a tree has and this house has not."""
    (name,) = set(registry) - known
    return name


def take_everywhere(run: Run, data: DataConfig) -> RunRecord:
    """Draw a run, write it, read it back, and let a program of its own repeat it."""
    names = list(run.history.models)
    differences = {name: run.differences(name, 40) for name in names if name != "torch"}
    drawn = loss_figure(run.curves(100), run.epochs, run.reference_losses)
    assert set(names) <= {trace.name.split(",")[0].split(" ")[0] for trace in drawn.data}
    difference_figure(differences, 2e-14, "float64", run.epochs)
    parameters = {name: run.parameters(name) for name in names}
    rows = run.dataset
    weights_figure(parameters, *run.best, rows.feature_names, rows.target_names)
    record = RunRecord.of_run(run, data)
    back = read_run(json_of(record).encode())
    assert json_of(back) == json_of(record)
    assert all(f"{name}_train_mse" in epoch_csv(back) for name in names)
    with TemporaryDirectory() as folder:
        printed = outside(Path(folder), script(record.to_document()))
    check_printed(printed, run, run.history.models)
    return record


def visit_every_page(**link: str) -> None:
    """Train by a link, then open each page with that run."""
    app = follow_link("train", **link, play="yes", speed="full-speed", epochs="3")
    assert not app.exception
    assert app.session_state["player"].live.run.done
    for page in PAGES:
        switch_to(app, page.name)
        assert not app.exception, page.name


def walk_model() -> None:
    """Training, figures, export, program, race, questions, and every page."""
    name = the_only_new_one(list(MODELS), {"scratch", "torch", "einsum"})
    run = Run(load(DataConfig(valid=50)), TrainConfig(learning_rate=0.3, epochs=3)).finish()
    assert run.status(name) == "finished"
    assert run.final_difference(name).W.percent < 1e-10
    assert name in take_everywhere(run, DataConfig(valid=50)).models
    assert name in next(race([NOTEBOOK_SIZE])).seconds
    for item in own_items():
        shown = reveal(item)
        assert not item.options or shown.answer in dict(item.options), item.name
    visit_every_page()


def walk_dataset() -> None:
    """Link, training, figures, export, program, a question, and every page."""
    known = {"synthetic", "linnerud", "iris", "diabetes", "wine", "breast_cancer", "example"}
    name = the_only_new_one(list(DATASETS), known)
    link, notes = read_link({"dataset": [name]})
    assert (link.settings["dataset"], notes) == (name, [])
    data = DataConfig(name)
    run = Run(load(data), TrainConfig(batch_size=8, learning_rate=0.1, epochs=3)).finish()
    assert take_everywhere(run, data).config["dataset"] == name
    (item,) = read_items(ITEM % name).items
    assert reveal(item).answer == run.n_batches
    visit_every_page(dataset=name)


def walk_page() -> None:
    """Navigation, its own address, the way there and the way on."""
    known = {"home", "train", "runs", "microscope", "last_batch", "step_size", "four_axes",
             "agreement", "cost", "clinic", "write", "predict", "progress", "measure", "notation",
             "glossary", "teach", "join", "guide"}  # fmt: skip
    name = the_only_new_one([page.name for page in PAGES], known)
    before = next(page_named(one) for one in PATH if after(one) == page_named(name))
    this, app = page_named(name), open_page(name)
    assert not app.exception
    assert this.title in [one.value for one in app.title]
    assert f"Next: {after(name).title}" in [one.proto.label for one in app.get("page_link")]
    switch_to(app, before.name)
    assert f"Next: {this.title}" in [one.proto.label for one in app.get("page_link")]
    app = follow_link(name, nonsense="1")
    assert any("nonsense" in one.value for one in app.text)


if __name__ == "__main__":
    {"model": walk_model, "dataset": walk_dataset, "page": walk_page}[sys.argv[1]]()
