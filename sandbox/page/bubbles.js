/** Owns how the messages of one Telegram chat are drawn: bubbles, buttons, cards, days. */

import { h } from "./dom.js";
import { icon } from "./icon.js";
import { link, safeNodes } from "./html.js";
import { clock, day, moment } from "./times.js";

const CARDS = {
  photo: ["photo", "Photo"],
  document: ["file", "Document"],
  voice: ["voice", "Voice message"],
  sticker: ["photo", "Sticker"],
  video: ["photo", "Video"],
  location: ["pin", "Location"],
  poll: ["file", "Poll"],
};

/** Return the rows (for `reconcile`) of `messages`; `tap(message, button, element)` is a press. */
export function bubbleRows(messages, tap) {
  const rows = [];
  let before = null;
  const known = new Map(messages.map((message) => [message.message_id, message]));
  for (const message of messages) {
    const today = day(message.at);
    if (!before || day(before.at) !== today) rows.push(dayRow(today));
    const joined = Boolean(before) && before.from === message.from && near(before, message);
    const answered = known.get(message.reply_to);
    rows.push({
      key: `m${message.message_id}`,
      look: JSON.stringify([message, joined]),
      render: () => bubble(message, joined, answered, tap),
    });
    before = message;
  }
  return rows;
}

/** Draw the bar that shows the pinned message; `jump` scrolls to it. */
export function pinnedBar(message, jump) {
  const text = (message.text ?? message.kind).replace(/\s+/g, " ").slice(0, 90);
  return h(
    "button",
    { type: "button", class: "pinned", onclick: jump, "aria-label": `Pinned message: ${text}` },
    icon("pin"),
    h("span", {}, h("b", {}, "Pinned message"), h("span", { class: "pinned-text" }, text)),
  );
}

function near(a, b) {
  return Math.abs((moment(b.at) ?? 0) - (moment(a.at) ?? 0)) < 300_000;
}

function dayRow(text) {
  const render = () => h("div", { class: "day" }, h("span", {}, text));
  return { key: `d${text}`, look: text, render };
}

function bubble(message, joined, answered, tap) {
  const who = message.from === "bot" ? "Homeround" : "You";
  const meta = h(
    "span",
    { class: "bubble-meta" },
    message.pinned && icon("pin"),
    message.edited_at && h("span", {}, "edited "),
    h("time", {}, clock(message.at)),
  );
  const parts = [
    h("span", { class: "for-ears" }, `${who}: `),
    answered && h("div", { class: "quoted" }, answered.text?.slice(0, 90)),
    card(message),
    message.text &&
      h("div", { class: "bubble-text" }, message.html ? safeNodes(message.html) : message.text),
    meta,
  ];
  return h(
    "div",
    { class: ["row", message.from, joined && "joined"], dataset: { message: message.message_id } },
    h("div", { class: ["bubble", message.kind] }, parts),
    message.buttons?.length ? keyboard(message, tap) : null,
  );
}

function card(message) {
  if (!(message.kind in CARDS)) {
    return message.kind === "text" ? null : h("div", { class: "card" }, icon("file"), message.kind);
  }
  const [sign, name] = CARDS[message.kind];
  const address = message.url ?? message.file?.url;
  if (message.kind === "photo" && address) {
    return h("img", { class: "picture", src: address, alt: message.text || "Photo from the bot" });
  }
  const title = message.file_name ?? message.file?.name ?? name;
  const inside = [
    h("span", { class: "card-icon" }, icon(sign)),
    h("span", {}, h("b", {}, title), size(message)),
  ];
  if (address)
    return h("a", { class: "card", href: address, target: "_blank", rel: "noopener" }, inside);
  return h("div", { class: "card" }, inside);
}

function size(message) {
  const bytes = message.file_size ?? message.file?.size;
  if (!bytes) return null;
  return h("small", {}, bytes < 1024 ? `${bytes} bytes` : `${Math.round(bytes / 1024)} KB`);
}

function keyboard(message, tap) {
  return h(
    "div",
    { class: "keyboard", role: "group", "aria-label": "Buttons" },
    message.buttons.map((row) =>
      h(
        "div",
        { class: "keys" },
        row.map((button) => key(message, button, tap)),
      ),
    ),
  );
}

function key(message, button, tap) {
  if (button.url) {
    const address = link(button.url, [button.text]);
    address.classList.add("key");
    return address;
  }
  const props = {
    type: "button",
    class: "key",
    dataset: { focus: button.data ?? button.text },
    onclick: (event) => tap(message, button, event.currentTarget),
  };
  return h("button", props, button.text);
}
