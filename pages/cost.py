"""What it costs: a race of the three programs on the same steps, measured here and now."""

import inspect
from collections.abc import Callable, Sequence

import streamlit as st

from pages.shared.draw.charts import chart, send_frame, status, tells
from pages.shared.draw.play import play
from pages.shared.frame.frame import close_page, open_page
from pages.shared.lesson.asking import offer_again, question
from pages.shared.lesson.cost import track
from pages.shared.lesson.questions import (
    ask,
    ask_number,
    questions,
    show_options,
    verdict,
)
from pages.shared.link.controls import choose
from pages.shared.session.projector import words_and_picture
from perceptron import MODELS
from perceptron.figures import takeaways
from perceptron.figures.cost import race_figure, race_traces
from perceptron.lessons.cost import race
from perceptron.lessons.cost.race import BUDGET, COURSES, LARGE_SIZE, ROUNDS, Leg, Size
from perceptron.lessons.cost.results import fastest, progress, sizes_table, slopes_table, story
from perceptron.sizes import KIB
from perceptron.text.numbers import compared, in_bytes, in_time

OUTCOMES = ("faster", "about as fast", "slower")
FIRST_GUESS = f"Guess first: at {LARGE_SIZE}, compared with torch, einsum will be …"


def show_race(part: str, words: Callable[[float], str], *, memory: bool) -> None:
    """Draw one of the two charts, as far as the race has come."""
    chart(
        f"race-{memory}",
        (name, here.running, done),
        lambda: race_figure(MODELS, course, legs, BUDGET, memory=memory),
        lambda: in_words(legs, part, words),
        height=420,
    )


def in_words(legs: Sequence[Leg], part: str, words: Callable[[float], str]) -> str:
    """Say who needs what at the size that is raced last."""
    if not legs:
        return takeaways.NOTHING
    return takeaways.compared(getattr(legs[-1], part), str(legs[-1].size), words)


here = track()
open_page("cost")
name = choose(
    "What grows",
    "grows",
    list(COURSES),
    default="all three",
    key="cost_course",
)
if here.running not in (None, name):  # another one was chosen, or the visitor has gone back
    here.stop()
turn = here.enter()
course = COURSES[name]
legs = here.results(name)
about, picture = words_and_picture()
about.markdown(
    "All three models take the same steps on the same batches, of m samples, d inputs and c "
    "outputs (m × d → c). The four-axis tensor has m c d c numbers of 8 bytes: **its size is known "
    "before anything is allocated**. Above the dotted line, this page's own budget of "
    f"{in_bytes(BUDGET)}, a model is refused; a run on the Train page may use more."
)
about.latex(
    r"X^\top\delta:\ m\,d\,c\ \text{products} \qquad "
    r"\tfrac{\partial\hat Y}{\partial W}:\ m\,c\,d\,c"
)
guess_place = picture.container()
asked = question("cost-guess", fits=OUTCOMES.__contains__)
with picture:
    guess = asked.take(st.segmented_control, FIRST_GUESS, OUTCOMES)
with picture.container(horizontal=True, vertical_alignment="center"):
    st.button(
        "Race again" if legs else "Start the race",
        icon=":material/sports_score:",
        type="primary",
        disabled=here.running is not None,
        on_click=here.start,
        args=(name,),
        width=164,
    )
    st.button("Stop", icon=":material/stop:", disabled=here.running is None, on_click=here.stop)
    done = sum(leg.rounds for leg in legs)
    words = "racing …" if here.running else f"{done} rounds done" if legs else "not started"
    status(progress(course, legs), words)
left, right = picture.columns(2)
with left:
    show_race("seconds", in_time, memory=False)
with right:
    show_race("allocated", in_bytes, memory=True)
frames = st.empty()
raced = [leg for leg in legs if leg.size == LARGE_SIZE and leg.rounds == ROUNDS]
if guess:
    outcome = raced and compared(raced[0].seconds["einsum"], raced[0].seconds["torch"])
    with guess_place:
        st.markdown(FIRST_GUESS)
        show_options(
            {one: one for one in OUTCOMES},
            guess,
            next((one for one in OUTCOMES if outcome and one in outcome), None),
        )
    if outcome:
        verdict(
            guess in outcome,
            f"You said “{guess}”. The race: at {LARGE_SIZE} einsum is {outcome} torch. "
            f"The fastest is {fastest(raced[0])}.",
        )
        offer_again(asked, asked.ask_again)
for line in story(legs):
    st.markdown(line)
st.markdown("## Size by size")
st.table(sizes_table(course, legs, list(MODELS)))
growth = slopes_table(course, legs, list(MODELS))
if growth["model"]:
    st.markdown(
        f"## How fast the cost grows with {course.axis}\n"
        "An exponent k: twice the size, 2ᵏ times the cost. Fitted on the log axes over the last "
        "three sizes. Measured time **below** the theory: fixed costs still weigh. **Above** it: "
        "the tensor no longer fits into the processor's fast memory."
    )
    st.table(growth)
st.caption(
    f"Median of {ROUNDS} timings at each size, the models in turn, float64, one thread. The "
    "machine is shared: times differ from race to race, their ratios less so. Bytes are counted "
    "exactly, from every tensor that a step allocates."
)
with st.expander("The code of the race, from perceptron/lessons/cost/race.py"):
    for function in (race.race, race.step_allocations, race.slope):
        st.code(inspect.getsource(function), wrap_lines=True)

questions()
small = Size(50, 8, 4)  # not in the tables above
ask_number(
    "cost-bytes",
    f"How many KiB (1024 bytes) does the four-axis tensor take at {small}, in float64?",
    small.tensor_bytes / KIB,
    f"m c d c · 8 bytes = {small.m} · {small.c} · {small.d} · {small.c} · 8 = "
    f"{small.tensor_bytes} bytes.",
    tolerance=0.05,
)
four_times = Size(4 * small.m, small.d, small.c).tensor_bytes
ask(
    "cost-samples",
    "Four times as many samples in a batch: how many times the memory does the tensor take?",
    ["2", "4", "16"],
    f"{four_times // small.tensor_bytes}",
    "m appears once in m c d c, the outputs c twice.",
)
close_page("cost")


def draw(frame: int) -> None:
    """Move the charts to the newest round."""
    legs = here.results(name)
    if not legs:  # the first round is late
        return
    charts = {
        f"race-{memory}": race_traces(MODELS, course, legs, memory=memory)
        for memory in (False, True)
    }
    words = f"{legs[-1].size}: round {legs[-1].rounds} of {ROUNDS}"
    told = {}
    if tells(frame):
        told["race-False"] = in_words(legs, "seconds", in_time)
        told["race-True"] = in_words(legs, "allocated", in_bytes)
    send_frame(frames, charts, progress(course, legs), words, told=told)


if here.running:
    play(here, turn, here.advance, draw)
