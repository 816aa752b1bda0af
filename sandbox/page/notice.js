/** Owns the short notices at the foot of a pane and what assistive technology hears of them. */

import { h } from "./dom.js";

const SHOWN_FOR = 4500;

/** Show `text` at the foot of `pane` for a few seconds; `kind` is "plain" or "problem". */
export function notice(pane, text, kind = "plain") {
  const place = pane.querySelector(":scope > .notices") ?? addPlace(pane);
  const shown = h("div", { class: ["notice", kind] }, text);
  place.append(shown);
  setTimeout(() => shown.remove(), SHOWN_FOR);
}

function addPlace(pane) {
  const place = h("div", { class: "notices", role: "status", "aria-live": "polite" });
  pane.append(place);
  return place;
}

/** Do `work`; where the sandbox refuses, say its sentence in `pane` and return undefined. */
export async function attempt(pane, work) {
  try {
    return await work();
  } catch (problem) {
    notice(pane, problem.message, "problem");
    return undefined;
  }
}

/** Show a small dialog inside `pane` and resolve with the key of the button that was chosen. */
export function ask(pane, { title, text, choices }) {
  const behind = document.activeElement;
  return new Promise((resolve) => {
    const close = (key) => {
      cover.remove();
      behind?.focus?.();
      resolve(key);
    };
    const buttons = choices.map(({ key, label, style }) =>
      h("button", { type: "button", class: ["button", style], onclick: () => close(key) }, label),
    );
    const body = [title && h("h2", {}, title), h("div", { class: "ask-text" }, text)];
    const box = h(
      "div",
      {
        class: "ask",
        role: "alertdialog",
        "aria-modal": "true",
        "aria-label": title || "Please choose",
      },
      body,
      h("div", { class: "ask-buttons" }, buttons),
    );
    const cover = h(
      "div",
      { class: "cover", onkeydown: (event) => keys(event, buttons, close) },
      box,
    );
    pane.append(cover);
    buttons.at(-1).focus();
  });
}

function keys(event, buttons, close) {
  if (event.key === "Escape") {
    event.stopPropagation();
    close(null);
  }
  if (event.key !== "Tab") return;
  event.preventDefault();
  const step = event.shiftKey ? buttons.length - 1 : 1;
  buttons[(buttons.indexOf(document.activeElement) + step) % buttons.length].focus();
}
