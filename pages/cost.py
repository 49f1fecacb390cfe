"""What it costs: a race of the three programs on the same steps, measured here and now."""

from collections.abc import Callable, Sequence

import streamlit as st

from pages.shared.draw.charts import chart, send_frame, status, tells
from pages.shared.draw.code import show_code
from pages.shared.draw.play import play
from pages.shared.draw.words import say
from pages.shared.frame.frame import close_page, open_page
from pages.shared.lesson.asking import offer_again, question
from pages.shared.lesson.cost import track
from pages.shared.lesson.questions import pose, questions, show_options, verdict
from pages.shared.link.controls import choose
from pages.shared.session.projector import is_on, words_and_picture
from perceptron import MODELS
from perceptron.figures import takeaways
from perceptron.figures.cost import race_figure, race_traces
from perceptron.lessons.cost import questions as questions_of
from perceptron.lessons.cost import race
from perceptron.lessons.cost.race import BUDGET, COURSES, LARGE_SIZE, ROUNDS, Leg
from perceptron.lessons.cost.results import (
    conclusion,
    fastest,
    progress,
    sizes_table,
    slopes_table,
    story,
)
from perceptron.text.escape import in_formula
from perceptron.text.language import _, ngettext
from perceptron.text.numbers import ALIKE, FASTER, SLOWER, compared, in_bytes, in_time
from perceptron.text.whole import count

OUTCOMES = (FASTER, ALIKE, SLOWER)


def show_race(part: str, words: Callable[[float], str], *, memory: bool) -> None:
    """Draw one of the two charts, as far as the race has come."""
    chart(
        f"race-{memory}",
        (name, here.running, done),
        lambda: race_figure(MODELS, course, legs, BUDGET, memory=memory, done=here.running is None),
        lambda: in_words(legs, part, words),
        height=360,
    )


def in_words(legs: Sequence[Leg], part: str, words: Callable[[float], str]) -> str:
    """Say who needs what at the size that is raced last."""
    if not legs:
        return _(takeaways.NOTHING)
    where = _("At {size}", size=legs[-1].size)
    return takeaways.compared(getattr(legs[-1], part), where, words)


def outcome_of_race(how: str, times: str) -> str:
    """Say how einsum compares with torch at the large size."""
    if how == FASTER:
        return _(
            "The race: at {size} einsum is {times} times faster than torch.",
            size=LARGE_SIZE,
            times=times,
        )
    if how == SLOWER:
        return _(
            "The race: at {size} einsum is {times} times slower than torch.",
            size=LARGE_SIZE,
            times=times,
        )
    return _("The race: at {size} einsum is about as fast as torch.", size=LARGE_SIZE)


here = track()
open_page("cost")
name = choose(
    _("What grows"),
    "grows",
    list(COURSES),
    default="all three",  # in English: as links name it
    key="cost_course",
)
if here.running not in (None, name):  # another one was chosen, or the visitor has gone back
    here.stop()
turn = here.enter()
course = COURSES[name]
legs = here.results(name)
about, picture = words_and_picture()
with about:
    say(
        _(
            "All three programs take the same step. What differs is the bill: at {size} (samples × "
            "inputs → outputs) the gradient of W has {entries} numbers, and the four-axis tensor "
            "that einsum goes through takes **{bytes}**: known before anything is allocated.",
            size=LARGE_SIZE,
            entries=count(LARGE_SIZE.d * LARGE_SIZE.c),
            bytes=in_bytes(LARGE_SIZE.tensor_bytes),
        )
    )
guess_place = picture.container()
asked = question("cost-guess", fits=OUTCOMES.__contains__)
prompt = _("Guess first: at {size}, compared with torch, einsum will be …", size=LARGE_SIZE)
with picture:
    guess = asked.take(st.segmented_control, prompt, OUTCOMES, format_func=_)
with picture.container(horizontal=True, vertical_alignment="center"):
    st.button(
        _("Race again") if legs else _("Start the race"),
        icon=":material/sports_score:",
        type="primary",
        disabled=here.running is not None,
        on_click=here.start,
        args=(name,),
        width=164,
        wrap=True,
    )
    st.button(_("Stop"), icon=":material/stop:", disabled=here.running is None, on_click=here.stop)
    done = sum(leg.rounds for leg in legs)
    if here.running:
        words = _("racing …")
    else:
        words = ngettext("{n} round done", "{n} rounds done", done) if legs else _("not started")
    status(progress(course, legs), words)
conclusion_place = picture.container()
# On a projector, which is wide, both stand beside each other.
left, right = picture.columns(2) if is_on() else (picture.container(), picture.container())
with left:
    show_race("seconds", in_time, memory=False)
with right:
    show_race("allocated", in_bytes, memory=True)
frames = st.empty()
raced = [leg for leg in legs if leg.size == LARGE_SIZE and leg.rounds == ROUNDS]
if guess:
    outcome = raced and compared(raced[0].seconds["einsum"], raced[0].seconds["torch"])
    with guess_place:
        st.markdown(prompt)
        show_options(
            {one: _(one) for one in OUTCOMES},
            guess,
            outcome[0] if outcome else None,
        )
    if outcome:
        with conclusion_place:
            verdict(
                guess == outcome[0],
                " ".join(
                    (
                        _("You said “{guess}”.", guess=_(guess)),
                        outcome_of_race(*outcome),
                        _("The fastest is {program}.", program=fastest(raced[0])),
                    )
                ),
            )
            offer_again(asked, asked.ask_again)
if here.running is None and (told := conclusion(legs)):
    with conclusion_place.container(border=True, key="cost-conclusion"):
        st.markdown(f"#### {told}")
growth = slopes_table(course, legs, list(MODELS))
with st.expander(_("Size by size: bytes, times, and what was refused")):
    for line in story(legs):
        say(line)
    st.table(sizes_table(course, legs, list(MODELS)))
    products, numbers = in_formula(_("products")), in_formula(_("numbers of 8 bytes"))
    st.latex(rf"X^\top\delta:\ m\,d\,c\ \text{{{products}}}")
    st.latex(rf"\tfrac{{\partial\hat Y}}{{\partial W}}:\ m\,c\,d\,c\ \text{{{numbers}}}")
    st.caption(
        _(
            "Median of {rounds} timings at each size, the models in turn, float64, one thread. The "
            "machine is shared: times differ from race to race, their ratios less so. Bytes are "
            "counted exactly, from every tensor that a step allocates. Above this page's budget of "
            "{budget} a model is refused; a run on the Train page may use more.",
            rounds=ROUNDS,
            budget=in_bytes(BUDGET),
        )
    )
if any(growth.values()):
    with st.expander(_("How fast the cost grows with {size}: the exponents", size=_(course.axis))):
        say(
            _(
                "An exponent k: twice the size, 2ᵏ times the cost. Fitted on the log axes over the "
                "last three sizes. Measured time **below** the theory: fixed costs still weigh. "
                "**Above** it: the tensor no longer fits into the processor's fast memory."
            )
        )
        st.table(growth)
with st.expander(_("The code of the race, from {file}", file="perceptron/lessons/cost/race.py")):
    show_code(race.race, race.step_allocations, race.slope)

questions()
pose("cost-bytes", questions_of.bytes_question)
pose("cost-grown", questions_of.grown_question)
pose("cost-products", questions_of.products_question)
close_page(
    "cost",
    know=(
        _(
            "The four-axis tensor has {product} numbers: {bytes} at {size}, known before anything "
            "is allocated.",
            product="m c d c",
            bytes=in_bytes(LARGE_SIZE.tensor_bytes),
            size=LARGE_SIZE,
        ),
        _("Autograd has a fixed cost for each step, which counts most where the batch is small."),
        _("All three get the same W: which one to take is a question of time and memory alone."),
    ),
)


def draw(frame: int) -> None:
    """Move the charts to the newest round."""
    legs = here.results(name)
    if not legs:  # the first round is late
        return
    charts = {
        f"race-{memory}": race_traces(MODELS, course, legs, memory=memory)
        for memory in (False, True)
    }
    words = _(
        "{size}: round {number} of {all}",
        size=legs[-1].size,
        number=legs[-1].rounds,
        all=ROUNDS,
    )
    told = {}
    if tells(frame):
        told["race-False"] = in_words(legs, "seconds", in_time)
        told["race-True"] = in_words(legs, "allocated", in_bytes)
    send_frame(frames, charts, progress(course, legs), words, told=told)


if here.running:
    play(here, turn, here.advance, draw)
