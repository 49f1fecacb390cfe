"""How long the core takes to import, against what it can't do without: a part of `make bench`.

`import perceptron` alone imports nothing; what counts is what a run needs.
"""

from __future__ import annotations

import subprocess
import sys
import time
from statistics import median

REPEATS = 9
NEEDED = "import torch, sklearn.datasets"
CORE = "import perceptron.run, perceptron.data.synthetic"
HELP = "import perceptron.__main__"


def seconds(code: str) -> float:
    """Seconds that a fresh Python takes for some code."""
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True)
    return time.perf_counter() - started


if __name__ == "__main__":
    drawn = f"{CORE}, sys; sys.exit('plotly' in sys.modules)"
    subprocess.run([sys.executable, "-c", drawn], check=True)  # and warm the files
    pairs = [(seconds(CORE), seconds(NEEDED)) for _ in range(REPEATS)]
    core, needed = (median(column) for column in zip(*pairs, strict=True))
    share = median(one / other for one, other in pairs)
    print(f"{CORE}: {core:.2f} s; {NEEDED}: {needed:.2f} s; ratio {share:.2f}   asked: 1.30")
    asked = median(seconds(HELP) for _ in range(REPEATS))
    print(f"{HELP}, all that --help needs: {asked:.2f} s   asked: 0.50")
