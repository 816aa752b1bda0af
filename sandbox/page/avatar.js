/** Owns the coloured initials that stand for people and homes. */

import { h } from "./dom.js";
import { icon } from "./icon.js";

const HUES = [204, 262, 158, 24, 338, 186, 286, 44, 228, 120];

/** Draw the initials of `name`; the colour is always the same for the same name. */
export function avatar(name, extra) {
  const words = name
    .replace(/[^\p{L}\p{N} ]/gu, " ")
    .trim()
    .split(/\s+/);
  const initials = (words[0]?.[0] ?? "?") + (words.length > 1 ? words.at(-1)[0] : "");
  let sum = 0;
  for (const letter of name) sum = (sum * 31 + letter.codePointAt(0)) % 9973;
  const style = `--hue: ${HUES[sum % HUES.length]}`;
  return h(
    "span",
    { class: ["avatar", extra], style, "aria-hidden": "true" },
    initials.toUpperCase(),
  );
}

/** Draw the mark of the app itself. */
export function appAvatar(extra) {
  return h("span", { class: ["avatar", "app", extra], "aria-hidden": "true" }, icon("home"));
}
