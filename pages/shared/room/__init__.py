"""A class in one room: what phones and the teacher's page show of it."""
