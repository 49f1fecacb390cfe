"""A program with blanks to take home: filled in, checked by itself, and trained."""

import streamlit as st

from pages.shared.draw.words import say
from pages.shared.frame.frame import close_page, open_page
from pages.shared.lesson.questions import pose, questions
from pages.shared.lesson.write import choose_seed, losses, offer_files, preview
from perceptron.lessons import write as asked
from perceptron.sharing.exercise.write import DIGITS, ROUNDED
from perceptron.text.language import _

open_page("write")
say(
    _(
        "It has **six blanks**. Each is compared with what PyTorch's autograd computes; no answer "
        "stands in the file. When all are right, it trains and prints **your number** for this "
        "page."
    )
)
code, says = preview()
with st.container():
    st.markdown(_("**One of the blanks**: your code goes where the dots stand."))
    st.code(code, wrap_lines=True)
with st.container():
    st.markdown(_("**What its check says**, while it is empty and after a slip:"))
    for words in says:
        st.code(words, language=None, wrap_lines=True)

seed = choose_seed()
offer_files(seed)
offline, colab = st.columns(2)
with offline:
    st.markdown(_("**On your own computer**, without a network once the packages are there:"))
    st.code(
        f"pip install torch scikit-learn\npython write-it-yourself-{seed}.py",  # in English: code
        language="shell",
        wrap_lines=True,
    )
    st.caption(
        _("Run the script again after each change. The notebook runs in Jupyter or VS Code.")
    )
with colab:
    say(
        _(
            "**In Google Colab**, with nothing to install: open {colab}, choose **Upload**, and "
            "give it the notebook. Run its cells from top to bottom. After you have changed a "
            "blank, run its cell again, and the last one.",
            colab="[colab.research.google.com](https://colab.research.google.com)",
        )
    )

questions()
start, last = losses(seed)
pose("write-number", lambda: asked.number_question(seed, start, last, DIGITS, ROUNDED), state=seed)
pose("write-entries", asked.entries_question)
halved = losses(seed, 0.5)[1]
pose("write-factor", lambda: asked.factor_question(start, halved, 0.5), state=seed)
close_page(
    "write",
    know=(
        _("A gradient is right when it equals that of a second way, not when the loss falls."),
        _("Six blanks, about ten lines, are a whole program that learns."),
        _("Who computes with other programs compares digits, before anything is trained for long."),
    ),
)
