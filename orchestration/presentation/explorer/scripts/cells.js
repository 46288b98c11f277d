// Cells that several tables share: results, and why a figure is not there.

import { h } from "./dom.js";
import { bounded, number } from "./format.js";
import { figureLink } from "./figure.js";
import { indicatorName, indicatorOf, whyNone } from "./model.js";
import { href } from "./route.js";
import { labelled, t } from "./words.js";

const SIGNS = { met: "●", about: "◐", missed: "○", not_comparable: "≠", silent: "–", absent: "–", later: "…" };

// How a target came out, as a sign and a word.
export function resultCell(result, year = null) {
  if (!result) return "";
  const told = ["silent", "absent", "later"].includes(result) && year ? t(`why_${result}`, { year }) : null;
  return h(
    "span",
    { class: `result ${result}`, title: told },
    h("span", { "aria-hidden": "true" }, `${SIGNS[result]} `),
    t(`result_${result}`),
  );
}

// Why a figure is not there: the report that should state it says nothing, is not here, or is due later.
export function noneCell(region, due) {
  const why = whyNone(region, due);
  return h("span", { class: `none ${why}`, title: t(`why_${why}`, { year: due }) }, t(`cell_${why}`));
}

// A value with its bound, marked where it is an estimate or the report gives another too.
export function valueCell(value, bound, upper, id, { estimated = false, several = false, label = null } = {}) {
  const shown = bounded(value, bound, upper);
  if (!shown) return "";
  return [
    figureLink(shown, id, label ? labelled(label, shown) : null),
    estimated ? h("small", { class: "note" }, ` ${t("estimate")}`) : null,
    several ? h("abbr", { class: "note", title: t("several") }, " *") : null,
  ];
}

// The target of a plan: implied where no report states it, and what it was before it was changed.
export function targetCell(plan, id) {
  return [
    valueCell(plan.target, plan.target_bound, plan.target_upper, id),
    plan.implied ? h("small", { class: "note" }, ` ${t("implied")}`) : null,
    plan.changed ? h("small", { class: "note" }, ` ${t("changed", { v: number(plan.first_target) })}`) : null,
  ];
}

// An indicator's name that leads to its series in a place; `names` are those that the place alone states.
export function indicatorLink(code, region, names) {
  return h("a", { href: href("series", [region, code]) }, nameOf(code, names));
}

export function nameOf(code, names) {
  const indicator = indicatorOf(code) ?? names?.get(code);
  return indicator ? indicatorName(indicator) : code;
}
