"""Names from outside: as they are in Markdown, in figures, and in a spreadsheet."""

from __future__ import annotations

import csv
import io
import re
from html import unescape

import torch
from hypothesis import given
from hypothesis import strategies as st

from perceptron.figures import weights_figure
from perceptron.figures.clinic import ratio_figure
from perceptron.figures.predict import choices_figure, numbers_figure
from perceptron.figures.runs import runs_figure
from perceptron.figures.surface import surface_figure
from perceptron.history import Curves
from perceptron.lessons.step_size.path import Plane
from perceptron.parameters import Parameters
from perceptron.sharing.read import from_document
from perceptron.sharing.shelf import Shelf, labels, results_side_by_side, settings_side_by_side
from perceptron.sharing.write import epoch_csv
from perceptron.text.escape import in_figure, in_markdown, in_spreadsheet, one_line
from tests.hostile import NAMES
from tests.sharing.documents import changed, changed_record

texts = st.text() | st.sampled_from(NAMES)
FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n")


@given(texts)
def test_markdown_keeps_the_text_and_loses_its_meaning(text: str) -> None:
    plain = in_markdown(text)
    assert re.sub(r"\\([^A-Za-z0-9\s])", r"\1", plain.replace("\u2060", "")) == one_line(text)
    bare = re.sub(r"\\.", "", plain)
    assert not set("`*_[]<>$~|&{}") & set(bare)
    assert not re.search(r":\w|://|www\.|@\w", plain, re.IGNORECASE)
    assert "\n" not in plain


@given(texts)
def test_figures_keep_the_text_and_lose_its_meaning(text: str) -> None:
    plain = in_figure(text)
    assert unescape(plain) == unescape(in_figure(unescape(plain)))
    assert not {"<", ">"} & set(plain)
    assert "%{" not in plain
    assert not re.search(r"&(?!amp;|lt;|gt;|#123;)", plain)


def strings(part: object) -> list[str]:
    """All texts of a figure, wherever they stand."""
    if isinstance(part, dict):
        return [text for value in part.values() for text in strings(value)]
    if isinstance(part, list | tuple):
        return [text for value in part for text in strings(value)]
    return [part] if isinstance(part, str) else []


def test_no_figure_takes_a_name_for_a_tag_or_a_template() -> None:
    W, b = torch.ones(3, 2), torch.ones(2)
    parameters = Parameters(W=W, b=b)
    one = torch.tensor([0.5, 1.0])
    cut = Plane(steep=one, flat=one, losses=torch.ones(2, 2), path=torch.zeros(1, 2))
    inputs, targets = NAMES[:3], NAMES[3:5]
    figures = [
        weights_figure({"torch": parameters}, parameters, "start", inputs, targets),
        ratio_figure(W, b, inputs, NAMES[1:4:2]),
        runs_figure(dict.fromkeys(NAMES, Curves([(1, 1.0)], [(1, 1.0)]))),
        surface_figure(cut, NAMES[1]),
        choices_figure({"a": NAMES[1]}, ["a"], None),
        numbers_figure([1.0], 1.0, 0.1, NAMES[1]),
    ]
    for figure in figures:
        drawn = [text for text in strings(figure.to_plotly_json()) if "192.0.2.1" in text]
        assert not any(re.search(r"<(?!/?b>|/?extra>|…)", text) for text in drawn), drawn
        assert not any("%{meta}" in text for text in strings(figure.to_plotly_json()))
    assert all("bold" in str(figure.to_plotly_json()) for figure in figures), "names are drawn"


def test_no_name_of_a_run_becomes_a_formula_and_all_stay_apart() -> None:
    shelf = Shelf()
    for name in ("=1+1", "'=1+1", "=1+1", "@SUM(A1)", "\t=1", "+1", "-1", "a", "a", "a (8)"):
        shelf.keep(changed_record(), name=name)
    shown = labels(shelf.runs)
    assert not any(label.startswith(FORMULAS) for label in shown)
    assert len(set(shown)) == len(shown)
    assert in_spreadsheet("run 1") == "run 1"


def test_a_csv_file_has_numbers_and_our_own_names_only() -> None:
    document = changed(config__inputs=list(NAMES[1:4]), config__targets=["=1+1", "@x"])
    document["models"]["torch"]["train_mse"] = [-0.5, -1e-9, None]
    header, *rows = csv.reader(io.StringIO(epoch_csv(from_document(document))))
    assert all(re.fullmatch(r"[a-z_]+", name) for name in header)
    assert all(cell == "" or float(cell) is not None for row in rows for cell in row)
    at = header.index("torch_train_mse")
    assert [row[at] for row in rows] == ["-0.5", "-1e-09", ""], "negative numbers stay numbers"


def test_a_table_of_runs_has_no_formula_in_any_cell() -> None:
    run = Shelf().keep(changed_record(config__targets=["=1+1", "@x"]))
    for table in (results_side_by_side([run]), settings_side_by_side([run])):
        for name, cells in table.items():
            assert not any(str(cell).startswith(FORMULAS) for cell in (name, *cells)), name
