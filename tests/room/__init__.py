"""Rooms: who may do what, over both stores, in any order."""
