"""Where to compute: what this machine has, and what it has not, said in words."""

from __future__ import annotations

from dataclasses import dataclass

import torch

from perceptron.config import ConfigError, TrainConfig
from perceptron.text.language import _

TORCH_DTYPES = {"float64": torch.float64, "float32": torch.float32}


@dataclass(frozen=True, slots=True)
class Device:
    """One place to compute.

    Attributes:
        name: What to write in `TrainConfig.device`.
        available: Whether this machine has it.
        note: The hardware's name, or why it is absent.
    """

    name: str
    available: bool
    note: str


def devices() -> list[Device]:
    """List cpu, every CUDA device and mps; what is absent is listed as unavailable."""
    found = [Device("cpu", True, _("always there"))]
    if torch.cuda.is_available():
        found += [
            Device(f"cuda:{i}", True, torch.cuda.get_device_name(i))
            for i in range(torch.cuda.device_count())
        ]
    else:
        found.append(Device("cuda", False, _("no NVIDIA GPU, or a torch build without CUDA")))
    if torch.backends.mps.is_available():
        found.append(Device("mps", True, _("Apple GPU, float32 only")))
    else:
        found.append(Device("mps", False, _("no Apple GPU")))
    return found


def resolve(config: TrainConfig) -> tuple[torch.device, torch.dtype]:
    """Return torch's device and dtype for the settings.

    Raises:
        ConfigError: If this machine does not have the device.
    """
    known = devices()
    names = [d.name for d in known if d.available]
    if config.device not in names and not (config.device == "cuda" and "cuda:0" in names):
        notes = {d.name: d.note for d in known if not d.available}
        why = notes.get(config.device.split(":")[0], _("there is no such device"))
        raise ConfigError(
            _(
                "device must be one that this machine has ({names}); got {device}: {why}. "
                "Choose {first}.",
                names=", ".join(names),
                device=repr(config.device),
                why=why,
                first=names[0],
            )
        )
    return torch.device(config.device), TORCH_DTYPES[config.dtype]
