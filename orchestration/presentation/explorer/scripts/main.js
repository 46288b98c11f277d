// The page: its head with the views and the search, and the view that the address names.

import { h, put } from "./dom.js";
import { showFigure } from "./figure.js";
import { facts } from "./model.js";
import { changed, href, parsed } from "./route.js";
import { searchField } from "./search.js";
import { contradictions, contradictionsTitle, filesSetAside, filesTitle } from "./view_findings.js";
import { compare, compareTitle } from "./view_compare.js";
import { overview, overviewTitle } from "./view_overview.js";
import { onePlace, placeTitle } from "./view_place.js";
import { oneSeries, seriesTitle } from "./view_series.js";
import { setLanguage, t } from "./words.js";

const VIEWS = {
  overview: { show: overview, title: overviewTitle, label: "overview" },
  compare: { show: compare, title: compareTitle, label: "places_by_indicator" },
  place: { show: onePlace, title: placeTitle, label: "one_place" },
  series: { show: oneSeries, title: seriesTitle, label: null },
  contradictions: { show: contradictions, title: contradictionsTitle, label: "contradictions" },
  files: { show: filesSetAside, title: filesTitle, label: "files" },
};
const main = h("main", { id: "content", tabindex: "-1" });
const masthead = h("header", { class: "masthead" });
const footer = h("footer", {});
let present = null;

function wordsOf(params) {
  return params.lang ?? (navigator.language?.startsWith("zh") ? "zh" : "en");
}

function frame(view) {
  document.documentElement.lang = t("language_code");
  const links = Object.entries(VIEWS)
    .filter(([, each]) => each.label)
    .map(([name, each]) =>
      h("li", {}, h("a", { href: href(name), "aria-current": name === view ? "page" : null }, t(each.label))),
    );
  put(
    masthead,
    h("a", { class: "skip", href: "#content", onclick: (event) => (event.preventDefault(), main.focus()) }, t("skip")),
    h("p", { class: "name" }, h("a", { href: href("overview") }, t("title")), h("small", {}, t("subtitle"))),
    searchField(),
    h(
      "a",
      { class: "language", href: changed({ lang: t("language_other") }), lang: t("language_other") },
      t("language"),
    ),
    h("nav", { "aria-label": t("views") }, h("ul", {}, links)),
  );
  put(footer, h("p", {}, t("footer")), h("p", {}, t("made", { date: facts.made, version: facts.version })));
}

// Show what the address names. What lies under an opened figure is left as it is.
async function show() {
  const { view, args, params } = parsed();
  const { s, ...rest } = params;
  const chosen = Object.entries(rest).filter(([name]) => !name.startsWith("sort-"));
  const asked = JSON.stringify([view, args, chosen]);
  if (asked !== present) {
    const moved = present !== null && JSON.parse(present)[0] !== view;
    present = asked;
    setLanguage(wordsOf(params));
    const shown = VIEWS[view] ?? VIEWS.overview;
    frame(VIEWS[view] ? view : "overview");
    document.title = `${shown.title()} · ${t("title")}`;
    main.setAttribute("aria-busy", "true");
    const content = await shown
      .show()
      .catch((error) => [
        h("h1", {}, t("title")),
        h("p", { role: "alert" }, `${t("chunk_missing")} (${error.message})`),
      ]);
    if (asked !== present) return;
    put(main, content);
    main.removeAttribute("aria-busy");
    if (moved) scrollTo(0, 0);
    if (!document.body.dataset.ready) performance.mark("explorer-ready");
    document.body.dataset.ready = view;
  }
  await showFigure(s ?? null);
}

document.body.append(masthead, main, footer);
// Paper holds everything.
addEventListener("beforeprint", () => {
  for (const more of document.querySelectorAll("button.more:not([hidden])")) more.click();
});
addEventListener("hashchange", show);
addEventListener("popstate", show);
show();
