"""Before and after: a short test, alone or with a class, and what was gained."""

from functools import partial

import streamlit as st

from pages.shared.frame.frame import close_page, open_page
from pages.shared.lesson.asking import Question, question
from pages.shared.lesson.predict import can_be_guess, questions_that_work, read_guess
from pages.shared.lesson.questions import number_field, show_options, verdict
from pages.shared.link.choices import students_wait
from pages.shared.link.share import copyable
from pages.shared.pages import PATH, page_named
from pages.shared.room.short_test import answers_of_room, hand_in_answers, part_of_room
from pages.shared.session.identity import KEY, own_tag
from pages.shared.session.memory import memory
from pages.shared.session.progress import progress
from perceptron.lessons.measure import FILE, Result, as_markdown, items_of, result_of
from perceptron.lessons.predict.answers import Guess, guess_in_words, is_right, reveal
from perceptron.lessons.predict.codes import read_codes, write_code
from perceptron.lessons.predict.item import Item
from perceptron.lessons.predict.runs import runs_in_words
from perceptron.room.handing_in import PartOn
from perceptron.room.question import CHOICE
from perceptron.room.short_test import AFTER, BEFORE, PARTS, Answers
from perceptron.text.escape import in_markdown
from perceptron.text.language import N_, _, ngettext

WHICH = N_(
    "If both parts fit into one visit, put *Short test, before* and *after* into the plan of a "
    "room, which counts by itself; if weeks lie between them, collect the codes here at the end."
)
LONGEST = 200_000  # characters that can be pasted
BEGUN = "measure_second"


def asked(item: Item) -> Question:
    """What this session keeps of an item."""
    return question(f"measure-{item.name}", item.identity, partial(can_be_guess, item))


def answered() -> dict[str, Guess]:
    """What was answered so far, in both parts."""
    every = {item.name: asked(item).guess for part in PARTS for item in items[part]}
    return {name: guess for name, guess in every.items() if guess is not None}


def take_back(given: Answers) -> None:
    """Let this session know, and its browser keep, what the room has of its answers already."""
    for part in PARTS:
        for item in items[part]:
            if item.name in given and can_be_guess(item, given[item.name]):
                asked(item).commit(given[item.name])


def ask(item: Item, part: str, k: int, n: int) -> Guess | None:
    """Ask one item, and lock the answer without a verdict."""
    with st.container(border=True, key=f"asked-measure-{part}-{k}"):
        one = asked(item)
        at = _("{k} of {n}.", k=k, n=n)
        st.caption(f"{at} {runs_in_words(item)}")
        if item.kind == CHOICE:
            options = dict(item.options)
            guess = one.take(
                st.radio, item.question, list(options), index=None, format_func=options.get
            )
        else:
            label = item.question
            if item.unit:
                label = _("{question} (in {unit})", question=item.question, unit=item.unit)
            guess = one.take(number_field, label, read=partial(read_guess, item))
        if guess is not None:
            st.markdown(f"**{item.question}**")
            said = _("You said **{said}**.", said=in_markdown(guess_in_words(item, guess)))
            st.markdown(f":material/lock: {said}")
    answer: Guess | None = guess
    return answer


def ask_all(part: str) -> dict[str, Guess]:
    """Ask all items of a part; return what was answered so far."""
    asked = items[part]
    answers = {item.name: ask(item, part, k, len(asked)) for k, item in enumerate(asked, start=1)}
    return {name: guess for name, guess in answers.items() if guess is not None}


def show_answers(given: dict[str, Guess]) -> None:
    """After both parts: each answer with its verdict, and the reason."""
    for part in PARTS:
        with st.expander(_("The answers, before") if part == BEFORE else _("The answers, after")):
            for item in items[part]:
                shown, guess = reveal(item), given[item.name]
                st.markdown(f"**{item.question}**")
                if item.kind == CHOICE:
                    show_options(dict(item.options), guess, shown.answer)
                right = is_right(item, guess, shown.answer)
                said = in_markdown(guess_in_words(item, guess))
                told = _("You said “{said}”. The run: **{answer}**.", said=said, answer=shown.words)
                verdict(right, f"{told} {shown.why}")


def show_gain(given: dict[str, Guess]) -> None:
    """What one student has gained who has answered all of both parts."""
    mine: Result = result_of(items[BEFORE], items[AFTER], [given])
    st.markdown(f"**{mine.words}**")
    show_answers(given)


def show_alone() -> None:
    """Both parts, one after the other; the code and what is for a class lie below."""
    n = len(items[BEFORE])
    st.markdown(
        ngettext(
            "{n} question now, before the lessons, and {n} of the same kind when you have gone "
            "through them. Nothing is told before you have answered both; it is for you, and "
            "optional.",
            "{n} questions now, before the lessons, and {n} of the same kind when you have gone "
            "through them. Nothing is told before you have answered both; it is for you, and "
            "optional.",
            n,
        )
    )
    st.header(_("Before"), anchor=False)
    given = ask_all(BEFORE)
    if len(given) == n:
        following = next((one for one in PATH if one not in progress().pages), PATH[0])
        title = _(page_named(following).title)
        st.markdown(
            _("The first part is done. Go through the lessons, then come back for the second.")
        )
        st.page_link(
            page_named(following).script, label=_("To the lessons: {page}", page=title),
            icon=":material/arrow_forward:",
        )  # fmt: skip
        kept = memory().answers  # of an earlier visit
        if not st.session_state.get(BEGUN) and not any(
            f"measure-{item.name}" in kept for item in items[AFTER]
        ):
            st.button(
                _("Begin the second part"), key="measure_begin", icon=":material/play_arrow:",
                on_click=st.session_state.update, args=({BEGUN: True},),
            )  # fmt: skip
        else:
            st.session_state[BEGUN] = True
            st.header(_("After"), anchor=False)
            given |= ask_all(AFTER)
    if len(given) == 2 * n:
        st.header(_("What you have gained"), anchor=False)
        if students_wait():
            st.markdown(_("Your teacher tells the answers."))
        else:
            show_gain(given)
    show_code(given)
    if not students_wait() and len(given) in (0, 2 * n):  # it has the keys
        show_class()


def show_in_room(on: PartOn) -> None:
    """The part that the room takes; what was gained when its teacher has shown that."""
    take_back(answers_of_room())
    if on.revealed:
        given = answered()
        st.header(_("What you have gained"), anchor=False)
        if len(given) == sum(map(len, items.values())):
            show_gain(given)
        else:
            st.markdown(_("You have not answered all of both parts. Look at the projector."))
    else:
        st.header(_("Before") if on.part == BEFORE else _("After"), anchor=False)
        if on.part == AFTER:
            st.session_state[BEGUN] = True  # when the room is closed, it stands below the first
        given = ask_all(on.part) if on.open else {}
        hand_in_answers(on, given, len(items[on.part]))
    if KEY in st.session_state:  # else the browser says in a moment who this is
        show_code(answered())


def show_code(given: dict[str, Guess]) -> None:
    """Fold the code of a class that meets twice."""
    if given:
        with st.expander(_("A code for your teacher, if before and after are in different rooms")):
            copyable(
                _("Copy the code for your teacher"), write_code(own_tag(), given), "measure_code"
            )


def show_class() -> None:
    """For who teaches: the test on paper, and the gain of a class from its codes."""
    with st.expander(_("For teachers: the gain of a class, and the test with its keys")):
        st.markdown(_(WHICH))
        pasted = st.text_area(
            _("Paste the codes of the class here"),
            key="measure_codes",
            max_chars=LONGEST,
            height=90,
        )
        if pasted:
            collected = read_codes(pasted, [*items[BEFORE], *items[AFTER]])
            found = result_of(items[BEFORE], items[AFTER], collected.guesses.values())
            st.markdown(f"**{found.words}**")
            st.text("\n".join(collected.notes))
        st.download_button(
            _("The test with its keys (Markdown)"), partial(as_markdown, known), "short-test.md",
            "text/markdown", icon=":material/download:", on_click="ignore",
        )  # fmt: skip
        st.caption(_("It shows the answers. The test is not validated."))


on = part_of_room()
open_page("measure", titled=on is None)
known = questions_that_work(FILE).items
items = {part: items_of(known, part) for part in PARTS}
if on is None:
    show_alone()
else:
    show_in_room(on)
close_page("measure")
