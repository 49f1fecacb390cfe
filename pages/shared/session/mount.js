// Brings an asset in once and calls the part of it that is asked for. Kept short: Streamlit sends
// it each time a script runs.
/** @param {Lab.Component<Lab.Memory>} component */
export default (component) => {
  /** @type {Lab.Unmount | void} */ let leave;
  let left = false;
  import(new URL(component.data.code, document.baseURI).href).then((memory) => {
    leave = (memory[component.data.part] ?? memory.default)(component);
    if (left) leave?.();
  }, () => {}); // without it nothing is kept, and nothing else is missing
  return () => { left = true; leave?.(); };
};
