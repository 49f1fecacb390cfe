"""The room: what a class commits to, how far its teacher has come, who is there.

Pure but for its store: no Streamlit, no network of its own. `rooms.py` is the door; behind it,
`state.py` holds what the teacher moves, `views.py` what each side may see, `store.py` what a
store must be able to do, `in_memory.py` the default, `in_redis.py` the one for several processes.
"""
