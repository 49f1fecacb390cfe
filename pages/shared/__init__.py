"""Streamlit glue that the pages share: controls, charts, and the live run."""

import os

# Read by torch at its first tensor. Four-axis tensors of megabytes come and go with every step;
# in large pages the kernel needs a third of the time for them (docs/load.md). Linux only.
os.environ.setdefault("THP_MEM_ALLOC_ENABLE", "1")
