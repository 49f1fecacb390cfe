// Numbers as people read them, in the tables beside the pictures and under the pointer: as
// perceptron/text/numbers.py writes them, in full from a millionth to a million.

const SCRIPT = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** @param {string} digits */
const raised = (digits) => digits.replace("+", "").replace("-", "⁻")
  .replace(/\d/g, (digit) => SCRIPT[Number(digit)]);

/**
 * @param {number} value
 * @param {string} [separators] of the figure: what stands before decimals, then between thousands
 * @param {number} [digits]
 */
export function written(value, separators = ".", digits = 5) {
  const decimal = separators.charAt(0);
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "–" : value > 0 ? "∞" : "−∞";
  const [mantissa, exponent] = value.toExponential(digits - 1).split("e");
  const power = Number(value.toExponential(Math.max(digits, 6) - 1).split("e")[1]);
  if (value && (power < -6 || power > 5)) {
    const [sign, size] = [value < 0 ? "−" : "",
      String(Math.abs(Number(mantissa))).replace(".", decimal)];
    return `${sign}${size === "1" ? "" : `${size}×`}10${raised(exponent)}`;
  }
  const places = Math.max(0, digits - 1 - Number(exponent));
  const [whole, part = ""] = (value || 0).toFixed(places).split(".");
  const rest = part.replace(/0+$/, "");
  const grouped = /\d{5}/.test(whole) ? whole.replace(/\B(?=(\d{3})+$)/g, "\u202f") : whole;
  return (grouped + (rest && `${decimal}${rest}`)).replace("-", "−");
}

/**
 * A heatmap whose numbers are told under the pointer, behind the names of its cells.
 * @param {Lab.Trace} trace @param {string} [separators] @returns {Lab.Trace}
 */
export function told(trace, separators) {
  const { customdata, hovertext } = trace;
  if (!Array.isArray(customdata) || !ArrayBuffer.isView(customdata[0])) return trace;
  const rows = /** @type {Float64Array[]} */ (customdata);
  return { ...trace, hovertext: rows.map((row, i) => Array.from(row, (value, j) =>
    [hovertext?.[i][j], written(value, separators)].filter(Boolean).join(" = "))) };
}
