"""Wrap the text nodes of a page as Chrome's translation does, whenever there are new ones."""

TRANSLATE = """() => {
  const SKIP = "script, style, textarea, noscript, font, [translate=no], .notranslate";
  const words = (text) => text.replace(/[a-z]/g, (letter) => letter.toUpperCase());
  const font = () => {
    const node = document.createElement("font");
    node.style.verticalAlign = "inherit";
    return node;
  };
  let turn = 0;
  const wrap = (text) => {
    const parent = text.parentElement;
    if (!parent || parent.closest(SKIP) || !text.nodeValue.trim()) return;
    const outer = font(), inner = font();
    inner.textContent = words(text.nodeValue);
    outer.append(inner);
    turn = (turn + 1) % 3; // browsers need not agree on the order
    if (turn === 0) parent.replaceChild(outer, text);
    else if (turn === 1) { parent.insertBefore(outer, text); parent.removeChild(text); }
    else { const after = text.nextSibling; text.remove(); parent.insertBefore(outer, after); }
  };
  const within = (node) => {
    const texts = [], walk = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) texts.push(walk.currentNode);
    texts.forEach(wrap);
  };
  const observer = new MutationObserver((changes) => {
    const nodes = new Set(changes.flatMap(({ type, target, addedNodes }) =>
      type === "characterData" ? [target] : [...addedNodes]));
    for (const node of nodes) if (node.isConnected)
      node.nodeType === Node.TEXT_NODE ? wrap(node) : within(node);
    observer.takeRecords(); // its own
  });
  const begin = () => {
    within(document.body);
    observer.observe(document.body, { childList: true, characterData: true, subtree: true });
  };
  document.body ? begin() : addEventListener("DOMContentLoaded", begin);
}"""
"""To be evaluated in a page, or before it as a script; what is translated is in capitals."""
