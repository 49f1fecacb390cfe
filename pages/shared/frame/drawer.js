// On a phone the list of pages lies over the page: it closes by itself once a page is chosen.

const OVER_THE_PAGE = matchMedia("(max-width: 768px)"); // as Streamlit has it

export default function () {
  const choose = (/** @type {MouseEvent} */ { target }) => {
    const link = target instanceof Element && target.closest('[data-testid="stSidebarNavLink"]');
    if (!link || !OVER_THE_PAGE.matches) return;
    const close = document.querySelector('[data-testid="stSidebarCollapseButton"] button');
    if (close instanceof HTMLElement) close.click();
  };
  document.addEventListener("click", choose);
  return () => document.removeEventListener("click", choose);
}
