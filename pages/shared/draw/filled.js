// Sentences come whole from Python, in the language of who reads them; here their values come in.

/** @param {string} words @param {object} values by the names in braces */
export const filled = (words, values) =>
  words.replace(/\{(\w+)\}/g, (_, name) => String(/** @type {any} */ (values)[name]));
