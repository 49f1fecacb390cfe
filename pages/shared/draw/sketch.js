// A curve to sketch, on a page.
import { sketched } from "./paper.js";

/** @param {Lab.Component<Lab.Sketch>} component */
export default function ({ data, parentElement, setStateValue }) {
  const here = parentElement;
  if (here.sketch?.name !== data.name) {
    here.sketch?.remove();
    const remove = sketched(here, data, (moved) => setStateValue("values", [...moved]));
    here.sketch = { name: data.name, remove };
  }
  return () => {
    if (here.isConnected) return; // a newer call has the sketch, as in mount.js
    here.sketch?.remove();
    here.sketch = undefined;
  };
}
