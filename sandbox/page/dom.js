/** Owns how elements are made and kept in step with data; text goes in as text, never as HTML. */

const SVG = "http://www.w3.org/2000/svg";

/**
 * Make one element.
 *
 * Keys of `props` that start with "on" are listeners, `dataset` is an object, `class` may be an
 * array, booleans set or leave out an attribute, null and undefined are left out.
 */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) setProperty(element, name, value);
  element.append(...children.flat(Infinity).filter(isShown));
  return element;
}

function isShown(child) {
  return child !== null && child !== undefined && child !== false && child !== "";
}

function setProperty(element, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
  else if (name === "dataset") Object.assign(element.dataset, value);
  else if (name === "class") element.className = [value].flat().filter(Boolean).join(" ");
  else if (name === "value") element.value = value;
  else element.setAttribute(name, value === true ? "" : String(value));
}

const ICONS = {
  home: "M4 11.2 12 4l8 7.2V20a1 1 0 0 1-1 1h-4.5v-6h-5v6H5a1 1 0 0 1-1-1z",
  back: "M15 5l-7 7 7 7",
  send: "M4 12 20 4l-5 16-3.2-6.8z",
  clip: "M20 11.5l-8.2 8a5 5 0 0 1-7-7l8.6-8.4a3.3 3.3 0 0 1 4.7 4.7l-8.4 8.2a1.7 1.7 0 0 1-2.4-2.4l7.6-7.4",
  more: "M12 6v.01M12 12v.01M12 18v.01",
  pin: "M9 4h6l-1 6 3 3v2H7v-2l3-3zM12 15v5",
  close: "M6 6l12 12M18 6L6 18",
  search: "M10.5 17a6.5 6.5 0 1 1 0-13 6.5 6.5 0 0 1 0 13zM15.5 15.5 20 20",
  file: "M6 3h8l4 4v14H6zM14 3v4h4",
  photo: "M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15.5 9.5v.01",
  voice: "M12 4a2.5 2.5 0 0 1 2.5 2.5v5a2.5 2.5 0 0 1-5 0v-5A2.5 2.5 0 0 1 12 4zM6.5 11.5a5.5 5.5 0 0 0 11 0M12 17v3",
  bolt: "M13 3 5 14h6l-1 7 8-11h-6z",
  chat: "M4 5h16v11H9l-5 4z",
  down: "M6 9l6 6 6-6",
  eye: "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 14.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z",
};

/** Draw one of the line icons; decoration only, so hidden from assistive technology. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

/** Make a button that shows an icon only and is named for assistive technology. */
export function iconButton(name, label, onclick, props = {}) {
  const look = { type: "button", class: "icon-button", title: label, "aria-label": label, onclick };
  return h("button", { ...look, ...props }, icon(name));
}

/**
 * Keep the children of `parent` in step with `rows` of {key, look, render}.
 *
 * A child is made again only where its `look` (a string) has changed, so that an aria-live log
 * announces new rows alone; a replaced child gives the focus on to its successor.
 */
export function reconcile(parent, rows) {
  const before = new Map([...parent.children].map((child) => [child.dataset.key, child]));
  const children = rows.map((row) => {
    const known = before.get(row.key);
    return known && known.dataset.look === row.look ? known : fresh(row);
  });
  const focus = focusIn(parent);
  const kept = new Set(children);
  for (const child of [...parent.children]) if (!kept.has(child)) child.remove();
  let place = parent.firstElementChild;
  for (const child of children) {
    if (child === place) place = place.nextElementSibling;
    else parent.insertBefore(child, place);
  }
  if (focus) refocus(children.find((child) => child.dataset.key === focus.key), focus.name);
}

function fresh(row) {
  const child = row.render();
  child.dataset.key = row.key;
  child.dataset.look = row.look;
  return child;
}

function focusIn(parent) {
  const active = document.activeElement;
  if (!active || active === parent || !parent.contains(active)) return null;
  return { key: active.closest("[data-key]")?.dataset.key, name: active.dataset.focus };
}

function refocus(child, name) {
  if (!child || child.contains(document.activeElement)) return;
  const again = [...child.querySelectorAll("[data-focus]")].find((e) => e.dataset.focus === name);
  (again ?? child.querySelector("button"))?.focus({ preventScroll: true });
}

/** Run `work` at most once per `wait` milliseconds, at the start and, if asked since, at the end. */
export function throttled(work, wait) {
  let timer = null;
  let again = false;
  const fire = () => {
    again = false;
    work();
    timer = setTimeout(() => {
      timer = null;
      if (again) fire();
    }, wait);
  };
  return () => {
    if (timer === null) fire();
    else again = true;
  };
}

/** Scroll a log to its end if the reader was there already, or if `always`. */
export function keepAtEnd(log, change, always = false) {
  const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 80;
  change();
  if (atEnd || always) log.scrollTop = log.scrollHeight;
}
