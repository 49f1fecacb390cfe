"""A program with blanks to take home: filled in, checked by itself, and trained."""

import streamlit as st

from pages.shared.frame.frame import close_page, open_page
from pages.shared.lesson.questions import ask, ask_number, questions
from pages.shared.lesson.write import choose_seed, losses, offer_files, preview
from perceptron.config import DataConfig, TrainConfig, default
from perceptron.sharing.exercise.write import DIGITS, ROUNDED
from perceptron.text.numbers import count, number, yes

open_page("write")
st.markdown(
    "It has **six blanks**. Each is compared with what PyTorch's autograd computes; no answer "
    "stands in the file. When all are right, it trains and prints **your number** for this page."
)
code, says = preview()
left, right = st.columns([3, 2])
with left:
    st.markdown("**One of the blanks**: your code goes where the dots stand.")
    st.code(code, wrap_lines=True)
with right:
    st.markdown("**What its check says**, while it is empty and after a slip:")
    for words in says:
        st.code(words, language=None, wrap_lines=True)

seed = choose_seed()
offer_files(seed)
offline, colab = st.columns(2)
with offline:
    st.markdown("**On your own computer**, without a network once the packages are there:")
    st.code(
        f"pip install torch scikit-learn\npython write-it-yourself-{seed}.py",
        language="shell",
        wrap_lines=True,
    )
    st.caption("Run the script again after each change. The notebook runs in Jupyter or VS Code.")
with colab:
    st.markdown(
        "**In Google Colab**, with nothing to install: open "
        "[colab.research.google.com](https://colab.research.google.com), choose **Upload**, and "
        "give it the notebook. Run its cells from top to bottom. After you have changed a blank, "
        "run its cell again, and the last one."
    )

questions()
start, last = losses(seed)
config, data = TrainConfig(), DataConfig()
ask_number(
    "write-number",
    f"Seed {seed}: which final loss does your program print, once all six blanks are right? Type "
    f"all {DIGITS} digits.",
    last,
    f"In {config.epochs} epochs the loss over all {data.samples} rows fell from {number(start)}. "
    "The app has trained its own program on the same rows, from the same start.",
    tolerance=ROUNDED,
    state=seed,
    digits=DIGITS,
)
m, d, c = default("batch_size"), data.features, data.outputs
ask_number(
    "write-entries",
    f"Blank 5 builds the derivative of the prediction by the weights, for {m} samples, {d} inputs "
    f"and {c} outputs. How many numbers does it hold?",
    m * c * d * c,
    f"It has four axes, (m, c, d, c): {m} · {c} · {d} · {c} = {count(m * c * d * c)}.",
)
_, halved = losses(seed, 0.5)
ask(
    "write-factor",
    "The factor 2 is missing in blank 1, so both gradients are half of what they should be. Does "
    "the loss of the program fall even so?",
    ["yes", "no"],
    yes(halved < start),
    f"From {number(start)} to {number(halved)}: half a gradient is half a learning rate, so it is "
    "only slower. “The loss falls” is no test; therefore each blank is compared with autograd.",
    state=seed,
)
close_page("write")
