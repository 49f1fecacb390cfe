"""The files with blanks, as students get them: downloaded, filled in, run, their number told."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.sharing.blanks import fill, fill_notebook
from tests.sharing.test_exercise import loss_in, notebook_outputs
from tests.sharing.test_program import outside
from tools.browser import button, wait_until_still

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def download(page: Any, label: str, folder: Path) -> Path:
    """Press a button that downloads; return the file under the name that the browser gives it."""
    with page.expect_download() as begun:
        button(page, label).click()
    path = folder / begun.value.suggested_filename
    begun.value.save_as(path)
    return path


@pytest.mark.parametrize("label", ["Notebook", "Python script"])
def test_a_file_from_the_page_filled_in_gives_the_number_that_the_page_asks_for(
    page: Any, app: str, label: str, tmp_path: Path
) -> None:
    page.goto(f"{app}/write")
    page.get_by_text("Before you go on").wait_for()
    wait_until_still(page)
    field = page.get_by_label("Your seed", exact=True)
    expect(field).to_have_value(re.compile(r"[0-9]{4}"))
    seed = field.input_value()
    file = download(page, label, tmp_path)
    assert file.stem == f"write-it-yourself-{seed}"
    text = file.read_text(encoding="utf-8")
    if label == "Notebook":
        printed = notebook_outputs(fill_notebook(text), tmp_path)[-1]
    else:
        printed = outside(tmp_path, fill(text))
    assert f"Seed {seed}, final loss" in printed
    page.reload()
    field = page.get_by_label(f"Seed {seed}: which final loss")
    field.fill(f"{loss_in(printed):#.6g}")  # with the zeros at its end
    button(page, "Commit").click()
    expect(page.get_by_text("Right: ")).to_be_visible()
