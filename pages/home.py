"""Home: what this is, in one picture, and the two ways in."""

import streamlit as st

from pages.shared.draw.charts import chart
from pages.shared.draw.layer import show_layer
from pages.shared.draw.words import say
from pages.shared.frame.frame import ask_for, close_page, open_page
from pages.shared.lesson.numbers import NOTEBOOK, SCENES, Scene, once_for_each_scene
from pages.shared.lesson.step_size import known_of
from pages.shared.link.address import fixed
from pages.shared.link.choices import students_wait
from pages.shared.link.controls import choose
from pages.shared.pages import PATH, page_named
from pages.shared.session.progress import progress
from perceptron.figures.home import bowl_figure, bowl_film
from perceptron.figures.layer import layer_of
from perceptron.lessons.home import RATES, Bowl, roll
from perceptron.text.language import N_, _
from perceptron.text.numbers import large, number
from perceptron.training import batches

WAITS = N_(
    "Here your teacher will show how steps of different lengths go. Until then you are asked."
)
HEIGHT = 270


@once_for_each_scene()
def way_down(scene: Scene, rate: float) -> Bowl:
    """Train at a rate; computed once for all visitors."""
    return roll(scene.dataset, scene.start, rate, scene.config)


def start(rate: float) -> None:
    """Go to the Train page with a learning rate, unless a teacher has fixed another."""
    if not fixed("learning_rate"):
        st.session_state["learning_rate"] = rate
    ask_for("train")


def in_words(scene: Scene, bowl: Bowl, rate: float) -> str:
    """What a rate has led to."""
    data = scene.dataset
    told = _(
        "At learning rate **{rate}** the loss of all {rows} rows and {outputs} outputs goes from "
        "{first} to **{last}** in {updates} updates; the least possible is {least}.",
        rate=number(rate),
        rows=data.n_samples,
        outputs=data.n_targets,
        first=number(bowl.first_loss),
        last=large(bowl.last_loss),
        updates=bowl.n_steps,
        least=number(bowl.least),
    )
    if bowl.is_outside(bowl.n_steps):
        first = next(k for k in range(bowl.n_steps + 1) if bowl.is_outside(k))
        told += " " + _("Update {n} leaves the picture.", n=first)
    return told + (f" {known_of(scene).limits.rule}" if rate > RATES["good"] else "")


def show_descent(scene: Scene) -> None:
    """Let the layer roll down its loss with steps of a length; begin to train with them."""
    left, right = st.columns([5, 6])
    with left:
        length = choose(
            _("How long are the steps?"), "steps", list(RATES), default="good", key="home_rate"
        )
        rate = RATES[length]
        bowl = way_down(scene, rate)
        st.button(
            _("Start: train it"), key="home_start", type="primary", icon=":material/play_arrow:",
            on_click=start, args=(rate,), width="stretch",
        )  # fmt: skip
        say(" ".join((_("Each dot is one update."), in_words(scene, bowl, rate))))
    with right:
        chart(
            "home-bowl",
            (scene.state, rate),
            lambda: bowl_figure(bowl),
            lambda: in_words(scene, bowl, rate).replace("**", ""),
            height=HEIGHT,
            film=lambda: bowl_film(bowl),
        )


def show_first_row(scene: Scene) -> None:
    """Show the layer at its start, with the first row of the data in it."""
    data = scene.dataset
    X, Y = next(batches(data.x_train, data.y_train, scene.config.batch_size))
    names = data.feature_names, data.target_names
    show_layer(layer_of(X, Y, scene.start, names), plays=True)


def show_doors() -> None:
    """Show the way in for who learns and for who teaches."""
    seen = set(progress().pages)
    todo = [name for name in PATH if name not in seen]
    with st.container(border=True, key="door_learn"):
        st.header(_("Learn"), anchor=False)
        n = len(PATH) - len(todo)
        told = _("About an hour: {n} of {all} lessons opened.", n=n, all=len(PATH))
        st.progress(n / len(PATH), text=told)
        following = page_named(todo[0] if todo else "progress")
        st.page_link(
            following.script,
            label=_("Go on: {page}", page=following.title)
            if n
            else _("Begin: {page}", page=following.title),
            icon=f":material/{following.icon}:",
        )
        if not n:
            st.page_link(
                page_named("measure").script, label=_("Before you begin: a short test"),
                icon=":material/query_stats:",
            )  # fmt: skip
        if todo:
            st.page_link(
                page_named("progress").script,
                label=page_named("progress").title,
                icon=":material/checklist:",
            )
    with st.container(border=True, key="door_teach"):
        st.header(_("Teach"), anchor=False)
        st.markdown(
            _(
                "45 minutes with a class: phones commit, you reveal. The plan is there, and yours "
                "to change."
            )
        )
        st.page_link(
            page_named("teach").script, label=_("Open a room"), icon=":material/co_present:"
        )
        st.page_link(
            page_named("guide").script, label=_("Read the guide"), icon=":material/menu_book:"
        )


open_page("home", heading=_("How a layer learns, three ways"))
say(
    _(
        "A **linear layer** predicts {formula} and learns by rolling down its loss; three programs "
        "find the way by hand, by PyTorch and by a four-axis tensor, and agree to the last digits.",
        formula="Ŷ = X W + b",
    )
)
if students_wait() and not st.session_state.get("room"):
    st.info(_(WAITS), icon=":material/lock_clock:")
    show_doors()
else:
    here = SCENES[NOTEBOOK]()
    show_descent(here)
    layer, doors = st.columns([6, 5])
    with layer:
        show_first_row(here)
    with doors:
        show_doors()
with st.container(horizontal=True):
    st.page_link(
        page_named("glossary").script, label=_("All pages, and what words mean"),
        icon=":material/dictionary:",
    )  # fmt: skip
    if set(PATH) & set(progress().pages):  # else it stands in the door
        st.page_link(
            page_named("measure").script, label=_("A short test, before and after"),
            icon=":material/query_stats:",
        )  # fmt: skip
close_page("home")
