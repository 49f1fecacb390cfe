"""Where numbers come from: the versions that computed them, and a check of their last bit."""

from __future__ import annotations

import hashlib
import platform
import struct
from collections.abc import Iterable

import numpy as np
import sklearn
import torch

from perceptron.text.language import _


def made_here() -> str:
    """Return what decides the last bit of a result on this machine, as 'name-value' parts.

    Two builds of one version may differ, and so may two processors: the processor's kind and
    its widest vector instructions are among the parts.
    """
    parts = {
        "torch": torch.__version__.partition("+")[0],
        "numpy": np.__version__,
        "sklearn": sklearn.__version__,
        "cpu": f"{platform.machine()}.{torch.backends.cpu.get_cpu_capability()}",
    }
    return "~".join(f"{name}-{value}".replace(" ", "") for name, value in parts.items())


def differences(made: str, here: str) -> list[str]:
    """Say in words which parts of two results of `made_here` differ.

    >>> differences("torch-2.12.0~cpu-x86_64.AVX2", "torch-2.13.0~cpu-x86_64.AVX2")
    ['torch 2.12.0 there, 2.13.0 here']
    """
    theirs, ours = (
        dict(part.split("-", 1) for part in x.split("~") if "-" in part) for x in (made, here)
    )
    return [
        _("{name} {theirs} there, {ours} here", name=name, theirs=theirs[name], ours=ours[name])
        for name in ours
        if theirs.get(name, ours[name]) != ours[name]
    ]


def check_of(losses: Iterable[float]) -> str:
    """Return eight characters that differ as soon as one bit of one loss does.

    >>> check_of([0.1 + 0.2]) == check_of([0.3])
    False
    """
    return _eight(b"".join(struct.pack("<d", loss) for loss in losses))


def check_of_text(text: str) -> str:
    """Return eight characters that stand for a text without telling it."""
    return _eight(text.encode())


def _eight(content: bytes) -> str:
    return hashlib.blake2s(content, digest_size=4).hexdigest()
