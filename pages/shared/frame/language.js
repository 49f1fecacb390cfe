// The page says its language: browsers then offer no translation, and who hears it hears it right.
/** @param {Lab.Component<{ language: string }>} component */
export default function ({ data }) {
  document.documentElement.lang = data.language;
}
