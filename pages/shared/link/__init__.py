"""The address: read, written, shared, and the controls whose values stand in it."""
