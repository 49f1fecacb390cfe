// What is in sight before the app is: a page's title and its one sentence. They go as soon as
// the app's own are there.
(() => {
  const OWN = '[data-testid="stMain"] h1, [data-testid="stMain"] h2, [data-testid="stException"]';
  const look = () => {
    if (!document.querySelector(OWN)) return;
    document.getElementById("lab-first")?.remove();
    watch.disconnect();
  };
  const watch = new MutationObserver(look);
  watch.observe(document, { childList: true, subtree: true });
})();
