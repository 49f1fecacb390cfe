"""The dashboard: three models train side by side, live."""

from functools import partial

import streamlit as st

from pages.shared.draw.play import play
from pages.shared.frame.frame import close_page, open_page
from pages.shared.link.choices import students_wait
from pages.shared.pages import page_named
from pages.shared.room.trial import hand_in
from pages.shared.session import projector
from pages.shared.session.live_run import player
from pages.shared.session.on_screen import current
from pages.shared.session.progress import note_page
from pages.shared.session.remembered import remember
from pages.shared.train.challenges import judge, show_challenges, show_wanted
from pages.shared.train.changes import tell_changed
from pages.shared.train.charts_of_run import ChartsOfRun
from pages.shared.train.epoch_table import fill_epoch_table, show_epoch_table
from pages.shared.train.kept_runs import keep_finished, take_home
from pages.shared.train.outcome import (
    offer_to_try,
    outcome_in_words,
    tell_stops,
    tell_verdict,
    verdict_of,
)
from pages.shared.train.player import (
    look_back,
    show_player,
    start_by_link,
    tell_check,
)
from pages.shared.train.sidebar import sidebar
from pages.shared.train.what_was_read import show_what_was_read
from perceptron import ConfigError, DataError
from perceptron.text.escape import in_markdown
from perceptron.text.language import N_, _

KNOW = (
    N_("Three programs that start alike and see the same batches go along one curve."),
    N_("The learning rate decides: short steps are slow, and too long ones make the loss grow."),
    N_("No linear layer gets below the least possible loss: what is left is noise."),
)
SOON = 0.25  # seconds in which a run that a reload has lost comes back unseen

open_page("train", titled=False)  # its charts take the room
here = player()
turn = here.enter()
notices = st.container(key="notices")  # floats above the page, so that nothing below it moves
buttons, handed_in = st.container(), st.container()
beside = st.container(key="lab_watched", horizontal=True)
said = st.container(key="lab_said", horizontal=True, vertical_alignment="center")
settings = None
try:
    settings = sidebar(beside.container(key="lab_rate"))
    start_by_link()
    live = current(turn, settings)
except (ConfigError, DataError) as error:
    notices.error(in_markdown(str(error)), icon=":material/error:")  # it may quote a table
    live = current(turn, None)
show_what_was_read(live is None or not live.run.steps_done)
if live is None:
    notices.info(
        _("Choose data in the sidebar to begin; » opens it on a phone."), icon=":material/table:"
    )
    close_page("train")
    st.stop()

here.come_back(turn, SOON)
run = live.run
with buttons:
    speed = show_player(run, here.playing)
with notices:
    tell_changed(live, settings)
    if live.behind:
        st.markdown(_("The run that you left is trained again to where it was."))
status, charts, past = beside.container(key="lab_progress"), st.container(), st.container()
with past:
    made_of = live.settings.data if live.settings.table is None else None
    past_epoch = look_back(run, here.playing)
    drawn = ChartsOfRun(run, made_of, past_epoch, playing=here.playing)
verdict, earned = verdict_of(run, advise=not students_wait()), judge(live)
with handed_in:
    show_wanted()
with status:
    drawn.show_status(outcome_in_words(verdict, earned))
with said:
    with st.container(key="lab_verdict", gap="xsmall"):
        tell_stops(run, advise=not students_wait())
        tell_verdict(verdict, earned)
    offer_to_try(verdict, run)
    if not projector.is_on():
        show_challenges()
left, right = charts.columns([5, 6])
with left:
    drawn.show_loss()
with right:
    drawn.show_weights()
with charts:
    tell_check(live)
    kept = keep_finished(live)
left, right = st.columns([6, 5])
with left:
    drawn.show_differences()
with right:
    drawn.show_layer()
table = show_epoch_table(run)
if kept:
    note_page("train")
    with st.expander(_("Take this run home: CSV, JSON, Python script, notebook")):
        take_home(kept, "home_train")
        st.page_link(
            page_named("runs").script, label=_("Compare it with your other runs"),
            icon=":material/inventory_2:",
        )  # fmt: skip
with handed_in:
    hand_in()
done = run.done and not projector.is_on()
close_page("train", know=[_(one) for one in KNOW] if done else ())
frames = st.empty()


def seldom() -> None:
    """Bring up to date what need not move in each frame, and what a reload must not lose."""
    if table:
        fill_epoch_table(table, run)
    remember()


if here.playing:
    pace = here.pace(run, None if live.behind else speed)
    play(
        here,
        turn,
        partial(here.advance, pace.slice),
        partial(drawn.send, frames, pace),
        wait=lambda: pace.wait(run.steps_done),
        seldom=seldom,
        tell=partial(drawn.tell_line, frames),
    )
