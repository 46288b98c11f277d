// One place: how its targets came out by year, what it plans for the years ahead, and every figure it states.

import { indicatorLink, nameOf, resultCell, targetCell, valueCell } from "./cells.js";
import { choice, filterField } from "./choices.js";
import { h, put } from "./dom.js";
import { figureId } from "./figure.js";
import { byPeriod, measured, signed } from "./format.js";
import { indicatorOf, placeName, placeOf, places, reports, RESULTS, resultOf, statedOf } from "./model.js";
import { changed, go, href, parsed } from "./route.js";
import { table } from "./table.js";
import { labelled, t, word } from "./words.js";

export const placeTitle = () => placeName(asked());

function asked() {
  const known = placeOf(parsed().args[0]);
  if (known) return known;
  const counts = new Map();
  for (const report of reports)
    if (report.region !== "unknown") counts.set(report.region, (counts.get(report.region) ?? 0) + report.observations);
  return placeOf([...counts].sort((one, other) => other[1] - one[1])[0]?.[0]);
}

export async function onePlace() {
  const place = asked();
  if (!place) return [h("h1", {}, t("one_place")), h("p", {}, t("nothing"))];
  const { names, plans, paces, vintages } = await statedOf(place);
  const own = reports.filter((report) => report.region === place.region);
  return [
    h("h1", {}, placeName(place)),
    reportList(own),
    h("div", { class: "choices" }, placeChoice(place), check()),
    scoreboard(place, plans.filter(wanted), plans, names),
    planAhead(place, paces.filter(wanted), plans.filter(wanted), names),
    allFigures(place, vintages.filter(wanted), names),
  ];
}

function wanted(row) {
  return parsed().params.own === "1" || indicatorOf(row.indicator) !== null;
}

function check() {
  const told = (event) => go(changed({ own: event.target.checked ? null : "1" }));
  return h(
    "label",
    { class: "check" },
    h("input", { type: "checkbox", checked: parsed().params.own !== "1", onchange: told }),
    t("only_shared"),
  );
}

function placeChoice(place) {
  const stated = places.filter((each) => each.values || each.region === place.region);
  const kinds = [...new Set(stated.map((each) => each.level))];
  const groups = kinds.map((level) => ({
    group: word("level", level),
    options: stated.filter((each) => each.level === level).map((each) => [each.region, placeName(each)]),
  }));
  return choice(t("choose_place"), place.region, groups, (region) =>
    go(href("place", [region], { own: parsed().params.own })),
  );
}

function reportList(own) {
  if (!own.length) return h("p", { class: "about" }, t("no_report_of_place"));
  return h(
    "p",
    { class: "about" },
    labelled(t("reports_of_place")),
    own.map((report) => `${report.year ?? ""} ${word("kind", report.kind)}`).join(" · "),
  );
}

function scoreboard(place, plans, all, names) {
  const years = [...new Set(plans.map((plan) => plan.year))].sort();
  const by = new Map();
  for (const plan of plans) {
    const key = `${plan.indicator} ${plan.measure} ${plan.unit}`;
    if (!by.has(key)) by.set(key, { ...plan, years: new Map() });
    by.get(key).years.set(plan.year, plan);
  }
  const rows = [...by.values()].sort((one, other) => rankOf(one) - rankOf(other));
  const columns = [...nameColumns(place, names), ...years.flatMap((year) => yearColumns(year))];
  return h(
    "section",
    {},
    h("h2", {}, t("scoreboard")),
    strip(all, years),
    h("p", { class: "legend" }, t("scoreboard_note")),
    rows.length
      ? table({
          id: "scores",
          caption: `${placeName(place)}　${t("scoreboard")}`,
          columns,
          rows,
          name: `${place.region}-targets`,
        })
      : h("p", {}, t("nothing")),
  );
}

// Main indicators first, then as the core has them, then those of the place alone.
function rankOf(row) {
  return indicatorOf(row.indicator)?.at ?? 1e6;
}

// All targets of each year by how they came out, those of the place's own indicators among them.
function strip(plans, years) {
  const rows = years.map((year) => {
    const of = plans.filter((plan) => plan.year === year).map(resultOf);
    const parts = RESULTS.map((result) => [result, of.filter((each) => each === result).length]).filter(
      ([, count]) => count,
    );
    return h(
      "li",
      {},
      h("b", {}, year),
      labelled(` ${t("targets")} ${of.length}`),
      parts.map(([result, count]) => h("span", { class: "part" }, resultCell(result, year + 1), ` ${count}`)),
    );
  });
  return h("ul", { class: "strip" }, rows);
}

function yearColumns(year) {
  const of = (row) => row.years.get(year) ?? null;
  const shown = (row) => {
    const plan = of(row);
    if (!plan) return "";
    const outturn = valueCell(plan.outturn, plan.outturn_bound, null, figureId(plan, "outturn_"));
    const result = resultOf(plan);
    return [
      h("span", { class: "upper" }, outturn || null, outturn ? " " : null, resultCell(result, year + 1)),
      h("span", { class: "lower" }, `${t("target")} `, targetCell(plan, figureId(plan, "target_"))),
    ];
  };
  const word_ = String(year);
  return [
    {
      key: `r${year}`,
      label: word_,
      kind: "score",
      csv: false,
      value: (row) => (of(row) ? RESULTS.indexOf(resultOf(of(row))) : null),
      show: shown,
    },
    { key: `t${year}`, label: `${word_} ${t("target")}`, screen: false, value: (row) => of(row)?.target ?? null },
    {
      key: `b${year}`,
      label: `${word_} ${t("bound")}`,
      screen: false,
      value: (row) => of(row) && word("bound_word", of(row).target_bound),
    },
    { key: `o${year}`, label: `${word_} ${t("outturn")}`, screen: false, value: (row) => of(row)?.outturn ?? null },
    { key: `g${year}`, label: `${word_} ${t("gap")}`, screen: false, value: (row) => of(row)?.gap ?? null },
    {
      key: `w${year}`,
      label: `${word_} ${t("result")}`,
      screen: false,
      value: (row) => of(row) && t(`result_${resultOf(of(row))}`),
    },
  ];
}

// Targets of later years and spans, with the pace they need, and those of years that no report has judged yet.
function planAhead(place, paces, plans, names) {
  const paced = new Set(paces.map((row) => `${row.indicator} ${row.measure} ${row.unit} ${row.period}`));
  const isOpen = (plan) =>
    resultOf(plan) === "later" && !paced.has(`${plan.indicator} ${plan.measure} ${plan.unit} ${plan.year}`);
  const open = plans.filter(isOpen).map((plan) => ({ ...plan, period: String(plan.year) }));
  const rows = [...paces, ...open].sort(
    (one, other) => rankOf(one) - rankOf(other) || byPeriod(one.period, other.period),
  );
  const caption = `${placeName(place)}　${t("plan_ahead")}`;
  const columns = [...nameColumns(place, names), ...aheadColumns()];
  return h(
    "section",
    {},
    h("h2", {}, t("plan_ahead")),
    h("p", { class: "legend" }, t("plan_ahead_note")),
    rows.length
      ? table({ id: "ahead", caption, columns, rows, name: `${place.region}-plan` })
      : h("p", {}, t("nothing")),
  );
}

// The columns that name a row: its indicator and what is measured of it.
function nameColumns(place, names) {
  return [
    {
      key: "indicator",
      label: t("indicator"),
      value: (row) => nameOf(row.indicator, names),
      order: rankOf,
      show: (row) => indicatorLink(row.indicator, place.region, names),
    },
    { key: "measure", label: t("measure"), kind: "short", value: (row) => measured(row.measure, row.unit) },
  ];
}

function aheadColumns() {
  const figures = (key, label, value, show) => ({
    key,
    label,
    numeric: true,
    value: (row) => value(row) ?? null,
    show,
  });
  const stands = (row) => {
    if (!row.from_year) return "";
    const year = h("small", { class: "note" }, ` ${row.from_year}`);
    return [valueCell(row.from_value, null, null, figureId(row, "from_")), year];
  };
  const yearTarget = (row) =>
    valueCell(row.year_target, row.year_target_bound, row.year_target_upper, figureId(row, "year_target_"));
  return [
    { key: "period", label: t("period"), value: (row) => row.period },
    figures(
      "target",
      t("target"),
      (row) => row.target,
      (row) => targetCell(row, figureId(row, "target_")),
    ),
    { key: "bound", label: t("bound"), value: (row) => word("bound_word", row.target_bound) },
    figures("stands", t("stands_at"), (row) => row.from_value, stands),
    figures(
      "pace",
      t("needed_per_year"),
      (row) => row.needed_per_year,
      (row) => signed(row.needed_per_year),
    ),
    figures(
      "growth",
      t("needed_growth"),
      (row) => row.needed_growth,
      (row) => signed(row.needed_growth),
    ),
    figures("year_target", t("year_target"), (row) => row.year_target, yearTarget),
    { key: "binding", label: t("binding"), value: (row) => row.binding },
  ];
}

// The latest outturn and target of each series, with a field that narrows them by name.
function allFigures(place, vintages, names) {
  const by = new Map();
  for (const row of vintages) {
    if (!row.latest) continue;
    const key = `${row.indicator} ${row.measure} ${row.unit}`;
    if (!by.has(key))
      by.set(key, { indicator: row.indicator, measure: row.measure, unit: row.unit, actual: null, target: null });
    const held = by.get(key);
    if (!held[row.status] || byPeriod(held[row.status].period, row.period) <= 0) held[row.status] = row;
  }
  const rows = [...by.values()].sort((one, other) => rankOf(one) - rankOf(other));
  const side = (status, label) => [
    {
      key: status,
      label,
      numeric: true,
      value: (row) => row[status]?.value ?? null,
      show: (row) =>
        row[status]
          ? valueCell(row[status].value, row[status].bound, row[status].upper, figureId(row[status]), {
              estimated: row[status].estimated,
              several: row[status].several,
            })
          : "",
    },
    {
      key: `${status}_period`,
      label: `${t("period")}${status === "actual" ? "" : " "}`,
      value: (row) => row[status]?.period ?? null,
    },
  ];
  const columns = [
    ...nameColumns(place, names),
    ...side("actual", t("latest_outturn")),
    ...side("target", t("latest_target")),
  ];
  const box = h("div");
  const shown = (typed) => {
    const found = typed ? rows.filter((row) => nameOf(row.indicator, names).toLowerCase().includes(typed)) : rows;
    put(
      box,
      table({
        id: "all",
        caption: `${placeName(place)}　${t("all_figures")}`,
        columns,
        rows: found,
        name: `${place.region}-figures`,
      }),
    );
  };
  shown("");
  return h(
    "section",
    {},
    h("h2", {}, t("all_figures")),
    h("p", { class: "legend" }, t("all_figures_note")),
    filterField(t("filter"), shown),
    box,
  );
}
