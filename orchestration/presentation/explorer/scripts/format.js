// How values are written.

import { language, t, word } from "./words.js";

const plain = new Intl.NumberFormat("en-US", { maximumFractionDigits: 4 });

// A value with separators of thousands and no trailing zeros; "" where there is none.
export function number(value) {
  return value === null || value === undefined ? "" : plain.format(value).replace("-", "−");
}

// A value with its bound as the report has it.
export function bounded(value, bound, upper) {
  if (value === null || value === undefined) return "";
  if (bound === "range" && upper !== null && upper !== undefined) return `${number(value)}–${number(upper)}`;
  return ["approx", "min", "max"].includes(bound) ? t(`bound_${bound}`, { v: number(value) }) : number(value);
}

// A change with its sign.
export function signed(value) {
  if (value === null || value === undefined) return "";
  return value > 0 ? `+${number(value)}` : number(value);
}

export function share(part, whole) {
  return whole ? `${((100 * part) / whole).toFixed(1)}%` : "";
}

// Measure and unit as one: 增速（%）.
export function measured(measure, unit) {
  const shown = unit ? (language() === "en" ? ` (${unit})` : `（${unit}）`) : "";
  return word("measure", measure) + shown;
}

// The year of a period that is one, or null.
export function yearOf(period) {
  return /^\d{4}$/.test(period) ? Number(period) : null;
}

// Periods in their order: by their first year, single years before spans of them.
export function byPeriod(one, other) {
  const [a, b] = [one, other].map((period) => `${period.slice(0, 4)} ${period.length} ${period}`);
  return a < b ? -1 : a > b ? 1 : 0;
}
