"""The main script, which Streamlit runs for each visit and click.

It does not stand beside the folder `pages`: Streamlit would take that for pages of its older kind,
and run one without this script when its address is the first that a new server hears.
"""

from pages.shared.frame.frame import run_app

run_app()
