/** Owns turning a Telegram message's html into elements, by a list of what is allowed. */

import { h } from "./dom.js";

const ALLOWED = new Map(
  [
    "b",
    "strong",
    "i",
    "em",
    "u",
    "ins",
    "s",
    "strike",
    "del",
    "code",
    "pre",
    "blockquote",
    "br",
  ].map((tag) => [tag, tag]),
);

/** Return nodes for `html`; elements off the list keep their text alone. */
export function safeNodes(html) {
  const parsed = new DOMParser().parseFromString(html, "text/html");
  return [...parsed.body.childNodes].flatMap(copy);
}

function copy(node) {
  if (node.nodeType === Node.TEXT_NODE) return [document.createTextNode(node.data)];
  if (node.nodeType !== Node.ELEMENT_NODE) return [];
  const inside = () => [...node.childNodes].flatMap(copy);
  const tag = node.localName;
  if (tag === "script" || tag === "style") return [];
  if (tag === "a") return [link(node.getAttribute("href"), inside())];
  if (tag === "tg-spoiler" || node.classList.contains("tg-spoiler")) return [spoiler(inside())];
  return ALLOWED.has(tag) ? [h(tag, {}, inside())] : inside();
}

/** Make a link that opens in a new tab; an address of another scheme becomes plain text. */
export function link(address, inside) {
  if (!/^(https?:|mailto:|tel:)/i.test(address ?? "")) return h("span", {}, inside);
  return h("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, inside);
}

function spoiler(inside) {
  const show = (event) => event.currentTarget.classList.add("shown");
  return h(
    "button",
    { type: "button", class: "spoiler", "aria-label": "Hidden text, press to show", onclick: show },
    inside,
  );
}
