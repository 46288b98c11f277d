// Lists to choose from and fields to narrow by.

import { h } from "./dom.js";

let fields = 0;

// A labelled list; `options` are [value, text] or { group, options }; `chosen` is told the new value.
export function choice(label, value, options, chosen) {
  const made = (each) =>
    Array.isArray(each)
      ? h("option", { value: each[0], selected: String(each[0]) === String(value) }, each[1])
      : h("optgroup", { label: each.group }, each.options.map(made));
  return labelledField(label, (id) =>
    h("select", { id, onchange: (event) => chosen(event.target.value) }, options.map(made)),
  );
}

// A labelled field that tells what is typed, once the typing rests.
export function filterField(label, typed) {
  let resting;
  const told = (event) => {
    clearTimeout(resting);
    resting = setTimeout(() => typed(event.target.value.trim().toLowerCase()), 60);
  };
  return labelledField(label, (id) => h("input", { id, type: "search", oninput: told }));
}

function labelledField(label, made) {
  fields += 1;
  const id = `field-${fields}`;
  return h("div", { class: "choice" }, h("label", { for: id }, label), made(id));
}
