"""Streamlit glue that the pages share: controls, charts, and the live run."""
