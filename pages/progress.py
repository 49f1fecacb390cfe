"""What somebody can do: pages, answers and challenges so far, to read and to print."""

import streamlit as st

from pages.shared.draw.print import show_print
from pages.shared.frame.frame import close_page, open_page
from pages.shared.frame.kept import show_memory
from pages.shared.lesson.twins import n_asked
from pages.shared.pages import PATH, page_named
from pages.shared.session.in_room import in_room
from pages.shared.session.progress import progress
from perceptron.lessons.challenges.reading import challenges
from perceptron.sharing.progress import Answered
from perceptron.text.escape import in_markdown
from perceptron.text.numbers import counted

RIGHT, WRONG = ":green[:material/check_circle:] right", ":red[:material/cancel:] not yet"


def show_lesson(name: str) -> None:
    """Show what was done on one page: its sentence, and each answer with the first guess."""
    page, done = page_named(name), progress()
    answers = {key: one for key, one in done.answers.items() if one.page == name}
    asked = n_asked(name)
    n_right = sum(one.is_right for one in answers.values())
    if name == "train":
        asked, n_right = len(challenges()), len(done.challenges)
    can = n_right >= (1 if name == "train" else asked)
    mark = ":green[:material/check_circle:]" if can else ":gray[:material/circle:]"
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"{mark} **I can {page.can}.**", width="stretch")
        told = "challenges earned" if name == "train" else "right"
        opened = f"{n_right} of {asked} {told}" if asked else ""
        st.caption(opened if name in done.pages or answers else "not opened yet", width="content")
        st.page_link(page.script, label=page.title, icon=f":material/{page.icon}:")
    if answers:
        with st.expander("First guess and last answer", key=f"done_{name}"):
            for one in answers.values():
                show_answer(one)


def show_answer(one: Answered) -> None:
    """Show a question, its first guess and its newest answer."""
    st.markdown(f"**{in_markdown(one.asked or 'A question')}**")
    first = f"First guess: {in_markdown(one.first)} ({RIGHT if one.was_right else WRONG})"
    if one.tries == 1:
        st.markdown(first)
    else:
        last = f"Now, after {one.tries} tries: {in_markdown(one.last)} "
        st.markdown(f"{first}  \n{last}({RIGHT if one.is_right else WRONG})")


def show_challenges() -> None:
    """Show which challenges a run has earned."""
    every, earned = challenges(), progress().challenges
    n = sum(one.name in earned for one in every)
    with st.expander(f"Challenges on Train: {n} of {len(every)} earned"):
        for one in every:
            if one.name in earned:
                by = in_markdown(earned[one.name].by)
                st.markdown(f":green[:material/check_circle:] **{one.title}**: {by}")
            else:
                st.markdown(f":gray[:material/circle:] {one.title}")


open_page("progress")
st.html('<p class="lab-on-paper"><span>Name</span><span>Date</span></p>')  # seen in print alone
done = progress()
if in_room():
    st.info("In a room your teacher tells what is right. Here it stands afterwards.")
else:
    n = len(done.answers)
    n_first = sum(one.was_right for one in done.answers.values())
    n_now = sum(one.is_right for one in done.answers.values())
    if n:
        st.markdown(
            f"**{counted(n, 'question')} answered:** {n_first} right at the "
            f"first guess, {n_now} by now. What is still wrong comes back on the next lessons, "
            "with other numbers."
        )
    else:
        st.markdown(
            "Nothing is answered yet. Each lesson ends with questions; what you say to them "
            "stands here."
        )
    for lesson in (*PATH, *sorted({one.page for one in done.answers.values()} - set(PATH))):
        show_lesson(lesson)
    show_challenges()
    st.page_link(
        page_named("measure").script, label="Take the short test, before and after",
        icon=":material/query_stats:",
    )  # fmt: skip
    show_print("Print this sheet")
show_memory()
close_page("progress")
