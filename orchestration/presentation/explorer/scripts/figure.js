// A figure leads to its sentence: a link that any view makes, and the window that shows what it leads to.

import { h, put } from "./dom.js";
import { bounded, measured } from "./format.js";
import { codeOf, indicatorName, indicatorOf, placeName, placeOf, reportOf, reports } from "./model.js";
import { changed, go, href, parsed } from "./route.js";
import { load } from "./store.js";
import { labelled, t, word } from "./words.js";

// The id of a figure, from the row that says where it stands; `prefix` tells which of a row's figures is meant.
export function figureId(row, prefix = "") {
  const report = reports[row[`${prefix}report`]];
  return report ? `${report.report_id}:${row[`${prefix}n`]}` : null;
}

// A value that leads to its sentence; plain text where it stands nowhere.
export function figureLink(shown, id, label = null) {
  if (!shown || !id) return shown || "";
  const opened = (event) => {
    event.preventDefault();
    history.pushState({ figure: true }, "", changed({ s: id }));
    window.dispatchEvent(new PopStateEvent("popstate"));
  };
  return h(
    "a",
    { class: "figure", href: changed({ s: id }), "data-figure": id, "aria-label": label, onclick: opened },
    shown,
  );
}

let window_ = null;

// Show the figure that the address names, or none.
export async function showFigure(id) {
  if (!id) return closeWindow();
  const box = opened();
  box.dataset.figure = id;
  put(box, h("p", { class: "wait" }, t("loading")));
  try {
    const found = await foundFigure(id);
    if (parsed().params.s !== id) return undefined;
    put(
      box,
      backButton(),
      ...(found ? told(id, found) : [h("h2", {}, t("sentence")), h("p", {}, t("figure_missing"))]),
    );
  } catch {
    put(box, backButton(), h("h2", {}, t("sentence")), h("p", { role: "alert" }, t("chunk_missing")));
  }
  box.querySelector("button")?.focus();
  return undefined;
}

function opened() {
  if (!window_) {
    window_ = h("dialog", { class: "sentence", "aria-label": t("sentence") });
    window_.addEventListener("cancel", (event) => (event.preventDefault(), leave()));
    window_.addEventListener("click", (event) => event.target === window_ && leave());
    document.body.append(window_);
  }
  window_.setAttribute("aria-label", t("sentence"));
  if (!window_.open) window_.showModal();
  return window_;
}

function closeWindow() {
  if (!window_?.open) return;
  const id = window_.dataset.figure;
  window_.close();
  put(window_);
  document.querySelector(`main a[data-figure="${CSS.escape(id ?? "")}"]`)?.focus();
}

// The way back: where the figure was opened from, or the same view without it.
function leave() {
  if (history.state?.figure) history.back();
  else go(changed({ s: null }));
}

function backButton() {
  return h("button", { type: "button", class: "back", onclick: leave }, `← ${t("back")}`);
}

async function foundFigure(id) {
  const [reportId, ...rest] = id.split(":");
  const report = reportOf(reportId);
  if (!report || !report.observations) return null;
  const chunk = await load(`r/${report.at}`);
  const figure = chunk.figures.find((each) => String(each.n) === rest.join(":"));
  if (!figure) return null;
  const beside = chunk.figures.filter((each) => each.sentence === figure.sentence);
  const named = await Promise.all(beside.map(withName));
  const others = named.filter((each) => each.n !== figure.n);
  return {
    report,
    figure: named.find((each) => each.n === figure.n),
    others,
    sentence: chunk.sentences[figure.sentence],
  };
}

// A figure with its indicator's code and name: of the indicators that places share, or of those of its place alone.
async function withName(figure) {
  if (figure.indicator === null) return { ...figure, code: null };
  const names = figure.indicator < 0 ? (await load(`p/${placeOf(figure.region).at}`)).names : [];
  const code = codeOf(figure.indicator, names);
  const indicator = indicatorOf(code) ?? names[-1 - figure.indicator];
  return { ...figure, code, name: indicatorName(indicator) };
}

function told(id, { report, figure, others, sentence }) {
  const letters = sentence.text;
  const [from, to] = [figure.at, figure.at + figure.length];
  const year = report.year === null ? "" : labelled(t("report_year"), report.year);
  const source = [placeName(placeOf(report.region)), year, word("kind", report.kind)].filter(Boolean).join(" · ");
  return [
    h("h2", {}, report.title || report.file),
    h(
      "p",
      { class: "source" },
      source,
      report.published ? ` · ${t("published_on", { date: report.published })}` : null,
    ),
    sentence.section ? h("p", { class: "section" }, labelled(t("section"), sentence.section)) : null,
    h("blockquote", { lang: "zh" }, letters.slice(0, from), h("mark", {}, letters.slice(from, to)), letters.slice(to)),
    h("dl", { class: "facts" }, facts_(figure)),
    others.length
      ? [
          h("h3", {}, t("same_sentence")),
          h(
            "ul",
            { class: "others" },
            others.map((each) => h("li", {}, other(report, each, letters))),
          ),
        ]
      : null,
    h("p", { class: "ways" }, ways(figure)),
    h("p", { class: "id" }, labelled(t("file"), report.file), h("br"), t("trace_hint", { id })),
  ].flat();
}

function facts_(figure) {
  const pairs = [
    ["indicator", figure.name],
    ["written", figure.written],
    ["place", placeName(placeOf(figure.region))],
    ["period", figure.period],
    ["status", word("status", figure.status)],
    ["measure", measured(figure.measure, figure.unit)],
    ["value", bounded(figure.value, figure.bound, figure.upper)],
    ["binding", figure.binding],
    ["base", figure.base],
    ["confidence", figure.confidence === null ? null : figure.confidence],
    ["flags", figure.flags],
  ];
  return pairs
    .filter(([, value]) => value !== null && value !== undefined && value !== "")
    .map(([key, value]) => [h("dt", {}, t(key)), h("dd", {}, value)]);
}

function other(report, figure, letters) {
  const shown = letters.slice(figure.at, figure.at + figure.length);
  return [h("a", { href: changed({ s: `${report.report_id}:${figure.n}` }) }, shown), ` ${figure.name ?? ""}`];
}

function ways(figure) {
  const found = [];
  if (figure.code && placeOf(figure.region)?.values && figure.measure !== "difference")
    found.push(h("a", { href: href("series", [figure.region, figure.code]) }, t("one_series")));
  if (indicatorOf(figure.code))
    found.push(h("a", { href: href("compare", [], { i: figure.code }) }, t("other_places")));
  return found.flatMap((link, at) => (at ? [" · ", link] : [link]));
}
