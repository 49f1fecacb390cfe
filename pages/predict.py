"""Predict, then reveal: commit to an answer, then watch the run give its own."""

from collections.abc import Callable, Sequence
from itertools import pairwise

import streamlit as st

from pages.shared.frame.frame import close_page, open_page
from pages.shared.lesson.codes import how_many, notes_on, paste_codes
from pages.shared.lesson.hands import count_hands
from pages.shared.lesson.predict import (
    choose_item,
    go_to_item,
    guesses,
    note,
    offer_to_ask_again,
    posed,
    questions_that_work,
    show_more,
    show_verdict,
    stage_of,
    take_guess,
)
from pages.shared.lesson.predict_charts import show_evidence, show_guesses
from pages.shared.lesson.predict_end import offer_twin, show_end
from pages.shared.lesson.questions import show_options
from pages.shared.lesson.room_votes import with_votes
from pages.shared.link.address import address, said
from pages.shared.link.choices import students_wait
from pages.shared.link.share import copyable
from pages.shared.session import projector
from pages.shared.session.asked import all_answered, note_asked
from pages.shared.session.identity import own_tag
from pages.shared.session.projector import goes_on
from perceptron.lessons.predict.answers import Guess, guess_in_words, reveal
from perceptron.lessons.predict.codes import Collected, read_codes, write_code
from perceptron.lessons.predict.item import Item
from perceptron.lessons.predict.items import ItemError
from perceptron.lessons.predict.runs import runs_in_words
from perceptron.room.question import CHOICE, CURVE
from perceptron.text.escape import in_markdown
from perceptron.text.language import N_, _

ANSWER, COLLECT = N_("Answer"), N_("Collect a class's guesses")

KNOW = (
    N_(
        "Much is known before training: how many updates, which learning rates live, how low the "
        "loss can get."
    ),
    N_(
        "Where training starts matters until it has come to rest: one linear layer has one lowest "
        "point."
    ),
    N_(
        "A falling loss proves that the steps lead downhill, nothing more; programs that agree in "
        "most digits compute the same."
    ),
)


def lead_on(label: str, icon: str, action: Callable[..., None], *args: object) -> None:
    """Offer what comes next: in the page, or on the projector under its one key."""
    if projector.is_on():
        goes_on(label, action, *args)
    else:
        st.button(label, icon=icon, type="primary", on_click=action, args=args)


def ask_aloud(name: str) -> None:
    """Put another question to the class, with all that can be answered."""
    go_to_item(name)
    st.session_state["predict_part"] = ANSWER


def choose_part(waits: bool) -> str:
    """Choose between answering and collecting; that is not in the address, which others may get."""
    said("part")  # as older links have it
    if waits:
        return ANSWER
    st.session_state.setdefault("predict_part", ANSWER)
    part = st.segmented_control(
        _("What you do"), [ANSWER, COLLECT], format_func=_, key="predict_part", required=True,
        persist_state="session",
    )  # fmt: skip
    return part or ANSWER


def lead_to_answer(item: Item, given: Sequence[Guess], waits: bool) -> None:
    """Offer to reveal, once there is a guess that the answer can be held against."""
    if waits:
        st.markdown(_("Your teacher reveals the answer."))
    elif given or posed(item).guess is not None:
        label = _("Reveal the answer") if item.given else _("Run it, and reveal")
        lead_on(label, ":material/play_arrow:", show_more, item, "answer")
    else:
        st.markdown(
            _(
                "Paste codes that answer this question, or type under **Hands** how many were "
                "raised. A guess committed under *Answer* does as well. Then it can be revealed."
            )
        )


aloud = projector.is_on()  # before a whole room: all that is told has to fit on one screen
open_page("predict", titled=not aloud)
try:
    file = questions_that_work()
except ItemError as error:
    st.error(
        in_markdown(f"perceptron/lessons/predict/items.toml: {error}"), icon=":material/error:"
    )
    close_page("predict")
    st.stop()
items = file.items
waits = students_wait()
with st.container(horizontal=True, vertical_alignment="bottom"):
    part = choose_part(waits)
    item = choose_item(items)
    codes_place = st.container(width="content")
    hands_place = st.container(width="content")
names = [one.name for one in items]
following = dict(pairwise(names)).get(item.name)  # None after the last
stage = stage_of(item)
mine = posed(item).guess
by_steps = not waits and (aloud or part == COLLECT)  # the teacher says when the reason is told

shown = None if stage == "asked" else reveal(item)
seen = shown is not None or bool(st.session_state.get("predict_codes"))
collected = Collected({}, ())
hands: list[Guess] = []
if part == COLLECT:
    pasted = bool(st.session_state.get("predict_codes"))  # with names, which are nobody's business
    codes = read_codes(paste_codes(codes_place, aside=pasted or (aloud and seen)), items)
    collected = with_votes(codes, item)
    with hands_place:
        hands = count_hands(item)
with st.container(key="lab_question"):
    st.header(item.question, anchor=False)
with st.container(horizontal=True, vertical_alignment="center"):
    st.caption(runs_in_words(item), width="content")
    if part == COLLECT:
        given = [*collected.of(item), *hands]
        st.markdown(how_many(item, collected, len(hands)), width="content")
    if not waits:
        offer_to_ask_again(item)
told, pictures, below = st.container(), st.container(), st.container()  # so that none moves
if part == ANSWER:
    given = [] if mine is None else [mine]
elif notes := notes_on(collected):
    (below if shown else told).text("\n".join(notes))

if part == ANSWER and mine is None and shown is None:
    with told:
        take_guess(item)
    if not waits:
        goes_on(_("Collect guesses"), st.session_state.update, {"predict_part": COLLECT})
else:
    both = item.kind == CURVE and part == COLLECT  # the spread of sketches has the curve in it
    spread = (bool(given) and part == COLLECT) or (both and shown is not None)
    wide = aloud or spread
    left, right = pictures.columns(2) if wide else (pictures.container(), pictures.container())
    verdict, reason = (left.container(), right.container()) if aloud else (told, below)
    with left:
        if spread:
            show_guesses(item, given, shown)
    with right if spread else left:
        if shown and not both:
            show_evidence(shown, given)
    if part == ANSWER and mine is not None and item.kind == CHOICE:
        with told:
            show_options(dict(item.options), mine, shown.answer if shown else None)
    if stage == "asked":
        with told:
            if part == ANSWER and mine is not None and item.kind != CHOICE:
                guess = _("Your guess: **{guess}**", guess=guess_in_words(item, mine))
                st.markdown(f":material/lock: {guess}")
            lead_to_answer(item, given, waits)
        goes_on(_("Next question"), ask_aloud, following, disabled=following is None)
    if shown:
        if mine is not None and part == ANSWER:
            note(shown, mine)
        with verdict:
            show_verdict(shown, mine if part == ANSWER else None)
        with below:
            if stage == "answer" and by_steps:
                lead_on(_("Why?"), ":material/help:", show_more, item, "why")
            elif stage == "why" or not waits:
                reason.info(shown.why, icon=":material/emoji_objects:")
                if not by_steps and mine is not None and not waits:
                    offer_twin(item)
                go = ask_aloud if aloud else go_to_item
                if following:
                    lead_on(_("Next question"), ":material/arrow_forward:", go, following)
                elif part == ANSWER:
                    show_end(items)

if part == ANSWER and (committed := guesses(items)):
    for_class = waits or bool(address().link.made)  # a link that was shared says what made it
    with st.container() if for_class else st.expander(_("A code for your teacher")):
        st.markdown(
            _(
                "**Your answers as a code for your teacher** ({given} of {all}). It holds them and "
                "nothing about you. Paste it where your teacher asks for it.",
                given=len(committed),
                all=len(items),
            )
        )
        copyable(_("Copy the code"), write_code(own_tag(), committed), "guess_code")
for problem in () if waits else file.problems:  # they are no business of a class
    left_out = _("Left out of {file}: {problem}", file="items.toml", problem=problem)
    st.warning(in_markdown(left_out), icon=":material/rule:")
for one in items:
    note_asked(one.name, answered=posed(one).guess is not None)
early = part == ANSWER and not all_answered()
know = () if aloud or part == COLLECT else [_(one) for one in KNOW]
close_page("predict", know=know, early=early)
