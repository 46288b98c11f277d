// Places × indicators: all places of a level side by side, with bars and small panels over the years.

import { noneCell, resultCell, valueCell } from "./cells.js";
import { bar, barAxis, barScale, legend, multiples } from "./charts.js";
import { choice } from "./choices.js";
import { chosen, compared, panels, tally } from "./compare_rows.js";
import { h, put } from "./dom.js";
import { figureId } from "./figure.js";
import { bounded, measured, number, signed } from "./format.js";
import { indicatorName, indicatorOf, indicators, levels, peersOf, placeName, placeOf, reportsOf } from "./model.js";
import { changed, go, href, parsed } from "./route.js";
import { load } from "./store.js";
import { table } from "./table.js";
import { labelled, language, t, word } from "./words.js";

const FIRST = "gdp";
const PANELS_FIRST = 60;

export const compareTitle = () => (asked() ? indicatorName(asked()) : t("places_by_indicator"));

function asked() {
  return indicatorOf(parsed().params.i) ?? indicatorOf(FIRST) ?? indicators[0];
}

export async function compare() {
  const indicator = asked();
  if (!indicator || !levels().length) return [h("h1", {}, t("places_by_indicator")), h("p", {}, t("nothing"))];
  const { params } = parsed();
  const chunk = await load(`i/${indicator.at}`);
  const level = levelOf(chunk, params.l);
  const within = placeOf(params.w)?.level ? params.w : "";
  const choices = chosen(chunk, level, params);
  const head = [
    h("h1", {}, indicatorName(indicator)),
    aboutIndicator(indicator),
    bars_of_choices(indicator, level, within, choices),
  ];
  if (choices.measure === null) return [...head, h("p", {}, t("nothing"))];
  const found = compared(chunk, choices, level, within);
  return [
    ...head,
    summary(found.places),
    comparison(indicator, found, choices, level),
    h("p", { class: "legend" }, t("bars_note")),
    overYears(indicator, chunk, choices, level, within),
  ];
}

// Whether only places that report are listed; the counts are of all places either way.
function only() {
  return parsed().params.only === "1";
}

// The level that is asked for, else the first at which a place states something.
function levelOf(chunk, wanted) {
  const all = levels();
  if (all.includes(wanted)) return wanted;
  return all.find((level) => chunk.peers.some((row) => row.level === level)) ?? all[0];
}

function aboutIndicator(indicator) {
  const told = [
    indicator.registered ? null : t("definition_differs"),
    indicator.definition ? labelled(t("definition"), indicator.definition) : null,
    language() === "en" && indicator.en ? indicator.zh : null,
    indicator.aliases ? labelled(t("also_called"), indicator.aliases) : null,
  ];
  return h("p", { class: "about" }, told.filter(Boolean).join(" · "));
}

function bars_of_choices(indicator, level, within, { measure, unit, period, kinds, periods }) {
  const named = (each) => [each.indicator, t("with_count", { name: indicatorName(each), n: each.places })];
  const groups = [
    { group: t("main"), options: indicators.filter((each) => each.headline !== null).map(named) },
    { group: t("shared"), options: indicators.filter((each) => each.headline === null).map(named) },
  ];
  const kindText = (kind) => measured(kind.slice(0, kind.indexOf(" ")), kind.slice(kind.indexOf(" ") + 1));
  const parents = [...new Set(peersOf(level).map((place) => place.parent))].map(placeOf).filter(Boolean);
  return h(
    "div",
    { class: "choices" },
    choice(t("indicator"), indicator.indicator, groups, (value) =>
      go(href("compare", [], { i: value, l: parsed().params.l, w: within, p: parsed().params.p })),
    ),
    kinds.length
      ? choice(
          t("measure"),
          `${measure} ${unit}`,
          kinds.map((kind) => [kind, kindText(kind)]),
          (kind) => go(changed({ m: kind.slice(0, kind.indexOf(" ")), u: kind.slice(kind.indexOf(" ") + 1) })),
        )
      : null,
    periods.length
      ? choice(
          t("period"),
          period,
          periods.map((each) => [each, each]),
          (value) => go(changed({ p: value })),
        )
      : null,
    choice(
      t("level_of_places"),
      level,
      levels().map((each) => [each, word("level", each)]),
      (value) => go(changed({ l: value, w: null })),
    ),
    parents.length > 1
      ? choice(
          t("within"),
          within,
          [["", t("everywhere")], ...parents.map((place) => [place.region, placeName(place)])],
          (value) => go(changed({ w: value || null })),
        )
      : null,
  );
}

// All places are counted: those that state a figure, and why the others do not.
function summary(places) {
  const told = (side) => {
    const counts = tally(places, side);
    const implied = counts.implied ? t("summary_implied", { n: counts.implied }) : null;
    return [h("b", {}, labelled(t(side))), t("compare_summary", counts), implied];
  };
  return h("p", { class: "summary" }, told("target"), h("br"), told("outturn"));
}

function comparison(indicator, { places, nation, due }, choices, level) {
  const line = barScale([...places, { outturn: nation?.outturn?.value, target: nation?.target?.value }]);
  const hasOutturns = places.some((row) => row.outturn !== null);
  const reference = nation?.outturn?.value ?? (hasOutturns ? null : (nation?.target?.value ?? null));
  const columns = columnsOf({ indicator, due, choices, line, reference, hasOutturns });
  const pinned = nation ? [nationLine(nation)] : [];
  const ranked = hasOutturns ? places : places.map((row) => ({ ...row, rank: row.targetRank }));
  const rows = only() ? ranked.filter((row) => reportsOf(row.place.region)) : ranked;
  const caption = `${indicatorName(indicator)}　${measured(choices.measure, choices.unit)}　${choices.period}`;
  const told = (event) => go(changed({ only: event.target.checked ? "1" : null }));
  const box = h("input", { type: "checkbox", checked: only(), onchange: told });
  return table({
    id: "places",
    tools: [h("label", { class: "check" }, box, t("only_reporting"))],
    caption,
    columns,
    rows,
    pinned,
    sort: "rank",
    name: `${indicator.indicator}-${choices.measure}-${choices.period}-${level}`,
  });
}

function nationLine({ outturn, target }) {
  return {
    rowClass: "nation",
    place: placeOf("100000"),
    isNation: true,
    outturnRow: outturn,
    targetRow: target,
    outturn: outturn?.value ?? null,
    target: target?.value ?? null,
    targetUpper: target?.upper ?? null,
    targetBound: target?.bound ?? null,
    outturnId: outturn && figureId(outturn),
    targetId: target && figureId(target),
  };
}

function columnsOf({ indicator, due, choices, line, reference, hasOutturns }) {
  const drawn = (row) => bar({ ...row, outturn: row.outturn ?? null }, line, reference, barLabel(row));
  const chart = { key: "bar", label: t("chart"), kind: "chart", csv: false, numeric: true, show: drawn };
  return [
    ...placeColumns(indicator),
    ...outturnColumns(due),
    ...targetColumns(due),
    ...judgedColumns(hasOutturns),
    hidden("unit", t("unit"), () => choices.unit),
    { ...chart, value: (row) => row.outturn ?? row.target, axis: () => barAxis(line) },
    hidden("outturn_id", t("outturn_figure"), (row) => row.outturnId ?? null),
    hidden("target_id", t("target_figure"), (row) => row.targetId ?? null),
  ];
}

// A column of the file alone.
function hidden(key, label, value) {
  return { key, label, value, screen: false };
}

function placeColumns(indicator) {
  const link = (row) =>
    h("a", { href: href("series", [row.place.region, indicator.indicator]) }, placeName(row.place, true));
  return [
    {
      key: "place",
      label: t("place"),
      value: (row) => placeName(row.place),
      order: (row) => row.place.region,
      show: link,
    },
    hidden("code", "GB/T 2260", (row) => row.place.region),
    { key: "rank", label: t("rank"), numeric: true, smallFirst: true, value: (row) => row.rank ?? null },
  ];
}

function outturnColumns(due) {
  const shown = (row) => rowValue(row.outturnRow, row.outturnId) || whyCell(row, due.outturn);
  const state = (row) => (row.isNation ? null : stateText(row.outturnWhy));
  return [
    { key: "outturn", label: t("outturn"), numeric: true, value: (row) => row.outturn, show: shown },
    hidden("outturn_state", `${t("outturn")} ${t("status")}`, state),
    hidden(
      "outturn_bound",
      `${t("outturn")} ${t("bound")}`,
      (row) => row.outturnRow && word("bound_word", row.outturnRow.bound),
    ),
  ];
}

function targetColumns(due) {
  const shown = (row) => targetShown(row) || whyCell(row, due.target);
  const state = (row) => {
    if (row.isNation) return null;
    return row.target !== null && row.targetWhy !== "stated" ? t("implied") : stateText(row.targetWhy);
  };
  return [
    { key: "target", label: t("target"), numeric: true, value: (row) => row.target, show: shown },
    hidden("target_upper", `${t("target")} ${t("upper")}`, (row) => row.targetUpper),
    hidden("target_state", `${t("target")} ${t("status")}`, state),
    { key: "bound", label: t("bound"), value: (row) => word("bound_word", row.targetBound) },
  ];
}

function judgedColumns(hasOutturns) {
  const gap = {
    key: "gap",
    label: t("gap"),
    numeric: true,
    value: (row) => row.gap ?? null,
    show: (row) => signed(row.gap),
  };
  return [
    {
      key: "result",
      label: t("result"),
      value: (row) => (row.outcome ? t(`result_${row.outcome}`) : null),
      show: (row) => resultCell(row.outcome, row.plan ? row.plan.year + 1 : null),
    },
    ...(hasOutturns ? [gap] : []),
    {
      key: "nation_gap",
      label: t("nation_gap"),
      numeric: true,
      value: (row) => row.nationGap ?? null,
      show: (row) => signed(row.nationGap),
    },
    {
      key: "before",
      label: t("before"),
      numeric: true,
      value: (row) => row.beforeRow?.value ?? null,
      show: (row) => rowValue(row.beforeRow, row.beforeId),
    },
  ];
}

// A value as a report gave it, or nothing.
function rowValue(row, id) {
  return row ? valueCell(row.value, row.bound, row.upper, id, { estimated: row.estimated, several: row.several }) : "";
}

function whyCell(row, due) {
  return row.isNation ? "" : noneCell(row.place.region, due);
}

function stateText(why) {
  return why === "stated" ? null : t(`cell_${why}`);
}

function targetShown(row) {
  if (row.target === null || row.target === undefined) return "";
  const implied = !row.targetRow;
  return [
    valueCell(row.target, row.targetBound, row.targetUpper, row.targetId),
    implied ? h("small", { class: "note" }, ` ${t("implied")}`) : null,
  ];
}

function barLabel(row) {
  const told = {
    place: placeName(row.place),
    outturn: number(row.outturn) || "–",
    target: bounded(row.target, row.targetBound, row.targetUpper) || "–",
  };
  return t("bars_label", told);
}

// Small panels; where there are many, the first of them until all are asked for.
function overYears(indicator, chunk, choices, level, within) {
  const found = panels(chunk, choices, level, within);
  if (found.years.length < 2) return null;
  const drawn = found.panels.map((panel) => ({
    ...panel,
    title: h("a", { href: href("series", [panel.place.region, indicator.indicator]) }, placeName(panel.place, true)),
  }));
  const box = h("div", {}, multiples(drawn, found.years, panelTold, PANELS_FIRST));
  const everything = () => put(box, multiples(drawn, found.years, panelTold, drawn.length));
  const more = h(
    "button",
    { type: "button", class: "more", onclick: everything },
    t("all_panels", { n: drawn.length }),
  );
  if (drawn.length > PANELS_FIRST) box.append(more);
  return h(
    "section",
    {},
    h("h2", {}, `${t("over_years")}　${measured(choices.measure, choices.unit)}`),
    legend("multiples_note"),
    box,
  );
}

// What a panel shows, in words.
function panelTold(panel) {
  const told = panel.points.map((point) => {
    const outturn = point.actual === null ? "" : ` ${t("outturn")} ${number(point.actual)}`;
    const target = point.target === null ? "" : ` ${t("target")} ${bounded(point.target, point.bound, point.upper)}`;
    return `${point.year}${outturn}${target}`;
  });
  return labelled(placeName(panel.place), told.join("; "));
}
