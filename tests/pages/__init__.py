"""Pages as Streamlit runs them, without a browser."""
