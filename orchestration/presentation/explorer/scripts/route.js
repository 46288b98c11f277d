// The address: `#/view/argument?name=value`. All that is chosen stands in it, so that it can be sent.

let last = { hash: null, parts: null };

// The parts of the present address. Every link of a view asks for them, so they are taken apart once.
export function parsed() {
  const { hash } = location;
  if (last.hash !== hash) last = { hash, parts: parts(hash) };
  return last.parts;
}

function parts(hash) {
  const [path, query = ""] = hash.replace(/^#\/?/, "").split("?");
  const [view = "", ...rest] = path.split("/").map(decoded);
  return { view: view || "overview", args: rest, params: Object.fromEntries(new URLSearchParams(query)) };
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

// An address of a view. The language is kept; a figure is closed unless it is asked for.
export function href(view, args = [], params = {}) {
  const { params: now } = parsed();
  const kept = { ...(now.lang ? { lang: now.lang } : {}), ...params };
  const wanted = Object.entries(kept).filter(([, value]) => value !== null && value !== undefined && value !== "");
  const query = new URLSearchParams(wanted).toString();
  const path = [view === "overview" && !args.length ? "" : view, ...args.map(encodeURIComponent)].join("/");
  return `#/${path}${query ? `?${query}` : ""}`;
}

// The present address with some of its values changed; null takes one away.
export function changed(values) {
  const { view, args, params } = parsed();
  return href(view, args, { ...params, ...values });
}

// Go to an address and show it.
export function go(address) {
  if (address !== location.hash) location.hash = address;
}

// Note in the address what the view already shows, without a step in the history.
export function note(values) {
  history.replaceState(history.state, "", changed(values));
}
