"""Every door through which something from outside comes in, and all that is done with it then.

A door takes what was sent and returns what it says to it in words; empty means that it was taken
as it is. Named errors only: any other exception, and any value out of its bounds, fails the test.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import torch

from perceptron import BOUNDS, ConfigError, DataConfig, DataError, TrainConfig
from perceptron.data.table import default_roles, load_table, read_table
from perceptron.figures import loss_figure, weights_figure
from perceptron.figures.predict import choices_figure, curves_figure, numbers_figure
from perceptron.figures.runs import runs_figure
from perceptron.lessons.predict.answers import guess_in_words
from perceptron.lessons.predict.codes import read_codes
from perceptron.lessons.predict.for_room import question_of
from perceptron.lessons.predict.item import configs
from perceptron.lessons.predict.items import ItemError, read_items
from perceptron.lessons.predict.runs import runs_in_words
from perceptron.room.plan import PlanError
from perceptron.room.plan_file import Known, pack_plan, read_plan, unpack_plan
from perceptron.room.question import CHOICE, CURVE
from perceptron.sharing.link import DEFAULTS, read_link, write_link
from perceptron.sharing.program import TakeHomeError, notebook, script
from perceptron.sharing.read import read_run
from perceptron.sharing.shelf import Shelf, labels, results_side_by_side, settings_side_by_side
from perceptron.sharing.write import epoch_csv, json_of
from tests.items import own_items

LONGEST = 700  # characters of a sentence that is shown to a visitor


def checked(words: str) -> str:
    """A sentence is short, and can be sent to a browser."""
    assert 0 < len(words) < LONGEST, f"{len(words)} characters"
    words.encode()
    return words


def link(query: Mapping[str, Sequence[str]]) -> str:
    """The query of an address."""
    found, notes = read_link(query)
    assert len(notes) < 130
    assert set(found.settings) == set(DEFAULTS)
    for name, bound in BOUNDS.items():
        if name in found.settings:
            bound.check(name, found.settings[name])
    sizes = ("samples", "features", "outputs", "noise", "seed")
    DataConfig(**{name: found.settings[name] for name in sizes})
    training = ("learning_rate", "epochs", "init_seed", "device", "dtype")
    TrainConfig(**{name: found.settings[name] for name in training})
    again = read_link({name: [text] for name, text in write_link(found).items()})[0]
    assert again.settings == found.settings
    said = [checked(note) for note in notes]
    if found.table:
        said.append(csv(found.table.text.encode()))
    return " ".join(filter(None, said))


def settings(values: Mapping[str, Any]) -> str:
    """Settings, as code or a file gives them."""
    try:
        data, train = configs(values)
    except ConfigError as error:
        return checked(str(error))
    for config in (data, train):
        for name in config.__dataclass_fields__:
            if name in BOUNDS:
                BOUNDS[name].check(name, getattr(config, name))
    return ""


def csv(content: bytes) -> str:
    """The bytes of a table."""
    try:
        table = read_table(content, "t.csv")
        said = [checked(f"{why}.") for why in table.problems.values()]
        data = load_table(table, DataConfig("table"), *default_roles(table), drop_missing=True)
    except DataError as error:
        return checked(str(error))
    assert torch.isfinite(data.x_train).all()
    assert torch.isfinite(data.y_valid).all()
    assert data.n_features <= BOUNDS["features"].high
    assert data.n_targets <= BOUNDS["outputs"].high
    return " ".join(said)


def run(content: bytes) -> str:
    """The JSON document of a run."""
    try:
        record = read_run(content)
    except DataError as error:
        return checked(str(error))
    shelf = Shelf()
    kept = shelf.keep(record, name="a")
    checked(kept.summary)
    json_of(record).encode()
    assert epoch_csv(record).startswith("epoch,")
    for write in (script, notebook):
        try:
            write(record.to_document()).encode()
        except TakeHomeError as error:
            checked(str(error))
    names = labels([kept, shelf.keep(record, name="a")])
    assert len(set(names)) == 2
    results_side_by_side([kept])
    settings_side_by_side([kept])
    runs_figure(dict.fromkeys(names, record.leader.curves)).to_json()
    loss_figure(
        {name: model.curves for name, model in record.trained.items()}, record.config["epochs"], {}
    )
    if "torch" in record.parameters:
        inputs, targets = (
            record.config[role] or [str(i) for i in range(record.config[size])]
            for role, size in (("inputs", "features"), ("targets", "outputs"))
        )
        weights_figure(record.parameters, record.start, "start", inputs, targets)
    return ""


def questions(text: str) -> str:
    """A file of items to predict."""
    try:
        found = read_items(text)
    except ItemError as error:
        return checked(str(error))
    for item in found.items:
        for one in (item, item.twin):
            if one is not None:
                runs_in_words(one)
                assert question_of(one).mark
    return "\n".join(map(checked, found.problems))


def plan(text: str) -> str:
    """A file of a plan, and the link to it."""
    names = Known({"lives": "?"}, {"lives": "lives~twin"}, {"train": "Train"}, {"dtype": "?"})
    try:
        found = read_plan(text, names)
        again = read_plan(unpack_plan(pack_plan(found.plan)), names)
        assert again.plan == found.plan
        unpack_plan(text)
    except PlanError as error:
        return checked(str(error))
    return "\n".join(map(checked, found.problems))


def codes(text: str) -> str:
    """What a teacher has pasted, with codes of guesses in it."""
    items = own_items()
    found = read_codes(text, items)
    for item in items:
        given = found.of(item)
        for guess in given[:3]:
            guess_in_words(item, guess)
        if not given:
            continue
        if item.kind == CHOICE:
            choices_figure(dict(item.options), given, None)
        elif item.kind == CURVE:
            curves_figure(item.epochs, given, None)
        else:
            numbers_figure(given, 1.0, 0.5, item.unit)
    assert len(found.notes) < 25
    return " ".join(map(checked, found.notes))


DOORS = {
    "link": link,
    "settings": settings,
    "csv": csv,
    "run": run,
    "questions": questions,
    "plan": plan,
    "codes": codes,
}
