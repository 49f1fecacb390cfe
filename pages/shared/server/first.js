// What is in sight before the app is: a page's title and its one sentence. They go as soon as
// the app's own are there; or a while after its buttons, should its title not come at all.
(() => {
  const OWN = '[data-testid="stMain"] h1, [data-testid="stMain"] h2, [data-testid="stException"]';
  const PATIENCE = 3000; // milliseconds
  let waits = false;
  const go = () => {
    document.getElementById("lab-first")?.remove();
    watch.disconnect();
  };
  const look = () => {
    if (document.querySelector(OWN)) go();
    else if (!waits && document.querySelector('[data-testid="stMain"] button')) {
      waits = true;
      setTimeout(go, PATIENCE);
    }
  };
  const watch = new MutationObserver(look);
  watch.observe(document, { childList: true, subtree: true });
})();
