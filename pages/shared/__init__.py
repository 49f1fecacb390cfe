"""Streamlit glue that the pages share: controls, charts, and the live run."""

import os

import streamlit as st
from streamlit.runtime.pages_manager import PagesManager

# Read by torch at its first tensor. Four-axis tensors of megabytes come and go with every step;
# in large pages the kernel needs a third of the time for them (docs/load.md). Linux only.
os.environ.setdefault("THP_MEM_ALLOC_ENABLE", "1")
# With its first optimizer torch looks for where its compiler may keep files, and on a full disk it
# fails. Nothing is compiled here, so a folder that is there is as good as any.
os.environ.setdefault("TORCHINDUCTOR_CACHE_DIR", os.path.dirname(__file__))

# Only where a platform runs `app.py` as a plain script: Streamlit takes the folder `pages` beside
# it for pages of its older kind, and runs one without `app.py`. The first that it runs comes here.
if PagesManager.uses_pages_directory:
    PagesManager.uses_pages_directory = False
    st.rerun()
