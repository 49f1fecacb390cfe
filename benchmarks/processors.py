"""What processors have done: the server's, the browser's, and those of a run without a page."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from pathlib import Path

from playwright.sync_api import Browser

HEADLESS = """
import time, torch
from perceptron import DataConfig, Run, TrainConfig, load
torch.set_num_threads(1)
data = load(DataConfig(samples=1000, features=10, outputs=5))
run = Run(data, TrainConfig(batch_size=32, epochs=600))
started, worked = time.perf_counter(), time.process_time()
run.finish()
ended, done = time.perf_counter() - started, time.process_time() - worked
print(ended, done, sum(model.seconds for model in run.history.models.values()))
"""


def headless_seconds() -> tuple[float, float, float]:
    """Seconds of the same run without a page: by the clock, of the processor, of the models."""
    words = [sys.executable, "-c", HEADLESS]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    clock, processor, models = map(float, done.stdout.split())
    return clock, processor, models


def models_seconds(status: str) -> float:
    """Seconds that the models of a run took, as the words beside the progress bar tell them.

    >>> models_seconds("epoch 16 of 16 · finished · computing: scratch 16 ms, torch 1\u202f436 ms")
    1.452
    """
    words = "".join(status.rpartition("computing:")[2].split())
    return sum(map(int, re.findall(r"(\d+)ms", words))) / 1000


def cpu_seconds(pid: int) -> float:
    """Processor time a process has used, in seconds (Linux)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / 100


def browser_seconds(browser: Browser) -> dict[str, float]:
    """Processor time of a browser so far, in seconds: of its pages, and of what paints them."""
    session = browser.new_browser_cdp_session()
    seconds: dict[str, float] = {"renderer": 0.0, "GPU": 0.0}
    for process in session.send("SystemInfo.getProcessInfo")["processInfo"]:
        if process["type"] in seconds:
            seconds[process["type"]] += process["cpuTime"]
    session.detach()
    return seconds


def seconds_until_idle(pid: int, limit: float = 15) -> float:
    """Seconds until a process uses less than a tenth of a core."""
    started, before = time.perf_counter(), cpu_seconds(pid)
    while time.perf_counter() - started < limit:
        time.sleep(0.5)
        now = cpu_seconds(pid)
        if now - before < 0.05:
            break
        before = now
    return time.perf_counter() - started - 0.5
