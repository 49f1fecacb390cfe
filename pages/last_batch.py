"""The last batch: what it weighs in the loss of an epoch, and in the weights."""

import inspect

import streamlit as st

from pages.shared.draw.charts import chart
from pages.shared.frame.frame import close_page, open_page
from pages.shared.lesson.numbers import NOTEBOOK, Scene, choose_scene, once_for_each_scene
from pages.shared.lesson.questions import ask, ask_number, questions
from pages.shared.link.controls import choose, count
from pages.shared.session.projector import words_and_picture
from perceptron import training
from perceptron.figures import takeaways
from perceptron.figures.last_batch import batches_figure, rules_figure
from perceptron.lessons import last_batch
from perceptron.lessons.last_batch import NOTEBOOK_RULE, RULES, Followed, follow, gap, same_end
from perceptron.lessons.shortened import shortened
from perceptron.text.numbers import number, percent


@once_for_each_scene("Training under four rules …")
def all_rules(scene: Scene) -> dict[str, Followed]:
    """Train once under each rule."""
    dataset, config = shortened(scene.dataset, scene.config)
    return {name: follow(rule, dataset, scene.start, config) for name, rule in RULES.items()}


open_page("last_batch")
with st.container(horizontal=True, vertical_alignment="bottom"):
    scene = choose_scene(NOTEBOOK)
    name = choose("Rule", "rule", list(RULES), default=NOTEBOOK_RULE, key="last_batch_rule")
followed = all_rules(scene)
n_epochs = min(len(one.epochs) for one in followed.values())
if not n_epochs:
    st.warning(
        f"At learning rate {number(scene.config.learning_rate)} training diverges in the first "
        "epoch, "
        "so there is no epoch to look at. Choose a smaller rate on the page How big a step.",
        icon=":material/warning:",
    )
    close_page("last_batch")
    st.stop()

k = 0
if n_epochs > 1:
    k = count("Epoch", "epoch", 0, n_epochs - 1, key=f"last_batch_epoch_{n_epochs}")
epoch = followed[name].epochs[k]
plain, weighted = (followed[rule].epochs[k] for rule in (NOTEBOOK_RULE, "weighted"))
full, last = plain.sizes[0], plain.sizes[-1]
words, picture = words_and_picture()
words.markdown(
    f"{RULES[name].words} {sum(plain.sizes)} rows in batches of {full} leave a last batch of "
    f"**{last}**. Under the plain mean over batches, as the course's notebook takes it, "
    f"it counts **{percent(plain.weights[-1])}**, by its samples "
    f"**{percent(weighted.weights[-1])}**. "
    f"In epoch {k} the notebook's mean is "
    f"{number(plain.train_mse)}, the weighted one {number(weighted.train_mse)}: "
    f"**{percent(gap(plain, weighted), signed=True)}**. Both use losses from before each batch's "
    "update. After the "
    f"epoch, on all rows at once, the loss is {number(epoch.loss_after)}: **the one that every "
    "other page shows**, and the only one that can't lie below least squares."
)
words.latex(r"L = \sum_k w_k L_k \qquad w_k = \frac{1}{B}\ \text{ or }\ \frac{m_k}{m}")
left, right = picture.columns([3, 2])
with left:
    chart(
        "last-batch-bars",
        (scene.state, name, k),
        lambda: batches_figure(epoch),
        lambda: (
            f"In epoch {k} the last batch, {epoch.sizes[-1]} of {sum(epoch.sizes)} rows, has a "
            f"weight of {percent(epoch.weights[-1])} and a loss of {number(epoch.losses[-1])}; the "
            f"epoch's loss is {number(epoch.train_mse)}."
        ),
        height=400,
    )
with right:
    chart(
        "last-batch-rules",
        (scene.state, k),
        lambda: rules_figure(followed, k),
        lambda: takeaways.compared(
            {rule: one.epochs[k].train_mse for rule, one in followed.items()}, f"epoch {k}"
        ),
        height=400,
    )
picture.caption(
    "$L_k$ is the loss of batch k, $w_k$ its weight: one of B batches, or $m_k$ of m samples. Each "
    "loss is taken before the update of its batch, so W and b are a little better from bar to "
    "bar. A last, shorter batch is hatched."
)

st.markdown("## It also changes what is learned")
st.markdown(
    "The update of a batch uses the mean over **its** samples, 2 / (m c) with its own m. So in "
    f"each epoch the last batch has a whole update to itself, with {last} of the rows where others "
    f"have {full}, and its noise is learned with it. Weighting the losses changes only the report; "
    "dropping the last batch or shuffling changes what is learned."
)
shown = slice(0, 12)
st.table(
    {
        "batch": [f"{i + 1}" for i in range(len(epoch.sizes))][shown],
        "samples": [f"{size}" for size in epoch.sizes][shown],
        "loss (MSE)": [number(loss) for loss in epoch.losses][shown],
        "weight in the mean": [percent(weight) for weight in epoch.weights][shown],
        "length of its update of W and b": [number(moved) for moved in epoch.moved][shown],
    }
)
if len(epoch.sizes) > 12:
    st.caption(f"The first 12 of {len(epoch.sizes)} batches.")
with st.expander("The code: how rows become batches, and losses a mean"):
    for function in (training.batches, last_batch.row_order, last_batch.weights_in_mean):
        st.code(inspect.getsource(function), wrap_lines=True)

questions()
ask_number(
    "last-batch-count",
    f"How many batches do {sum(plain.sizes)} rows in slices of {full} make?",
    len(plain.sizes),
    f"{' + '.join(map(str, plain.sizes[:6]))}{' + …' if len(plain.sizes) > 6 else ''} rows: the "
    "last slice is what is left over.",
    state=scene.state,
)
end_plain, end_weighted = (
    followed[rule].epochs[n_epochs - 1] for rule in (NOTEBOOK_RULE, "weighted")
)
off = gap(end_plain, end_weighted)
ask(
    "last-batch-gap",
    f"In epoch {n_epochs - 1}, the notebook's mean is …",
    ["above the weighted mean", "below the weighted mean", "equal to it"],
    "equal to it"
    if len(set(plain.sizes)) == 1
    else "above the weighted mean"
    if off > 0
    else "below the weighted mean",
    f"It differs by {percent(off, signed=True)}: the last batch's own loss is "
    f"{number(end_plain.losses[-1])}, the mean of all by samples {number(end_weighted.train_mse)}.",
    state=scene.state,
)
changed = [
    rule
    for rule in ("weighted", "drop last")
    if not same_end(followed[rule], followed[NOTEBOOK_RULE])
]
ask(
    "last-batch-learned",
    "Which of these ends with other weights than the notebook's rule?",
    ["weighted", "drop last", "both", "neither"],
    changed[0] if len(changed) == 1 else "both" if changed else "neither",
    "Compared bit for bit after the last epoch. A weighted mean of losses is only another "
    "report; a batch that is left out never updates W.",
    state=scene.state,
)
close_page("last_batch")
