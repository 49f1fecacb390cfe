"""Perceptron Lab: `streamlit run app.py` finds the application in this text and serves it."""

from pathlib import Path

import streamlit as st

from pages.shared.frame.frame import run_app
from pages.shared.server.application import lifespan, middleware, routes, without_application
from pages.shared.server.faults import show_fault

if __name__ == "__main__":  # a platform runs this file itself, as Streamlit's main script
    without_application()
    run_app()
else:
    app = st.App(
        Path(__file__).parent / "pages/shared/frame/main.py",
        lifespan=lifespan,
        routes=routes(),
        middleware=middleware(),
        on_script_error=show_fault,
    )
