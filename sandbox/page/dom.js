/** Owns how elements are made and kept in step with data; text goes in as text, never as HTML. */

const NEAR_END = 80;

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
  if (focus)
    refocus(
      children.find((child) => child.dataset.key === focus.key),
      focus.name,
    );
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

/** Run `work` at most once per `wait` milliseconds: at once and, if asked since, at the end. */
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

/** Make a log stay at its end when a picture at the end gets its height. */
export function followPictures(log) {
  const follow = (event) => {
    const below = log.scrollHeight - log.scrollTop - log.clientHeight;
    if (below < event.target.offsetHeight + NEAR_END) log.scrollTop = log.scrollHeight;
  };
  log.addEventListener("load", follow, true);
}

/** Scroll a log to its end if the reader was there already, or if `always`. */
export function keepAtEnd(log, change, always = false) {
  const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_END;
  change();
  if (atEnd || always) log.scrollTop = log.scrollHeight;
}
