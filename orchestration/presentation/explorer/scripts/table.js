// Tables that sort by buttons in their heads, can be taken away as CSV, and turn into cards on a narrow screen.
//
// A column is { key, label, value(row) } and may have: numeric; show(row), what stands in the cell; csv: false where the
// file leaves it out; screen: false where the page leaves it out.

import { csv, download } from "./csv.js";
import { add, h, put } from "./dom.js";
import { note, parsed } from "./route.js";
import { language, t } from "./words.js";

const SHOWN_FIRST = 100;

// A table with its tools. `id` tells tables of one view apart in the address; `pinned` rows stay on top, `name` is that
// of the file; `sort` is the column that rows come sorted by, with - before it where from the greatest down.
export function table({ id, caption, columns, rows, pinned = [], sort = null, name = id, tools = [] }) {
  const state = { sort: parsed().params[`sort-${id}`] ?? sort, all: false };
  const shown = columns.filter((column) => column.screen !== false);
  const heads = shown.map((column) => head(column, () => turn(column)));
  const body = h("tbody", { role: "rowgroup" });
  const everything = () => {
    state.all = true;
    fill();
  };
  const more = h("button", { type: "button", class: "more", hidden: true, onclick: everything });

  function turn(column) {
    state.sort = turned(column, state.sort);
    note({ [`sort-${id}`]: state.sort });
    fill();
  }

  function fill() {
    const sorted = ordered(columns, rows, state.sort);
    const visible = state.all ? sorted : sorted.slice(0, SHOWN_FIRST);
    put(
      body,
      visible.map((row) => line(shown, row)),
    );
    more.hidden = visible.length === sorted.length;
    put(more, t("show_all", { n: sorted.length }));
    heads.forEach((cell, at) => mark(cell, shown[at], state.sort));
  }

  fill();
  const take = () => download(name, asCsv(columns, [...pinned, ...ordered(columns, rows, state.sort)]));
  const scroller = { class: "scroller", role: "region", tabindex: "0", "aria-label": caption };
  return h(
    "div",
    { class: "sheet" },
    toolbar(caption, tools, rows.length, take),
    h(
      "div",
      scroller,
      grid(
        id,
        caption,
        heads,
        pinned.map((row) => line(shown, row)),
        body,
      ),
    ),
    more,
  );
}

function toolbar(caption, tools, length, take) {
  return h(
    "div",
    { class: "tools" },
    h("b", { class: "caption", "aria-hidden": "true" }, caption),
    tools,
    h("span", { class: "count" }, t("rows", { n: length })),
    h("button", { type: "button", class: "csv", onclick: take, disabled: length === 0 }, t("csv")),
  );
}

function grid(id, caption, heads, pinned, body) {
  return h(
    "table",
    { role: "table", id: `table-${id}` },
    h("caption", {}, caption),
    h("thead", { role: "rowgroup" }, h("tr", { role: "row" }, heads)),
    pinned.length ? h("tbody", { class: "pinned", role: "rowgroup" }, pinned) : null,
    body,
  );
}

// The next order by a column: numbers first from the greatest down, text first upwards, then the other way.
function turned(column, sort) {
  const downFirst = column.numeric && !column.smallFirst;
  const [first, then] = downFirst ? [`-${column.key}`, column.key] : [column.key, `-${column.key}`];
  return sort === first ? then : first;
}

function asCsv(columns, rows) {
  const wanted = columns.filter((column) => column.csv !== false);
  return csv([wanted.map((column) => column.label), ...rows.map((row) => wanted.map((column) => column.value(row)))]);
}

function head(column, turned) {
  const button = h(
    "button",
    { type: "button", onclick: turned },
    column.label,
    h("span", { class: "arrow", "aria-hidden": "true" }),
  );
  return h(
    "th",
    { role: "columnheader", scope: "col", class: headKind(column) },
    button,
    column.axis ? column.axis() : null,
  );
}

function headKind(column) {
  return [column.numeric ? "number" : "", column.kind ?? ""].join(" ").trim() || null;
}

function mark(cell, column, sort) {
  const way = sort === column.key ? "ascending" : sort === `-${column.key}` ? "descending" : null;
  if (way) cell.setAttribute("aria-sort", way);
  else cell.removeAttribute("aria-sort");
  put(cell.querySelector(".arrow"), way === "ascending" ? "▲" : way === "descending" ? "▼" : "");
}

// A row; the first column names it.
function line(columns, row) {
  const cells = columns.map((column, at) => {
    const tag = at === 0 ? "th" : "td";
    const role = at === 0 ? { role: "rowheader", scope: "row" } : { role: "cell" };
    const kind = [column.numeric ? "number" : "", column.kind ?? ""].join(" ").trim();
    const content = column.show ? column.show(row) : column.value(row);
    return add(h(tag, { ...role, class: kind || null, "data-label": column.label }), [content]);
  });
  return h("tr", { role: "row", class: row.rowClass ?? null }, cells);
}

// The rows in the order of a column; what has no value comes last either way, and equals keep their order.
function ordered(columns, rows, sort) {
  if (!sort) return rows;
  const down = sort.startsWith("-");
  const column = columns.find((each) => each.key === sort.replace(/^-/, ""));
  if (!column) return rows;
  const compare = new Intl.Collator(language() === "en" ? "en" : "zh-CN", { numeric: true }).compare;
  const keyed = rows.map((row) => [column.order ? column.order(row) : column.value(row), row]);
  const none = (value) => value === null || value === undefined || value === "";
  return keyed
    .sort(([one], [other]) => {
      if (none(one) || none(other)) return none(one) - none(other);
      const way =
        typeof one === "number" && typeof other === "number" ? one - other : compare(String(one), String(other));
      return down ? -way : way;
    })
    .map(([, row]) => row);
}
