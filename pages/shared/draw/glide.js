// Moves curves that are on the page without Plotly, which looks at everything again: their paths are
// written anew. What only Plotly can move, axes, single points and hints, it moves now and then.

export const GLIDES = 7; // between two drawings by Plotly

const KINDS = { f4: Float32Array, f8: Float64Array, i2: Int16Array, u2: Uint16Array, u4: Uint32Array };

/** Numbers as Python packs them, or as they are; null if they are neither.
 * @param {any} numbers
 * @returns {number[] | InstanceType<(typeof KINDS)[keyof typeof KINDS]> | null} */
export function unpacked(numbers) {
  if (Array.isArray(numbers)) return numbers;
  const Kind = KINDS[/** @type {keyof typeof KINDS} */ (numbers?.dtype)];
  return Kind ? new Kind(Uint8Array.from(atob(numbers.bdata), (char) => char.charCodeAt(0)).buffer) : null;
}

/** @param {string} axis of a trace, as "x" or "y2" */
const nameOf = (axis) => `${axis[0]}axis${axis.slice(1)}`;

/** A path through the points that there are; null where an axis has to move first.
 * @param {ArrayLike<number>} x @param {ArrayLike<number>} y @param {any} across @param {any} up */
function pathThrough(x, y, across, up) {
  let path = "", pen = "M";
  for (let i = 0; i < x.length; i += 1) {
    const right = across.d2p(x[i]), down = up.d2p(y[i]);
    if (!Number.isFinite(down) || !Number.isFinite(right)) {
      pen = "M"; // a gap
    } else {
      if (up.autorange && (down < 0 || down > up._length)) return null;
      path += `${pen}${right.toFixed(2)},${down.toFixed(2)}`;
      pen = "L";
    }
  }
  return path;
}

/** Move the curves of a frame; false if that takes Plotly, and nothing has moved then.
 * @param {Lab.Plot} node @param {Lab.Trace[]} data all traces, of which a frame moves the first
 * @param {number} moving how many of them */
export function glided(node, data, moving) {
  /** @type {[Element, string][]} */ const moves = [];
  for (let i = 0; i < moving; i += 1) {
    const drawn = node._fullData[i], trace = data[i];
    if (drawn?.type !== "scatter" || (trace.mode ?? "lines") !== drawn.mode) return false;
    if (drawn.mode !== "markers" && drawn.visible === true) {
      const x = unpacked(trace.x), y = unpacked(trace.y);
      if (drawn.mode !== "lines" || !x || !y) return false;
      const { [nameOf(drawn.xaxis)]: across, [nameOf(drawn.yaxis)]: up } = node._fullLayout;
      const path = pathThrough(x, y, across, up);
      const line = node.querySelector(`.trace${drawn.uid} .js-line`);
      if (path === null || (path && !line)) return false;
      if (line) moves.push([line, path]);
    }
  }
  for (const [line, path] of moves) line.setAttribute("d", path);
  return moves.length > 0;
}
