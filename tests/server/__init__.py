"""The server: its line, its walls, its faults."""
