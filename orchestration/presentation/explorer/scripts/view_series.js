// One indicator in one place: its course over the years, its targets, and what each report said of each period.

import { resultCell, targetCell, valueCell, noneCell } from "./cells.js";
import { legend, seriesChart } from "./charts.js";
import { withValue } from "./compare_rows.js";
import { h } from "./dom.js";
import { figureId } from "./figure.js";
import { byPeriod, measured, signed, yearOf } from "./format.js";
import { indicatorName, indicatorOf, placeName, placeOf, reports, resultOf, statedOf } from "./model.js";
import { href, parsed } from "./route.js";
import { table } from "./table.js";
import { t, word } from "./words.js";

export function seriesTitle() {
  const [region, code] = parsed().args;
  const indicator = indicatorOf(code);
  return t("series_of", {
    indicator: indicator ? indicatorName(indicator) : t("one_series"),
    place: placeName(placeOf(region)),
  });
}

export async function oneSeries() {
  const [region, code] = parsed().args;
  const place = placeOf(region);
  if (!place?.values) return [h("h1", {}, t("one_series")), h("p", {}, t("not_found"))];
  const chunk = await statedOf(place);
  const indicator = indicatorOf(code) ?? chunk.names.get(code);
  const vintages = chunk.vintages.filter((row) => row.indicator === code);
  if (!indicator || !vintages.length) return [h("h1", {}, placeName(place)), h("p", {}, t("not_found"))];
  const plans = chunk.plans.filter((row) => row.indicator === code);
  const kinds = [...new Set(vintages.map((row) => `${row.measure} ${row.unit}`))];
  return [
    h("h1", {}, t("series_of", { indicator: indicatorName(indicator), place: placeName(place) })),
    h(
      "p",
      { class: "about" },
      h("a", { href: href("place", [region]) }, placeName(place)),
      indicatorOf(code)
        ? [" · ", h("a", { href: href("compare", [], { i: code, l: place.level }) }, t("other_places"))]
        : ` · ${t("kind_own")}`,
    ),
    kinds.map((kind) => part(kind, { vintages, plans, indicator, place })),
  ];
}

function part(kind, { vintages, plans, indicator, place }) {
  const same = (row) => `${row.measure} ${row.unit}` === kind;
  const rows = vintages.filter(same);
  const judged = plans.filter(same);
  const told = measured(rows[0].measure, rows[0].unit);
  const id = rows[0].measure + [...rows[0].unit].map((letter) => letter.codePointAt(0).toString(36)).join("");
  return h(
    "section",
    {},
    h("h2", {}, told),
    drawing(rows, indicator, place),
    periods(rows, judged, { id, told, indicator, place }),
    said(rows, { id, told, indicator, place }),
  );
}

function drawing(rows, indicator, place) {
  const points = new Map();
  for (const row of rows) {
    const year = yearOf(row.period);
    if (year !== null && row.latest) points.set(year, withValue(points.get(year), year, row));
  }
  const course = [...points.values()].sort((one, other) => one.year - other.year);
  if (course.length < 2) return null;
  const earlier = rows
    .filter(
      (row) =>
        row.status === "actual" &&
        !row.latest &&
        yearOf(row.period) !== null &&
        row.value !== points.get(yearOf(row.period))?.actual,
    )
    .map((row) => ({ year: yearOf(row.period), value: row.value }));
  const label = t("series_chart", {
    indicator: indicatorName(indicator),
    place: placeName(place),
    measure: word("measure", rows[0].measure),
    unit: rows[0].unit,
  });
  return h("figure", {}, seriesChart(course, earlier, label), h("figcaption", {}, legend("series_note")));
}

function periods(rows, plans, { id, told, indicator, place }) {
  const latest = (period, status) =>
    rows.find((row) => row.latest && row.period === period && row.status === status) ?? null;
  const found = [...new Set(rows.map((row) => row.period))].sort(byPeriod).map((period) => ({
    period,
    actual: latest(period, "actual"),
    target: latest(period, "target"),
    plan: plans.find((plan) => String(plan.year) === period) ?? null,
    revisions: rows.filter((row) => row.period === period && row.status === "actual" && row.revision).length,
  }));
  const caption = `${t("by_period")}　${told}`;
  const name = `${place.region}-${indicator.indicator}-periods`;
  return table({ id: `p${id}`, caption, columns: periodColumns(place), rows: found, name });
}

// A value as a report gave it, or why the report of that year gives none.
function stated(row, place, due) {
  if (row)
    return valueCell(row.value, row.bound, row.upper, figureId(row), {
      estimated: row.estimated,
      several: row.several,
    });
  return due ? noneCell(place.region, due) : "";
}

function periodColumns(place) {
  const due = (row, after) => (yearOf(row.period) ? yearOf(row.period) + after : null);
  const target = (row) =>
    row.plan ? targetCell(row.plan, figureId(row.plan, "target_")) : stated(row.target, place, due(row, 0));
  const result = (row) => (row.plan ? resultCell(resultOf(row.plan), row.plan.year + 1) : "");
  const bound = (row) => word("bound_word", row.plan?.target_bound ?? row.target?.bound ?? null);
  const numeric = (key, value, show) => ({ key, label: t(key), numeric: true, value, show });
  return [
    { key: "period", label: t("period"), value: (row) => row.period },
    numeric("target", (row) => row.plan?.target ?? row.target?.value ?? null, target),
    { key: "bound", label: t("bound"), value: bound },
    numeric(
      "outturn",
      (row) => row.actual?.value ?? null,
      (row) => stated(row.actual, place, due(row, 1)),
    ),
    numeric(
      "gap",
      (row) => row.plan?.gap ?? null,
      (row) => signed(row.plan?.gap),
    ),
    {
      key: "result",
      label: t("result"),
      value: (row) => (row.plan ? t(`result_${resultOf(row.plan)}`) : null),
      show: result,
    },
    numeric("revision", (row) => row.revisions || null),
  ];
}

function said(rows, { id, told, indicator, place }) {
  const columns = [
    { key: "period", label: t("period"), value: (row) => row.period },
    { key: "status", label: t("status"), value: (row) => word("status", row.status) },
    { key: "report_year", label: t("report_year"), value: (row) => reports[row.report]?.year ?? null },
    {
      key: "report",
      label: t("report"),
      value: (row) => reports[row.report]?.title || reports[row.report]?.file || "",
    },
    {
      key: "value",
      label: t("value"),
      numeric: true,
      value: (row) => row.value,
      show: (row) =>
        valueCell(row.value, row.bound, row.upper, figureId(row), { estimated: row.estimated, several: row.several }),
    },
    { key: "bound", label: t("bound"), value: (row) => word("bound_word", row.bound) },
    {
      key: "revision",
      label: t("revision"),
      numeric: true,
      value: (row) => row.revision,
      show: (row) => signed(row.revision),
    },
    { key: "latest", label: t("use"), kind: "use", value: (row) => (row.latest ? t("latest") : t("superseded")) },
    { key: "id", label: t("sentence_id"), screen: false, value: figureId },
  ];
  const name = `${place.region}-${indicator.indicator}-vintages`;
  return h(
    "div",
    {},
    h("h3", {}, t("vintages")),
    h("p", { class: "legend" }, t("vintages_note")),
    table({ id: `v${id}`, caption: `${t("vintages")}　${told}`, columns, rows, name }),
  );
}
