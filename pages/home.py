"""Home: what this is, where to start, and what each word means."""

import streamlit as st

from pages.shared.draw.charts import chart
from pages.shared.frame.frame import close_page
from pages.shared.lesson.numbers import NOTEBOOK, SCENES
from pages.shared.lesson.step_size import known_of
from pages.shared.link.choices import students_wait
from pages.shared.link.controls import choose
from pages.shared.pages import PAGES, page_named
from perceptron.figures.home import surface_film
from perceptron.figures.surface import outside_in_words, surface_figure
from perceptron.lessons.glossary import glossary
from perceptron.lessons.step_size.path import descend_over
from perceptron.text.numbers import large, number

RATES = {"short": 0.02, "good": 0.3, "long": 1.2, "too long": 2.2}
WAITS = "Here your teacher will show how steps of different lengths go. Until then you are asked."
LEARN = {
    "train": "Press **Train** and watch three programs learn as one.",
    "microscope": "Take one update apart, number by number.",
    "step_size": "Find out which learning rates can work, and why.",
    "four_axes": "See why the third program computes the same.",
    "clinic": "Find the bug in a fourth program.",
    "predict": "Guess first, then let runs answer.",
}
TEACH = {
    "teach": "Open a room: they scan one code, you walk a plan, and they commit before they see.",
    "guide": "Read what to ask in which minute, and what they will say.",
    "predict": "Without a room: press **Share**, collect their codes, and reveal.",
}


def show_path(path: dict[str, str]) -> None:
    """List pages in an order, each with what to do there."""
    for k, (name, words) in enumerate(path.items(), start=1):
        page = page_named(name)
        st.page_link(page.script, label=f"{k}. {page.title}", icon=f":material/{page.icon}:")
        st.caption(words)


def show_descent(length: str) -> None:
    """Let W and b roll down, with steps of a length; the limit is told where it is near."""
    rate = RATES[length]
    told = number(rate)
    scene = SCENES[NOTEBOOK]()
    known = known_of(scene)
    descent = descend_over(scene.dataset, scene.start, rate, scene.config)
    with left:
        chart(
            "home-surface",
            (scene.state, rate),
            lambda: surface_figure(descent.plane, scene.dataset.target_names[0]),
            lambda: (
                f"At learning rate {told} the loss goes from {number(descent.first_loss)} to "
                f"{large(descent.last_loss)} in {descent.n_steps} steps. "
                f"{outside_in_words(descent.plane)}"
            ),
            height=400,
            film=lambda: surface_film(descent.plane),
        )
        if words := outside_in_words(descent.plane):
            st.caption(words)
    with right:
        st.markdown(
            f"At learning rate **{told}** the loss goes from {number(descent.first_loss)} to "
            f"**{large(descent.last_loss)}** in {descent.n_steps} steps, counted over all "
            f"{scene.dataset.n_samples} rows and all {scene.dataset.n_targets} outputs; the least "
            f"possible is {number(known.references['least squares'])}."
            + (f" {known.limits.rule}" if rate > RATES["good"] else "")
        )


st.title("How a layer learns, three ways", anchor=False)
left, right = st.columns([3, 2], gap="large")
with right:
    st.markdown(
        "A **linear layer** with several outputs predicts Ŷ = X W + b. It learns by **gradient "
        "descent**: step by step, W and b roll down to the smallest loss. Three programs do it "
        "here, and they find the gradient in three ways: **scratch** by hand, **torch** by "
        "PyTorch's autograd, **einsum** by a tensor with four axes. They agree to the last "
        "digits. These pages show how, why, and at what cost."
    )
    waits = students_wait() and not st.session_state.get("room")
    length = "good"
    if not waits:
        length = choose(
            "How long are the steps?", "steps", list(RATES), default="good", key="home_rate"
        )
    st.page_link(
        page_named("train").script, label="Train them yourself", icon=":material/play_circle:"
    )
if waits:
    left.info(WAITS, icon=":material/lock_clock:")
else:
    show_descent(length)

st.header("Where to start", anchor=False)
students, teachers = st.columns(2, gap="large")
with students:
    st.markdown("**To learn: about an hour.** Guess first. The app then computes the answer.")
    show_path(LEARN)
with teachers:
    st.markdown("**To teach: 45 minutes with a class.** Let them commit before you press.")
    show_path(TEACH)
    st.caption(
        "**Projector**, in the bar above, enlarges the text; N goes to the next step, ? shows all "
        "keys. For a class on one network start with `make run ADDRESS=0.0.0.0`."
    )

st.header("All pages", anchor=False)
for page in PAGES[1:]:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.page_link(page.script, label=page.title, icon=f":material/{page.icon}:", width=280)
        st.markdown(page.idea, width="stretch")

st.header("Glossary", anchor=False)
wanted = st.text_input(
    "Find a term", key="home_term", placeholder="for example: epsilon", width=320
)
terms = [term for term in glossary() if term.has(wanted)]
if not terms:
    st.info("No term has these letters. Try a shorter piece of the word.", icon=":material/search:")
for term in terms:
    st.markdown(f"**{term.name}**: {term.meaning} *({page_named(term.page).title})*")
close_page("home")
