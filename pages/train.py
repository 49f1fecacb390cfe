"""The dashboard: three models train side by side, live."""

from itertools import count

import streamlit as st

from pages.shared.board import Board, explain_stops, fill_epoch_table, show_epoch_table
from pages.shared.controls import sidebar
from pages.shared.live import FIRST_FRAME, FRAME, Pace, current
from pages.shared.transport import look_back, tell_changed, transport
from perceptron import ConfigError, DataError

notices = st.container(key="notices")  # floats above the page, so that nothing below it moves
settings, live = None, st.session_state.get("live")
try:
    settings = sidebar()
    if settings is not None:
        live = current(settings)
except (ConfigError, DataError) as error:
    notices.error(str(error), icon=":material/error:")
if live is None:
    notices.info("Choose data on the left to begin.", icon=":material/table:")
    st.stop()

token = live.take()
speed = transport(live, settings)
if settings is not None:
    with notices:
        tell_changed(live, settings)
status, charts, past = st.container(), st.container(), st.container()
with past:
    board = Board(live.run, look_back(live))
with status:
    board.show_status()
left, right = charts.columns([5, 6])
with left:
    board.show_loss()
with right:
    board.show_weights()
with charts:
    explain_stops(live.run)
board.show_agreement()
table = show_epoch_table(live.run)
frames = st.empty()

pace = Pace(live.run, speed)
stopped = len(live.run.reasons)
for number in count():
    if not (live.playing and live.train_for(token, FRAME if number else FIRST_FRAME, pace)):
        break
    board.send(frames, pace, number)
    if number % 8 == 7:  # about once a second
        fill_epoch_table(table, live.run)
    live.playing = not live.run.done
    if live.run.done or len(live.run.reasons) > stopped:
        st.rerun()
