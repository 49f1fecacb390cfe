"""What somebody can do: pages, answers and challenges so far, to read and to print."""

from html import escape

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
from perceptron.text.language import _, ngettext, pgettext

RIGHT, WRONG = ":green[:material/check_circle:]", ":red[:material/cancel:]"


def show_lesson(name: str) -> None:
    """Show what was done on one page: its sentence, and each answer with the first guess."""
    page, done = page_named(name), progress()
    answers = {key: one for key, one in done.answers.items() if one.page == name}
    asked = n_asked(name)
    n_right = sum(one.is_right for one in answers.values())
    if name == "train":
        asked, n_right = len(challenges()), len(done.challenges)
    opened = name in done.pages or bool(answers)
    can = n_right >= (1 if name == "train" else asked)
    mark = RIGHT if can else ":gray[:material/circle:]"
    says = _("I can {what}.", what=_(page.can))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"{mark} **{says}**", width="stretch")
        st.caption(how_far(name, n_right, asked, opened=opened), width="content")
        st.page_link(page.script, label=page.title, icon=f":material/{page.icon}:")
    if answers:
        with st.expander(_("First guess and last answer"), key=f"done_{name}"):
            for one in answers.values():
                show_answer(one)


def how_far(name: str, n_right: int, asked: int, *, opened: bool) -> str:
    """Say how much of a page is done."""
    if not opened:
        return _("not opened yet")
    if not asked:
        return ""
    if name == "train":
        return _("{n} of {all} challenges earned", n=n_right, all=asked)
    return ngettext("{n} of {all} right", "{n} of {all} right", n_right, all=asked)


def show_answer(one: Answered) -> None:
    """Show a question, its first guess and its newest answer."""
    asked = in_markdown(one.asked or _("A question"))
    st.markdown(f"**{asked}**")
    first = _(
        "First guess: {guess} ({verdict})",
        guess=in_markdown(one.first),
        verdict=verdict(one.was_right),
    )
    if one.tries == 1:
        st.markdown(first)
        return
    last = ngettext(
        "Now, after {n} try: {guess} ({verdict})",
        "Now, after {n} tries: {guess} ({verdict})",
        one.tries,
        guess=in_markdown(one.last),
        verdict=verdict(one.is_right),
    )
    st.markdown(f"{first}  \n{last}")


def verdict(right: bool) -> str:
    """Say whether an answer is right, with a sign."""
    words = pgettext("an answer", "right") if right else pgettext("an answer", "not yet")
    return f"{RIGHT if right else WRONG} {words}"


def show_challenges() -> None:
    """Show which challenges a run has earned."""
    every, earned = challenges(), progress().challenges
    n = sum(one.name in earned for one in every)
    page = page_named("train").title
    with st.expander(
        _("Challenges on {page}: {n} of {all} earned", page=page, n=n, all=len(every))
    ):
        for one in every:
            if one.name in earned:
                by = in_markdown(earned[one.name].by)
                st.markdown(f"{RIGHT} **{one.title}**: {by}")
            else:
                st.markdown(f":gray[:material/circle:] {one.title}")


open_page("progress")
whose, when = escape(_("Name")), escape(_("Date"))
st.html(f'<p class="lab-on-paper"><span>{whose}</span><span>{when}</span></p>')  # in print alone
done = progress()
if in_room():
    st.info(_("In a room your teacher tells what is right. Here it stands afterwards."))
else:
    n = len(done.answers)
    n_first = sum(one.was_right for one in done.answers.values())
    n_now = sum(one.is_right for one in done.answers.values())
    if n:
        st.markdown(
            ngettext(
                "**{n} question answered:** {first} right at the first guess, {now} by now. What "
                "is still wrong comes back on the next lessons, with other numbers.",
                "**{n} questions answered:** {first} right at the first guess, {now} by now. What "
                "is still wrong comes back on the next lessons, with other numbers.",
                n,
                first=n_first,
                now=n_now,
            )
        )
    else:
        st.markdown(
            _(
                "Nothing is answered yet. Each lesson ends with questions; what you say to them "
                "stands here."
            )
        )
    for lesson in (*PATH, *sorted({one.page for one in done.answers.values()} - set(PATH))):
        show_lesson(lesson)
    show_challenges()
    st.page_link(
        page_named("measure").script, label=_("Take the short test, before and after"),
        icon=":material/query_stats:",
    )  # fmt: skip
    show_print(_("Print this sheet"))
show_memory()
close_page("progress")
