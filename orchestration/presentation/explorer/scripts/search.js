// The search over indicators and places: Chinese, English, pinyin initials and other names of a thing.

import { h, put } from "./dom.js";
import { indicatorName, indicators, ownNames, placeName, placeOf, places } from "./model.js";
import { go, href } from "./route.js";
import { t } from "./words.js";

const MOST = 12;
let own = null;

// How well a text answers to what was typed: 0 is best, null not at all.
function likeness(typed, { names, letters }) {
  const lower = names.filter(Boolean).map((name) => name.toLowerCase());
  if (lower.includes(typed)) return 0;
  if (lower.some((name) => name.startsWith(typed))) return 1;
  if (letters === typed) return 2;
  if (lower.some((name) => name.includes(typed))) return 3;
  if (letters?.startsWith(typed)) return 4;
  return typed.length > 2 && letters?.includes(typed) ? 5 : null;
}

// What answers to the words, best first: indicators and places, then names that one place alone states, once they are read.
export function matches(words, names) {
  const typed = words.trim().toLowerCase();
  const found = [];
  const consider = (kind, thing, called, weight) => {
    const like = likeness(typed, { names: called, letters: thing.letters });
    if (like !== null) found.push({ kind, thing, order: like * 100 + weight });
  };
  for (const each of indicators) {
    const called = [each.zh, each.en, each.indicator, ...(each.aliases ?? "").split("、")];
    consider("indicator", each, called, each.headline === null ? 20 : 0);
  }
  for (const each of places) {
    const called = [each.name, each.short, each.en, each.region];
    if (each.region !== "unknown") consider("place", each, called, each.level === "province" ? 1 : 10);
  }
  for (const each of names) consider("own", each, [each.zh], 50);
  return found.sort((one, other) => one.order - other.order).slice(0, MOST);
}

function shown({ kind, thing }) {
  if (kind === "place") return placeName(thing);
  if (kind === "own") return `${thing.zh} · ${placeName(placeOf(thing.region))}`;
  return indicatorName(thing);
}

function address({ kind, thing }) {
  if (kind === "place") return href("place", [thing.region]);
  if (kind === "own") return href("series", [thing.region, thing.indicator]);
  return href("compare", [], { i: thing.indicator });
}

// The field with its list: arrows move, Enter goes there, Escape closes.
export function searchField() {
  const box = {
    list: h("ul", { id: "found", role: "listbox", "aria-label": t("search"), hidden: true }),
    told: h("p", { class: "unseen", role: "status" }),
    field: h("input", {
      type: "search",
      id: "search",
      role: "combobox",
      autocomplete: "off",
      "aria-autocomplete": "list",
      "aria-controls": "found",
      "aria-expanded": "false",
      "aria-label": t("search"),
      placeholder: t("search"),
      title: t("search_hint"),
      onfocus: read,
      oninput: () => answer(box),
      onkeydown: (event) => pressed(box, event),
      onblur: () => close(box),
    }),
    found: [],
    at: -1,
  };
  return h("div", { class: "search", role: "search" }, box.field, box.list, box.told);
}

function close(box) {
  box.list.hidden = true;
  box.field.setAttribute("aria-expanded", "false");
  box.field.removeAttribute("aria-activedescendant");
  box.at = -1;
}

function choose(box, place) {
  if (!box.found[place]) return;
  const target = address(box.found[place]);
  box.field.value = "";
  close(box);
  go(target);
}

function move(box, to) {
  box.at = (to + box.found.length) % box.found.length;
  [...box.list.children].forEach((item, place) => item.setAttribute("aria-selected", String(place === box.at)));
  box.field.setAttribute("aria-activedescendant", `found-${box.at}`);
  box.list.children[box.at].scrollIntoView({ block: "nearest" });
}

// Show what answers to what stands in the field; the names of single places come when they have been read.
function answer(box) {
  list(box);
  if (own) return;
  read().then(() => !box.list.hidden && list(box));
}

function list(box) {
  const typed = box.field.value.trim();
  box.found = typed ? matches(typed, own ?? []) : [];
  box.at = -1;
  const none = h("li", { role: "option", "aria-selected": "false", "aria-disabled": "true" }, t("search_none"));
  put(box.list, box.found.length ? box.found.map((each, place) => item(box, each, place)) : none);
  box.list.hidden = !typed;
  box.field.setAttribute("aria-expanded", String(!box.list.hidden));
  put(box.told, typed ? t("search_found", { n: box.found.length }) : "");
}

// Read the names that one place alone states; where they cannot be read, the others are found all the same.
async function read() {
  own ??= await ownNames().catch(() => []);
}

function item(box, each, place) {
  const chosen = (event) => {
    event.preventDefault();
    choose(box, place);
  };
  const attributes = { id: `found-${place}`, role: "option", "aria-selected": "false", onmousedown: chosen };
  return h("li", attributes, shown(each), h("small", {}, t(`kind_${each.kind}`)));
}

function pressed(box, event) {
  const movable = !box.list.hidden && box.found.length > 0;
  if (event.key === "Escape") close(box);
  else if (movable && event.key === "ArrowDown") move(box, box.at + 1);
  else if (movable && event.key === "ArrowUp") move(box, box.at < 0 ? box.found.length - 1 : box.at - 1);
  else if (event.key === "Enter") choose(box, Math.max(box.at, 0));
  else return;
  event.preventDefault();
}
