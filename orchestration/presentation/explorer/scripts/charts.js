// Drawings: bars in the rows of a table, small panels over the years, and the chart of one series.

import { h, s } from "./dom.js";
import { number } from "./format.js";
import { t } from "./words.js";

// A scale from values to places, with round ticks; `zero` holds the zero line in it.
export function scale(values, from, to, { zero = false, ticks = 4, pad = 0 } = {}) {
  const known = values.filter((value) => Number.isFinite(value));
  let [low, high] = known.length ? [Math.min(...known), Math.max(...known)] : [0, 1];
  if (zero) [low, high] = [Math.min(low, 0), Math.max(high, 0)];
  if (low === high) [low, high] = zero ? [Math.min(low, 0), Math.max(high, 1)] : [low - 0.5, high + 0.5];
  const room = (high - low) * pad;
  [low, high] = [zero && low === 0 ? 0 : low - room, high + room];
  const step = round((high - low) / ticks);
  const marks = [];
  for (let at = Math.ceil(low / step) * step; at <= high + step / 1e6; at += step)
    marks.push(Number(at.toPrecision(12)));
  const place = (value) => from + ((value - low) / (high - low)) * (to - from);
  return { place, marks, low, high };
}

function round(step) {
  const size = 10 ** Math.floor(Math.log10(step));
  return [1, 2, 5, 10].map((each) => each * size).find((each) => each >= step * 0.999);
}

// The numbers of an axis, short: 120000 → 12万 would mislead, so thousands stay written.
export function tickText(value) {
  return number(value);
}

const BAR = { width: 260, height: 18, left: 2, right: 258 };

// The scale that all bars of a table share.
export function barScale(rows) {
  const values = rows
    .flatMap((row) => [row.outturn, row.target, row.targetUpper])
    .filter((value) => value !== null && value !== undefined);
  return scale(values, BAR.left, BAR.right, { zero: true, pad: 0.04 });
}

// A bar of a row: the outturn, the target's mark with the side on which it is kept, and the nation's line.
export function bar(row, line, nation, label) {
  const { place, marks } = line;
  const parts = marks.map((at) => s("line", { class: "grid", x1: place(at), x2: place(at), y1: 0, y2: BAR.height }));
  parts.push(s("line", { class: "axis", x1: place(0), x2: place(0), y1: 0, y2: BAR.height }));
  const value = row.outturn ?? null;
  if (row.target !== null && row.target !== undefined) parts.push(...band(row, place));
  if (value !== null) {
    const [from, to] = [place(0), place(value)].sort((a, b) => a - b);
    parts.push(
      s("rect", {
        class: `bar ${row.outcome ?? ""}`,
        x: from,
        width: Math.max(to - from, 1),
        y: 5,
        height: BAR.height - 10,
      }),
    );
  }
  if (row.target !== null && row.target !== undefined)
    parts.push(s("line", { class: "aim", x1: place(row.target), x2: place(row.target), y1: 1, y2: BAR.height - 1 }));
  if (nation !== null && nation !== undefined)
    parts.push(s("line", { class: "nation", x1: place(nation), x2: place(nation), y1: 0, y2: BAR.height }));
  return s(
    "svg",
    {
      class: "bars",
      viewBox: `0 0 ${BAR.width} ${BAR.height}`,
      role: "img",
      "aria-label": label,
      preserveAspectRatio: "none",
    },
    parts,
  );
}

// Where a target is kept: its range, or the side that its bound leaves open.
function band(row, place) {
  const ends = { range: [row.target, row.targetUpper ?? row.target], min: [row.target, null], max: [null, row.target] }[
    row.targetBound
  ];
  if (!ends) return [];
  const from = ends[0] === null ? place(0) : place(ends[0]);
  const to = ends[1] === null ? BAR.right : place(ends[1]);
  return [
    s("rect", { class: "band", x: Math.min(from, to), width: Math.abs(to - from), y: 3, height: BAR.height - 6 }),
  ];
}

// The axis that stands in the head of a column of bars.
export function barAxis(line) {
  const texts = line.marks.map((at, place, all) => {
    const anchor = place === 0 ? "start" : place === all.length - 1 ? "end" : "middle";
    return s("text", { x: line.place(at), y: 11, "text-anchor": anchor }, tickText(at));
  });
  return s("svg", { class: "bars axisline", viewBox: `0 0 ${BAR.width} 14`, "aria-hidden": "true" }, texts);
}

const PANEL = { width: 176, height: 96, left: 8, right: 168, top: 10, bottom: 74 };

// A panel for each row of values over the years, all on the same axes; lines break where a year is missing.
export function multiples(panels, years, describe, most) {
  const values = panels.flatMap((panel) => panel.points.flatMap((point) => [point.actual, point.target, point.upper]));
  const up = scale(values, PANEL.bottom, PANEL.top, { ticks: 2, pad: 0.08 });
  const along = scale(years, PANEL.left + 14, PANEL.right - 14, {});
  return h(
    "ul",
    { class: "multiples" },
    panels
      .slice(0, most)
      .map((panel) => h("li", {}, panel.title, panelDrawing(panel, years, up, along, describe(panel)))),
  );
}

function panelDrawing(panel, years, up, along, label) {
  const parts = up.marks.map((at) => [
    s("line", { class: "grid", x1: PANEL.left, x2: PANEL.right, y1: up.place(at), y2: up.place(at) }),
    s("text", { x: PANEL.left, y: up.place(at) - 2 }, tickText(at)),
  ]);
  const shown = years.length > 4 ? [years[0], years.at(-1)] : years;
  parts.push(
    shown.map((year) => s("text", { x: along.place(year), y: PANEL.bottom + 14, "text-anchor": "middle" }, year)),
  );
  parts.push(course(panel.points, along, up));
  return s("svg", { viewBox: `0 0 ${PANEL.width} ${PANEL.height}`, role: "img", "aria-label": label }, parts);
}

// The line of outturns, broken where a year is missing, with its points, and the targets with their ranges.
export function course(points, along, up) {
  const parts = [];
  let path = "";
  let last = null;
  for (const point of points) {
    if (point.actual === null) continue;
    path += `${last !== null && point.year === last + 1 ? "L" : "M"}${along.place(point.year)} ${up.place(point.actual)}`;
    last = point.year;
  }
  if (path) parts.push(s("path", { class: "course", d: path }));
  for (const point of points) {
    const x = along.place(point.year);
    if (point.target !== null) {
      if (point.upper !== null)
        parts.push(s("line", { class: "reach", x1: x, x2: x, y1: up.place(point.target), y2: up.place(point.upper) }));
      const y = up.place(point.target);
      parts.push(s("path", { class: "aim", d: `M${x - 4} ${y}L${x} ${y - 4}L${x + 4} ${y}L${x} ${y + 4}Z` }));
    }
    if (point.actual !== null) parts.push(s("circle", { class: "point", cx: x, cy: up.place(point.actual), r: 3 }));
  }
  return parts;
}

const CHART = { widest: 720, height: 260, left: 62, top: 14, bottom: 228 };

// The chart of one series: outturns, targets with the side on which each is kept, and earlier values that were revised.
export function seriesChart(points, earlier, label) {
  // As wide as the screen, so that letters keep their size on a phone.
  const width = Math.min(CHART.widest, document.documentElement.clientWidth - 36);
  const right = width - 20;
  const years = points.map((point) => point.year);
  const all = [];
  for (let year = Math.min(...years); year <= Math.max(...years); year += 1) all.push(year);
  const values = points
    .flatMap((point) => [point.actual, point.target, point.upper])
    .concat(earlier.map((each) => each.value));
  const up = scale(values, CHART.bottom, CHART.top, { ticks: 5, pad: 0.1 });
  const along = scale(all, CHART.left + 24, right - 24, {});
  const parts = up.marks.map((at) => [
    s("line", { class: "grid", x1: CHART.left, x2: right, y1: up.place(at), y2: up.place(at) }),
    s("text", { x: CHART.left - 6, y: up.place(at) + 4, "text-anchor": "end" }, tickText(at)),
  ]);
  const every = Math.ceil(all.length / Math.floor((right - CHART.left) / 52));
  parts.push(
    all
      .filter((year, at) => at % every === 0)
      .map((year) => s("text", { x: along.place(year), y: CHART.bottom + 18, "text-anchor": "middle" }, year)),
  );
  parts.push(points.filter((point) => point.target !== null).map((point) => side(point, along.place(point.year), up)));
  parts.push(
    earlier.map((each) =>
      s("circle", { class: "earlier", cx: along.place(each.year), cy: up.place(each.value), r: 3.5 }),
    ),
  );
  parts.push(course(points, along, up));
  return s(
    "svg",
    { class: "series", viewBox: `0 0 ${width} ${CHART.height}`, role: "img", "aria-label": label },
    parts,
  );
}

function side(point, x, up) {
  const y = up.place(point.target);
  const ends = { min: [CHART.top, y], max: [y, CHART.bottom], range: [up.place(point.upper ?? point.target), y] }[
    point.bound
  ];
  if (!ends) return null;
  return s("rect", { class: "band", x: x - 9, width: 18, y: Math.min(...ends), height: Math.abs(ends[1] - ends[0]) });
}

// What stands beneath a drawing.
export function legend(key) {
  return h("p", { class: "legend" }, t(key));
}
