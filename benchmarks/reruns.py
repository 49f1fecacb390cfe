"""What a script run costs the server, page by page: `make bench-pages BEFORE=../other-tree`.

Processor time of a page that is run again, as after a press, without a browser. With another tree
of this project both take turns, one process a turn, and each page's ratio is printed: its least
time here over its least time there, since whatever else the machine does only adds.
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parents[1]
TURNS = 4
RUNS = 12  # of a page, a turn


def measure() -> dict[str, float]:
    """Return the least processor time of each page of this process's tree, in seconds."""
    from streamlit.runtime.scriptrunner.script_cache import ScriptCache
    from streamlit.testing.v1 import local_script_runner

    from pages.shared.pages import PAGES
    from tests.pages.opening import follow_link

    logging.disable(logging.CRITICAL)
    cache = ScriptCache()  # a server compiles a page once, a test at each run
    local_script_runner.ScriptCache = lambda: cache  # type: ignore[assignment,misc]
    least = {}
    for page in PAGES:
        app = follow_link(page.name)
        took = []
        for _ in range(RUNS):
            began = time.process_time()
            app.run()
            took.append(time.process_time() - began)
        least[page.name] = min(took)
    return least


def measured(tree: Path) -> dict[str, float]:
    """Measure the pages of a tree, in a process of its own."""
    done = subprocess.run(
        [sys.executable, __file__, "--here"],
        cwd=tree,
        env=os.environ | {"PYTHONPATH": str(tree)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        check=True,
    )
    times: dict[str, float] = json.loads(done.stdout)
    return times


def report(now: list[dict[str, float]], before: list[dict[str, float]]) -> None:
    """Print each page's least time, over that of the other tree if there is one."""
    sums = [0.0, 0.0]
    for name in now[0]:
        least = min(turn[name] for turn in now)
        line = f"{name:<14} {1000 * least:7.1f} ms"
        if before and name in before[0]:
            other = min(turn[name] for turn in before)
            sums = [sums[0] + least, sums[1] + other]
            line += f"   before {1000 * other:7.1f} ms   ratio {least / other:.2f}"
        print(line)
    if before:
        print(f"together: ratio {sums[0] / sums[1]:.2f}   asked: 1.05")


if __name__ == "__main__":
    if "--here" in sys.argv:
        print(json.dumps(measure()))
    else:
        trees = [HERE, *(Path(one).resolve() for one in sys.argv[1:])]
        turns: dict[Path, list[dict[str, float]]] = {tree: [] for tree in trees}
        for turn in range(TURNS):
            for tree in trees[:: 1 if turn % 2 else -1]:
                turns[tree].append(measured(tree))
        report(turns[HERE], turns[trees[1]] if len(trees) > 1 else [])
