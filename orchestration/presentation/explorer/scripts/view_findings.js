// What does not fit: figures that contradict each other, and files that could not be read.

import { valueCell } from "./cells.js";
import { h } from "./dom.js";
import { figureId } from "./figure.js";
import { measured, signed } from "./format.js";
import { indicatorName, placeName, placeOf, reports } from "./model.js";
import { href } from "./route.js";
import { load } from "./store.js";
import { table } from "./table.js";
import { t, word } from "./words.js";

export const contradictionsTitle = () => t("contradictions");
export const filesTitle = () => t("files");

export async function contradictions() {
  const { contradictions: rows } = await load("contradictions");
  const side = (which) => [
    {
      key: which,
      label: t(which),
      numeric: true,
      value: (row) => row[which],
      show: (row) => valueCell(row[which], null, null, figureId(row, `${which}_`)),
    },
    { key: `${which}_report`, label: t("report"), kind: "quiet", value: (row) => reportTold(row[`${which}_report`]) },
    { key: `${which}_id`, label: t("sentence_id"), screen: false, value: (row) => figureId(row, `${which}_`) },
  ];
  const columns = [
    {
      key: "indicator",
      label: t("indicator"),
      value: indicatorName,
      show: (row) => h("a", { href: href("series", [row.region, row.indicator]) }, indicatorName(row)),
    },
    { key: "place", label: t("place"), value: (row) => placeName(placeOf(row.region)) || row.region },
    { key: "kind", label: t("kind"), value: (row) => word("discrepancy", row.kind) },
    { key: "period", label: t("period"), value: (row) => row.period },
    { key: "measure", label: t("measure"), kind: "short", value: (row) => measured(row.measure, row.unit) },
    ...side("first"),
    ...side("second"),
    {
      key: "difference",
      label: t("difference"),
      numeric: true,
      value: (row) => row.difference,
      show: (row) => signed(row.difference),
    },
  ];
  const shown = rows.length
    ? table({ id: "contradictions", caption: t("contradictions"), columns, rows })
    : h("p", {}, t("no_contradictions"));
  return [h("h1", {}, t("contradictions")), h("p", { class: "lead" }, t("contradictions_lead")), shown];
}

function reportTold(at) {
  const report = reports[at];
  return report ? `${placeName(placeOf(report.region), true)} ${report.year ?? ""}` : "";
}

export async function filesSetAside() {
  const { files: rows } = await load("files");
  const columns = [
    { key: "file", label: t("file"), value: (row) => row.file },
    { key: "reason", label: t("reason"), kind: "quiet", value: (row) => row.reason },
  ];
  const shown = rows.length ? table({ id: "files", caption: t("files"), columns, rows }) : h("p", {}, t("no_files"));
  return [h("h1", {}, t("files")), h("p", { class: "lead" }, t("files_lead")), shown];
}
