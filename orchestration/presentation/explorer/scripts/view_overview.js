// What is in the warehouse: reports by place and year, what is missing, how good it is, and how to read it.

import { h } from "./dom.js";
import { number, share } from "./format.js";
import { facts, indicators, levels, peersOf, placeName, places, reports, results, RESULTS, years } from "./model.js";
import { changed, go, href, parsed } from "./route.js";
import { choice } from "./choices.js";
import { table } from "./table.js";
import { t, word } from "./words.js";

export const overviewTitle = () => t("overview");

export async function overview() {
  const told = {
    reports: number(reports.length),
    places: number(new Set(reports.map((report) => report.region)).size),
    years: spanOf(years),
  };
  return [
    h("h1", {}, t("title")),
    h("p", { class: "lead" }, t("overview_lead", told), " ", t("made", { date: facts.made, version: facts.version })),
    tiles(),
    h("section", {}, h("h2", {}, t("reports_by_place")), reportGrid()),
    results.length
      ? h(
          "section",
          {},
          h("h2", {}, t("results_by_year")),
          h("p", { class: "legend" }, t("results_note")),
          resultTable(),
        )
      : null,
    h(
      "section",
      { class: "reading" },
      h("h2", {}, t("how_to_read")),
      h(
        "ul",
        {},
        [1, 2, 3, 4].map((each) => h("li", {}, t(`read_${each}`))),
      ),
    ),
  ];
}

function spanOf(all) {
  return all.length > 1 ? `${all[0]}–${all.at(-1)}` : (all[0] ?? "");
}

function total(column) {
  return reports.reduce((sum, report) => sum + (report[column] ?? 0), 0);
}

function tiles() {
  const [figures, numbers, unexplained] = ["observations", "numbers", "unexplained"].map(total);
  const weighed = reports.reduce((sum, report) => sum + (report.confidence ?? 0) * report.observations, 0);
  const each = [
    [t("count_reports"), number(reports.length), t("coverage", coverage())],
    [t("count_observations"), number(figures), null],
    [t("count_indicators"), number(facts.names), t("shared_of", { n: number(indicators.length) })],
    [
      t("count_unexplained"),
      number(unexplained),
      t("of_numbers", { n: number(numbers), share: share(unexplained, numbers) }),
    ],
    [t("count_confidence"), figures ? (weighed / figures).toFixed(3) : "–", null],
    [t("count_contradictions"), h("a", { href: href("contradictions") }, number(facts.contradictions)), null],
    [t("count_set_aside"), h("a", { href: href("files") }, number(facts.set_aside)), null],
  ];
  return h(
    "dl",
    { class: "tiles" },
    each.map(([label, value, more]) =>
      h("div", {}, h("dt", {}, label), h("dd", {}, value, more ? h("small", {}, more) : null)),
    ),
  );
}

// How many places of the levels that report do, and how many beside them do not.
function coverage() {
  const reporting = new Set(reports.map((report) => report.region));
  const absent = levels()
    .flatMap((level) => peersOf(level))
    .filter((place) => !reporting.has(place.region)).length;
  return { here: number([...reporting].filter((region) => region !== "unknown").length), absent: number(absent) };
}

function reportGrid() {
  const found = ["all", ...levels()];
  const { params } = parsed();
  const level = found.includes(params.l) ? params.l : "all";
  const only = params.only !== "0";
  const by = new Map();
  for (const report of reports) {
    const key = `${report.region} ${report.year}`;
    by.set(key, [...(by.get(key) ?? []), report]);
  }
  const reporting = new Set(reports.map((report) => report.region));
  const beside =
    level === "all" ? places.filter((place) => reporting.has(place.region) || place.is_peer) : peersOf(level);
  const listed = only ? beside.filter((place) => reporting.has(place.region)) : beside;
  const rows = listed.map((place) => ({ place, by }));
  const tools = gridTools(found, level, only);
  return [
    table({ id: "reports", caption: t("reports_by_place"), columns: gridColumns(by), rows, name: "reports", tools }),
    h("p", { class: "legend" }, t("grid_legend")),
  ];
}

function gridTools(found, level, only) {
  const named = (each) => [each, each === "all" ? t("everywhere") : word("level", each)];
  const levelTold = (chosen) => go(changed({ l: chosen === "all" ? null : chosen }));
  const onlyTold = (event) => go(changed({ only: event.target.checked ? null : "0" }));
  const box = h("input", { type: "checkbox", checked: only, onchange: onlyTold });
  return [
    found.length > 2 ? choice(t("level_of_places"), level, found.map(named), levelTold) : null,
    h("label", { class: "check" }, box, t("only_reporting")),
  ];
}

function gridColumns(by) {
  const missing = (row) => years.filter((year) => !by.has(`${row.place.region} ${year}`)).length;
  return [
    {
      key: "place",
      label: t("place"),
      value: (row) => placeName(row.place),
      order: (row) => row.place.region,
      show: placeCell,
    },
    { key: "level", label: t("level_of_places"), value: (row) => word("level", row.place.level) },
    ...years.map((year) => yearColumn(year)),
    { key: "missing", label: t("reports_missing"), numeric: true, value: missing },
    {
      key: "figures",
      label: t("figures_count"),
      numeric: true,
      value: figuresOf,
      show: (row) => number(figuresOf(row)),
    },
  ];
}

function placeCell({ place }) {
  return place.region === "unknown"
    ? placeName(place)
    : h("a", { href: href("place", [place.region]) }, placeName(place));
}

function figuresOf(row) {
  return years
    .flatMap((year) => row.by.get(`${row.place.region} ${year}`) ?? [])
    .reduce((sum, report) => sum + report.observations, 0);
}

function yearColumn(year) {
  const held = (row) => row.by.get(`${row.place.region} ${year}`) ?? [];
  return {
    key: `y${year}`,
    label: String(year),
    kind: "here",
    value: (row) => held(row).length || null,
    show: (row) =>
      held(row).length
        ? h(
            "span",
            {
              class: "dot",
              title: held(row)
                .map((report) => report.title || report.file)
                .join("\n"),
            },
            "●",
            held(row).length > 1 ? ` ${held(row).length}` : "",
            h("span", { class: "unseen" }, t("report_here")),
          )
        : h("span", { class: "unseen" }, t("report_not_here")),
  };
}

// Targets by year and how they came out; the sum of a row is all targets of the year.
function resultTable() {
  const found = [...new Set(results.map((each) => each.year))].sort();
  const rows = found.map((year) => {
    const of = results.filter((each) => each.year === year);
    return {
      year,
      all: sum(of),
      ...Object.fromEntries(RESULTS.map((result) => [result, sum(of.filter((each) => each.result === result))])),
    };
  });
  const columns = [
    { key: "year", label: t("year"), value: (row) => row.year },
    { key: "all", label: t("targets"), numeric: true, value: (row) => row.all, show: (row) => number(row.all) },
    ...RESULTS.map((result) => ({
      key: result,
      label: t(`result_${result}`),
      numeric: true,
      value: (row) => row[result],
      show: (row) => (row[result] ? h("span", { class: `result ${result}` }, number(row[result])) : "0"),
    })),
  ];
  return table({ id: "results", caption: t("results_by_year"), columns, rows, name: "results" });
}

function sum(rows) {
  return rows.reduce((total_, row) => total_ + row.targets, 0);
}
