// Places, indicators and reports by their codes, and what is known of a figure that is not there.

import { core, load, rows, whole } from "./store.js";
import { language, t } from "./words.js";

export const facts = core.facts;
export const reports = rows(core.reports, "core/reports").map((report, at) => ({ ...report, at }));
export const places = rows(core.places, "core/places").map((place, at) => ({ ...place, at }));
export const indicators = rows(core.indicators, "core/indicators").map((indicator, at) => ({ ...indicator, at }));
export const results = rows(core.results, "core/results");

const placeBy = new Map(places.map((place) => [place.region, place]));
const indicatorBy = new Map(indicators.map((indicator) => [indicator.indicator, indicator]));
const reportBy = new Map(reports.map((report) => [report.report_id, report]));
const here = new Set(reports.map((report) => `${report.region} ${report.year}`));

const reportCounts = new Map();
for (const { region } of reports) reportCounts.set(region, (reportCounts.get(region) ?? 0) + 1);

export const years = [...new Set(reports.map((report) => report.year))].filter((year) => year !== null).sort();
export const RESULTS = ["met", "about", "missed", "not_comparable", "silent", "absent", "later"];
export const LEVELS = ["province", "city", "county"];

export function placeOf(region) {
  return placeBy.get(region) ?? null;
}

export function indicatorOf(code) {
  return indicatorBy.get(code) ?? null;
}

export function reportOf(id) {
  return reportBy.get(id) ?? null;
}

// All that is stated of a place, with the codes of its indicators; `names` has those that no other place states, by code.
export async function statedOf(place) {
  if (!place?.values) return { vintages: [], plans: [], paces: [], names: new Map() };
  const { names, ...tables } = await load(`p/${place.at}`);
  const coded = (row) => ({ ...row, region: place.region, indicator: codeOf(row.indicator, names) });
  const told = Object.entries(tables).map(([name, table]) => [name, table.map(coded)]);
  return { ...Object.fromEntries(told), names: new Map(names.map((each) => [each.indicator, each])) };
}

// The code of an indicator that a chunk tells by its place: here, or below 0 among the names of the row's own place.
export function codeOf(reference, names) {
  if (reference === null) return null;
  return reference < 0 ? names[-1 - reference].indicator : indicators[reference].indicator;
}

// The names that one place alone states, with their places.
export async function ownNames() {
  if (!whole) return (await load("names")).names;
  const stated = places.filter((place) => place.values);
  const chunks = await Promise.all(stated.map((place) => load(`p/${place.at}`)));
  return chunks.flatMap((chunk, at) => chunk.names.map((each) => ({ ...each, region: stated[at].region })));
}

// A place's name in the language of the page; where English has one, the Chinese name stays beside it.
export function placeName(place, short = false) {
  if (!place) return "";
  if (place.level === "unknown") return t("level_unknown");
  const chinese = short && place.short ? place.short : place.name;
  return language() === "en" && place.en ? (short ? place.en : `${place.en} ${chinese}`) : chinese;
}

export function indicatorName(indicator) {
  return language() === "en" && indicator.en ? indicator.en : indicator.zh;
}

// The places that stand beside each other at a level, in the order of their codes.
export function peersOf(level, within = "") {
  return places.filter((place) => place.level === level && place.is_peer && (!within || place.parent === within));
}

// How many reports of a place are here.
export function reportsOf(region) {
  return reportCounts.get(region) ?? 0;
}

// The levels of which places stand beside each other.
export function levels() {
  return LEVELS.filter((level) => places.some((place) => place.level === level && place.is_peer));
}

// Why a report of that year does not give a place's figure: it is "silent", "absent" from the warehouse, or due "later".
export function whyNone(region, year) {
  if (here.has(`${region} ${year}`)) return "silent";
  return year > facts.year ? "later" : "absent";
}

// How a target came out, with the reason where there is no outturn.
export function resultOf(plan) {
  return plan.result === "no_outturn" ? whyNone(plan.region, plan.year + 1) : plan.result;
}
