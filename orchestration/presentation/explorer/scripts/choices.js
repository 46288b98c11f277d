// Lists to choose from and fields to narrow by.

import { h, put } from "./dom.js";

// A browser measures every option of a list; those behind so many are put in when it has nothing else to do.
const AT_ONCE = 40;
let fields = 0;

// A labelled list; `options` are [value, text] or { group, options }; `chosen` is told the new value.
export function choice(label, value, options, chosen) {
  const all = options.flatMap((each) => (Array.isArray(each) ? [each] : each.options));
  const first = all.length > AT_ONCE ? all.filter((each) => String(each[0]) === String(value)) : options;
  return labelledField(label, (id) => {
    const attributes = { id, class: all.length > AT_ONCE ? "long" : null };
    const list = h("select", { ...attributes, onchange: () => chosen(list.value) }, made(first, value));
    if (first !== options) later(() => put(list, made(options, value)));
    return list;
  });
}

function made(options, value) {
  return options.map((each) =>
    Array.isArray(each)
      ? h("option", { value: each[0], selected: String(each[0]) === String(value) }, each[1])
      : h("optgroup", { label: each.group }, made(each.options, value)),
  );
}

function later(done) {
  if ("requestIdleCallback" in window) requestIdleCallback(done, { timeout: 500 });
  else setTimeout(done, 50);
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
