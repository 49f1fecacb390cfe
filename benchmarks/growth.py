"""How a step's time and memory grow with samples, inputs and outputs: a part of `make bench`.

The race of the lesson "What it costs", with more rounds and a larger budget.
"""

from __future__ import annotations

import torch

from perceptron import MODELS
from perceptron.lessons.cost.race import COURSES, race
from perceptron.lessons.cost.results import slopes
from perceptron.sizes import MIB
from perceptron.text.numbers import in_bytes, in_time

ROUNDS = 41
BUDGET = 64 * MIB

if __name__ == "__main__":
    torch.set_num_threads(1)
    for axis in ("samples", "inputs", "outputs"):
        course = COURSES[axis]
        legs = {leg.number: leg for leg in race(course.sizes, BUDGET, ROUNDS)}
        print(f"\ngrowing: {course.axis}")
        for leg in legs.values():
            cells = [
                f"{name} {in_time(leg.seconds[name])}, {in_bytes(leg.allocated[name])}"
                if name in leg.seconds
                else f"{name} refused"
                for name in MODELS
            ]
            print(f"  {leg.size!s:<16} {'   '.join(cells)}")
        for name in MODELS:
            if fitted := slopes(course, list(legs.values()), name):
                print(
                    f"  {name:<8} time ~ size^{fitted.seconds:.2f}   memory ~ "
                    f"size^{fitted.allocated:.2f}   theory: size^{fitted.multiplications:.2f}"
                )
