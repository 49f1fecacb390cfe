"""The last batch: what it weighs in the loss of an epoch, and in the weights."""

import streamlit as st

from pages.shared.draw.charts import chart
from pages.shared.draw.code import show_code
from pages.shared.draw.words import say
from pages.shared.frame.frame import close_page, open_page
from pages.shared.lesson.numbers import NOTEBOOK, Scene, choose_scene, once_for_each_scene
from pages.shared.lesson.questions import pose, questions
from pages.shared.link.controls import choose, count
from pages.shared.pages import page_named
from pages.shared.session.projector import words_and_picture
from perceptron import training
from perceptron.figures import takeaways
from perceptron.figures.last_batch import batches_figure, rules_figure
from perceptron.lessons.last_batch import questions as asked
from perceptron.lessons.last_batch import rules
from perceptron.lessons.last_batch.rules import (
    NOTEBOOK_RULE,
    RULES,
    Followed,
    follow,
    shown,
)
from perceptron.lessons.last_batch.words import how_far_off, in_words
from perceptron.lessons.shortened import shortened
from perceptron.text.escape import in_formula
from perceptron.text.language import N_, _, pgettext
from perceptron.text.numbers import number, percent


@once_for_each_scene(N_("Training under four rules …"))
def all_rules(scene: Scene) -> dict[str, Followed]:
    """Train once under each rule."""
    dataset, config = shortened(scene.dataset, scene.config)
    return {name: follow(rule, dataset, scene.start, config) for name, rule in RULES.items()}


open_page("last_batch")
opening = st.container()
with st.container(horizontal=True, vertical_alignment="bottom"):
    scene = choose_scene(NOTEBOOK)
    name = choose(
        _("Rule"),
        "rule",
        list(RULES),
        default=NOTEBOOK_RULE,
        key="last_batch_rule",
        format_func=shown,
    )
followed = all_rules(scene)
n_epochs = min(len(one.epochs) for one in followed.values())
if not n_epochs:
    st.warning(
        _(
            "At learning rate {rate} training diverges in the first epoch, so there is no epoch to "
            "look at. Choose a smaller rate on the page {page}.",
            rate=number(scene.config.learning_rate),
            page=page_named("step_size").title,
        ),
        icon=":material/warning:",
    )
    close_page("last_batch")
    st.stop()

at_end = [followed[rule].epochs[n_epochs - 1] for rule in (NOTEBOOK_RULE, "weighted")]
with opening:
    reported = _(
        "In epoch {number}, the last one, the plain mean over batches reports a loss of "
        "**{loss}**.",
        number=n_epochs,
        loss=number(at_end[0].train_mse),
    )
    say(f"{reported} {how_far_off(*at_end)}")
which = n_epochs  # counted from 1; links count from 0
if n_epochs > 1:
    which = count(
        _("Epoch"), "epoch", 1, n_epochs, default=n_epochs, key=f"last_batch_epoch_{n_epochs}",
        linked_from=0,
    )  # fmt: skip
k = which - 1
epoch = followed[name].epochs[k]
plain = followed[NOTEBOOK_RULE].epochs[k]
full, last = plain.sizes[0], plain.sizes[-1]
words, picture = words_and_picture()
with words:
    does = _(RULES[name].words)
    say(f"*{does}* {in_words(RULES[name], epoch, sum(plain.sizes))}")
    either = in_formula(pgettext("one of two weights", "or"))
    st.latex(
        rf"L = \sum_k w_k L_k \qquad w_k = \frac{{1}}{{B}}\ \text{{ {either} }}\ \frac{{m_k}}{{m}}"
    )
with picture:
    chart(
        "last-batch-bars",
        (scene.state, name, k),
        lambda: batches_figure(epoch),
        lambda: _(
            "In epoch {number} the last batch, {rows} of {all} rows, has a weight of {weight} "
            "and a loss of {loss}; the epoch's loss is {epoch_loss}.",
            number=which,
            rows=epoch.sizes[-1],
            all=sum(epoch.sizes),
            weight=percent(epoch.weights[-1]),
            loss=number(epoch.losses[-1]),
            epoch_loss=number(epoch.train_mse),
        ),
        height=380,
    )
    st.caption(
        _(
            "{loss} is the loss of batch k, {weight} its weight: one of B batches, or {rows} of m "
            "rows. Each loss is taken before the update of its batch. A last, shorter batch is "
            "hatched.",
            loss="$L_k$",
            weight="$w_k$",
            rows="$m_k$",
        )
    )
if not RULES[name].drop_last:
    say(
        _(
            "Each update uses the mean over the rows of **its** batch. So in each epoch the last "
            "batch has a whole update to itself, with {last} of the rows where others have {full}.",
            last=last,
            full=full,
        )
    )
with st.expander(_("Batch by batch: how far each update moves W and b")):
    first = slice(0, 12)
    st.table(
        {
            _("batch"): [f"{i + 1}" for i in range(len(epoch.sizes))][first],
            _("rows"): [f"{size}" for size in epoch.sizes][first],
            _("loss (MSE)"): [number(loss) for loss in epoch.losses][first],
            _("weight in the mean"): [percent(weight) for weight in epoch.weights][first],
            _("length of its update"): [number(moved) for moved in epoch.moved][first],
        }
    )
    if len(epoch.sizes) > 12:
        st.caption(_("The first 12 of {n} batches.", n=len(epoch.sizes)))
with st.expander(_("Epoch by epoch: the loss that each rule reports")):
    chart(
        "last-batch-rules",
        (scene.state, k),
        lambda: rules_figure(followed, which),
        lambda: takeaways.compared(
            {shown(rule): one.epochs[k].train_mse for rule, one in followed.items()},
            _("At epoch {number}", number=which),
        ),
        height=400,
    )
    st.caption(
        _(
            "After the epoch, on all rows at once, the loss is {loss}: the one that every other "
            "page shows, and the only one that can't lie below least squares.",
            loss=number(epoch.loss_after),
        )
    )
with st.expander(_("The code: how rows become batches, and losses a mean")):
    show_code(training.batches, rules.row_order, rules.weights_in_mean)

questions()
pose("last-batch-share", asked.share_question)
pose("last-batch-mean", asked.mean_question)
pose(
    "last-batch-learned",
    lambda: asked.learned_question(followed, sum(plain.sizes), full),
    state=(scene.state, sum(plain.sizes), full),
)
close_page(
    "last_batch",
    know=(
        _(
            "A plain mean over batches lets {last} of {all} rows count {weight}.",
            last=last,
            all=sum(plain.sizes),
            weight=percent(plain.weights[-1], 0),
        ),
        _("Which mean is told changes no weight; which rows a batch has does."),
        _("The loss of all rows, taken after the epoch, is the one to trust."),
    ),
)
