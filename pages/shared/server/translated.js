// Lets the browser translate a page that is alive. Chrome puts <font><font>...</font></font> in the
// place of a text node; React, which knows nothing of it, then removes that node and fails, or sets
// its text where nobody sees it. Here we remember what stands for which text node. What is done to
// the text node is done to its stand-in; a new text brings it back, and the browser translates anew.
(() => {
  /** @type {WeakMap<Node, ChildNode>} */ const standIns = new WeakMap();
  const node = Node.prototype;
  const { appendChild, insertBefore, removeChild, replaceChild } = node;

  const isFont = (/** @type {Node | null | undefined} */ one) => one?.nodeName === "FONT";
  const isText = (/** @type {Node | null} */ one) => one?.nodeType === Node.TEXT_NODE;

  // Whatever the order: one replaces the other, or comes beside it first, or after it.
  /** @param {MutationRecord[]} records */ function remember(records) {
    /** @type {[Node, MutationRecord][]} */ const gone = [];
    for (const record of records) {
      const { addedNodes, removedNodes, previousSibling, nextSibling } = record;
      const font = /** @type {ChildNode | undefined} */ ([...addedNodes].find(isFont));
      for (const text of [...removedNodes].filter(isText)) {
        const beside = [previousSibling, nextSibling].find((one) => one && isFont(one)
          && records.some((other) => [...other.addedNodes].includes(one)));
        const one = font ?? /** @type {ChildNode | undefined} */ (beside);
        if (one) standIns.set(text, one);
        else gone.push([text, record]);
      }
      if (!font || removedNodes.length) continue;
      const left = gone.findIndex(([, { target, nextSibling: next }]) =>
        target === record.target && next === nextSibling);
      if (left >= 0) standIns.set(gone.splice(left, 1)[0][0], font);
    }
  }
  const observer = new MutationObserver(remember);
  observer.observe(document, { childList: true, subtree: true });

  // What stands for a text node that is nowhere itself.
  /** @param {Node | null} text @returns {ChildNode | undefined} */
  function standIn(text) {
    if (!text || !isText(text) || text.parentNode) return undefined;
    remember(observer.takeRecords());
    const font = standIns.get(text);
    return font?.parentNode ? font : undefined;
  }

  /** @param {Node} text */ function bringBack(text) {
    const font = standIn(text);
    if (font?.parentNode) replaceChild.call(font.parentNode, text, font);
  }

  /** @param {Node} parent @param {Node | null} text @returns {Node | null} */
  function inPlaceOf(parent, text) {
    if (!text || text.parentNode === parent || !isText(text)) return text;
    const font = standIn(text);
    return font?.parentNode === parent ? font : null;
  }

  Object.assign(node, {
    /** @this {Node} @param {Node} child */ appendChild(child) {
      standIn(child)?.remove();
      return appendChild.call(this, child);
    },
    /** @this {Node} @param {Node} child @param {Node | null} before */ insertBefore(child, before) {
      standIn(child)?.remove();
      return insertBefore.call(this, child, inPlaceOf(this, before));
    },
    /** @this {Node} @param {Node} child */ removeChild(child) {
      const there = inPlaceOf(this, child);
      if (there) removeChild.call(this, there);
      return child;
    },
    /** @this {Node} @param {Node} child @param {Node} old */ replaceChild(child, old) {
      standIn(child)?.remove();
      const there = inPlaceOf(this, old);
      if (there) replaceChild.call(this, child, there);
      else appendChild.call(this, child);
      return old;
    },
  });

  for (const [prototype, name] of /** @type {[object, string][]} */ ([
    [node, "nodeValue"], [node, "textContent"], [CharacterData.prototype, "data"],
  ])) {
    const own = /** @type {PropertyDescriptor} */ (Object.getOwnPropertyDescriptor(prototype, name));
    Object.defineProperty(prototype, name, {
      ...own,
      /** @this {Node} @param {string | null} value */ set(value) {
        bringBack(this);
        own.set?.call(this, value);
      },
    });
  }
})();
