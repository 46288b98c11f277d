// What is compared: the figures of all places of a level for one indicator, measure, unit and period.

import { byPeriod, yearOf } from "./format.js";
import { figureId } from "./figure.js";
import { peersOf, resultOf, whyNone } from "./model.js";

// The choices that an indicator's chunk offers at a level, and those that the address makes among them.
export function chosen(chunk, level, params) {
  const peers = chunk.peers.filter((row) => row.level === level);
  const kinds = counted(peers, (row) => `${row.measure} ${row.unit}`);
  const kind = kinds.has(`${params.m} ${params.u}`) ? `${params.m} ${params.u}` : best(kinds);
  const [measure, unit] =
    kind === null ? [null, null] : [kind.slice(0, kind.indexOf(" ")), kind.slice(kind.indexOf(" ") + 1)];
  const ofKind = peers.filter((row) => row.measure === measure && row.unit === unit);
  const periods = counted(ofKind, (row) => row.period);
  const period = periods.has(params.p) ? params.p : newest(ofKind, periods);
  return { measure, unit, period, kinds: [...kinds.keys()], periods: [...periods.keys()].sort(byPeriod) };
}

function counted(rows, key) {
  const counts = new Map();
  for (const row of rows) counts.set(key(row), (counts.get(key(row)) ?? 0) + 1);
  return counts;
}

function best(counts) {
  return [...counts].sort((one, other) => other[1] - one[1])[0]?.[0] ?? null;
}

// The newest year of which at least half as many places have an outturn as of the year with most; else of which most state something.
function newest(rows, periods) {
  const outturns = counted(
    rows.filter((row) => row.outturn_rank !== null && yearOf(row.period)),
    (row) => row.period,
  );
  const most = Math.max(0, ...outturns.values());
  const near = [...outturns].filter(([, count]) => count * 2 >= most).map(([period]) => period);
  return near.sort(byPeriod).at(-1) ?? best(periods);
}

// A row for each place of the level, whether it states something or not.
export function compared(chunk, { measure, unit, period }, level, within) {
  const same = (row) => row.measure === measure && row.unit === unit;
  const latest = chunk.vintages.filter((row) => same(row) && row.latest);
  const by = new Map(latest.map((row) => [`${row.region} ${row.period} ${row.status}`, row]));
  const at = (region, when, status) => by.get(`${region} ${when} ${status}`) ?? null;
  const peers = chunk.peers.filter((row) => same(row) && row.level === level && row.period === period);
  const peerBy = new Map(peers.map((row) => [row.region, row]));
  const year = yearOf(period);
  const due = {
    outturn: peers[0]?.outturn_due ?? (year ?? Number(period.slice(0, 4))) + 1,
    target: peers[0]?.target_due ?? Number(period.slice(0, 4)),
  };
  const plans = chunk.plans.filter((row) => same(row) && row.year === year);
  const planBy = new Map(plans.map((row) => [row.region, row]));
  return {
    due,
    places: peersOf(level, within).map((place) => comparedRow(place, { at, due, year, period, peerBy, planBy })),
    nation: nationRow(latest, period, at),
  };
}

function comparedRow(place, { at, due, year, period, peerBy, planBy }) {
  const region = place.region;
  const [outturn, target] = [at(region, period, "actual"), at(region, period, "target")];
  const before = year ? at(region, String(year - 1), "actual") : null;
  const peer = peerBy.get(region) ?? null;
  const plan = planBy.get(region) ?? null;
  return {
    place,
    outturnRow: outturn,
    targetRow: target,
    beforeRow: before,
    plan,
    outturn: outturn?.value ?? null,
    target: target?.value ?? plan?.target ?? null,
    targetUpper: target?.upper ?? plan?.target_upper ?? null,
    targetBound: target?.bound ?? plan?.target_bound ?? null,
    outcome: plan ? resultOf(plan) : null,
    rank: outturn ? (peer?.outturn_rank ?? null) : null,
    targetRank: target ? (peer?.target_rank ?? null) : null,
    gap: plan?.gap ?? null,
    nationGap: (outturn ? peer?.outturn_gap : peer?.target_gap) ?? null,
    outturnWhy: outturn ? "stated" : whyNone(region, due.outturn),
    targetWhy: target ? "stated" : whyNone(region, due.target),
    outturnId: outturn && figureId(outturn),
    targetId: (target && figureId(target)) ?? (plan && figureId(plan, "target_")),
    beforeId: before && figureId(before),
  };
}

function nationRow(latest, period, at) {
  const region = "100000";
  const [outturn, target] = [at(region, period, "actual"), at(region, period, "target")];
  return outturn || target ? { outturn, target } : null;
}

// How many places state it, and why the others do not; together they are all places. What is `implied` is stated by none.
export function tally(places, side) {
  const counts = { total: places.length, stated: 0, silent: 0, absent: 0, later: 0, implied: 0 };
  for (const row of places) {
    counts[row[`${side}Why`]] += 1;
    if (row[`${side}Why`] !== "stated" && row[side] !== null) counts.implied += 1;
  }
  return counts;
}

// The values of each place over the years, for small panels; only places with a value.
export function panels(chunk, { measure, unit }, level, within) {
  const wanted = new Map(peersOf(level, within).map((place) => [place.region, { place, points: new Map() }]));
  const years = new Set();
  for (const row of chunk.vintages) {
    const year = yearOf(row.period);
    const panel = wanted.get(row.region);
    if (!panel || !row.latest || year === null || row.measure !== measure || row.unit !== unit) continue;
    years.add(year);
    panel.points.set(year, withValue(panel.points.get(year), year, row));
  }
  const span = [...years].sort();
  const found = [...wanted.values()].filter((panel) => panel.points.size);
  return {
    years: span,
    panels: found.map(({ place, points }) => ({ place, points: [...points.values()].sort((a, b) => a.year - b.year) })),
  };
}

// A point of a year with one more of its values.
export function withValue(point, year, row) {
  const next = point ?? { year, actual: null, target: null, upper: null, bound: null };
  return row.status === "actual"
    ? { ...next, actual: row.value }
    : { ...next, target: row.value, upper: row.bound === "range" ? row.upper : null, bound: row.bound };
}
