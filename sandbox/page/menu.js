/** Owns the small menus that open from a button: arrow keys move, Escape closes. */

import { h } from "./dom.js";

/**
 * Make `button` open a menu of `items()`, each {label, detail, run, danger}.
 *
 * Returns the wrapper to put on the page; `side` is "up" or "down", `edge` "start" or "end".
 */
export function menu(button, items, { side = "down", edge = "end", label = "Menu" } = {}) {
  const wrapper = h("div", { class: ["menu-wrapper", `menu-${side}`, `menu-${edge}`] }, button);
  button.setAttribute("aria-haspopup", "menu");
  button.setAttribute("aria-expanded", "false");
  let list = null;
  const close = (refocus) => {
    list?.remove();
    list = null;
    button.setAttribute("aria-expanded", "false");
    document.removeEventListener("pointerdown", elsewhere);
    if (refocus) button.focus();
  };
  const elsewhere = (event) => {
    if (!wrapper.contains(event.target)) close(false);
  };
  const open = () => {
    list = h("div", {
      class: "menu",
      role: "menu",
      "aria-label": label,
      onkeydown: (e) => keys(e, list, close),
    });
    list.append(...items().map((item) => entry(item, () => close(true))));
    wrapper.append(list);
    button.setAttribute("aria-expanded", "true");
    document.addEventListener("pointerdown", elsewhere);
    list.querySelector("button")?.focus();
  };
  button.addEventListener("click", () => (list ? close(true) : open()));
  return wrapper;
}

function entry(item, close) {
  const run = () => {
    close();
    item.run();
  };
  const look = { type: "button", role: "menuitem", class: ["menu-item", item.danger && "danger"] };
  return h(
    "button",
    { ...look, onclick: run },
    item.label,
    item.detail && h("small", {}, item.detail),
  );
}

function keys(event, list, close) {
  const entries = [...list.querySelectorAll("button")];
  const at = entries.indexOf(document.activeElement);
  const moves = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: entries.length - 1 };
  if (event.key in moves) {
    event.preventDefault();
    entries[(moves[event.key] + entries.length) % entries.length].focus();
  } else if (event.key === "Escape") {
    event.stopPropagation();
    close(true);
  } else if (event.key === "Tab") close(false);
}
