"""The dashboard: three models train side by side, live."""

from itertools import count

import streamlit as st

from pages.shared.board import Board, explain_stops, show_epoch_table
from pages.shared.controls import sidebar
from pages.shared.live import FIRST_FRAME, FRAME, Pace, current
from pages.shared.transport import look_back, tell_changed, transport
from perceptron import ConfigError, DataError

notices = st.container()  # always there, so that a message does not move what is below
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
    explain_stops(live.run)
left, right = charts.columns([5, 6])
with left:
    board.show_loss()
with right:
    board.show_weights()
board.show_agreement()
show_epoch_table(live.run)
frames = st.empty()

pace = Pace(live.run, speed)
stopped = len(live.run.reasons)
for number in count():
    if not (live.playing and live.train_for(token, FRAME if number else FIRST_FRAME, pace)):
        break
    board.send(frames, pace, number)
    live.playing = not live.run.done
    if live.run.done or len(live.run.reasons) > stopped:
        st.rerun()
