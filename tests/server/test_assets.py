"""The scripts that browsers fetch once: their names, and what travels in one file."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pages.shared.server.assets import (
    CHART,
    GRIDS,
    MATRICES,
    PART,
    ROOM,
    WHOLE,
    Asset,
    charts_program,
    plotly_version,
)
from tests.pages.opening import ROOT


def test_a_script_that_changes_has_another_name(tmp_path: Path) -> None:
    file = tmp_path / "chart.js"
    names = []
    for text in ("one", "two", "one"):
        file.write_text(text)
        names.append(Asset(file).name)
    assert names[0] == names[2] != names[1]


def test_modules_that_a_script_imports_travel_with_it(tmp_path: Path) -> None:
    script, part = tmp_path / "chart.js", tmp_path / "fit.js"
    own = "export default fit;\nexport function told() {}\n"
    script.write_text('import { fit } from "./fit.js";\n' + own)
    part.write_text("export const fit = 1;\n")
    whole = Asset(script, part)
    assert whole.plain.decode() == "const fit = 1;\n" + own, "who imports it finds all it exports"
    part.write_text("export const fit = 2;\n")
    assert Asset(script, part).name != whole.name


@pytest.mark.parametrize("asset", [CHART, GRIDS, MATRICES, ROOM])
def test_no_two_of_the_modules_in_one_file_use_a_name(asset: Asset) -> None:
    names = re.findall(rb"(?m)^(?:export )?(?:const|let|class|function) (\w+)", asset.plain)
    assert len(names) == len(set(names)) > 10


def test_the_tables_beside_a_chart_are_found_by_their_name() -> None:
    assert b"\nexport function gridsOf(" in GRIDS.plain, "beside.js asks for it"


DRAWN = {"Scatter", "Bar", "Heatmap"}  # of the kinds that the part of plotly.js draws


def test_the_part_of_plotly_that_is_sent_is_of_the_installed_version_and_draws_our_kinds() -> None:
    assert plotly_version(PART) == plotly_version(WHOLE) != b"", "another plotly: make plotly"
    assert charts_program() == PART
    assert PART.stat().st_size < WHOLE.stat().st_size / 2
    program = PART.read_text("utf-8")
    sources = [file.read_text() for file in (ROOT / "perceptron" / "figures").rglob("*.py")]
    made = re.compile(r'\bgo\.(\w+)\(|"type": "(scatter|heatmap|bar)"')
    kinds = {(one or two).title() for text in sources for one, two in made.findall(text)}
    assert kinds - {"Figure", "Layout"} == DRAWN
    for kind in DRAWN:
        assert re.search(rf'moduleType:"trace",name:"{kind.lower()}"', program), kind


def test_where_another_plotly_is_installed_all_of_it_is_sent(tmp_path: Path) -> None:
    other = tmp_path / "part.js"
    assert charts_program(other) == WHOLE, "there is none"
    other.write_text("/**\n* plotly.js (cartesian - minified) v3.0.0\n")
    assert charts_program(other) == WHOLE
    other.write_bytes(b"/**\n* plotly.js (cartesian - minified) v" + plotly_version(WHOLE))
    assert charts_program(other) == other
