/** Owns how the messages of a Slack channel or thread are drawn. */

import { appAvatar, avatar } from "./avatar.js";
import { clock, day } from "./times.js";
import { drawBlocks } from "./blocks.js";
import { h } from "./dom.js";
import { icon, iconButton } from "./icon.js";
import { menu } from "./menu.js";
import { mrkdwn } from "./mrkdwn.js";

const NEAR = 300;

/**
 * Return the rows (for `reconcile`) of `messages`.
 *
 * `around` is {names, viewer, act(message, block, part, value), pane, shortcuts, choose(message, id),
 * thread?(ts), parent?}; inside a thread `parent` is the message above the replies, and there is no `thread` to open.
 */
export function messageRows(messages, around) {
  const rows = [];
  let before = null;
  for (const message of messages) {
    if (message.ephemeral_to && message.ephemeral_to !== around.viewer) continue;
    const today = day(message.ts);
    const fresh = !before || day(before.ts) !== today;
    if (fresh) rows.push(dayRow(today));
    const joined =
      !fresh &&
      before.ts !== around.parent &&
      !before.ephemeral_to &&
      author(before, around) === author(message, around) &&
      message.ts - before.ts < NEAR;
    rows.push({
      key: `${message.ts}${message.ephemeral_to ?? ""}`,
      look: JSON.stringify([message, joined, around.names.users.size]),
      render: () => row(message, joined, around),
    });
    if (message.ts === around.parent) rows.push(...countRow(messages.length - 1));
    before = message;
  }
  return rows;
}

function dayRow(text) {
  return {
    key: `d${text}`,
    look: text,
    render: () => h("div", { class: "slack-day" }, h("span", {}, text)),
  };
}

function countRow(replies) {
  if (!replies) return [];
  const text = counted(replies);
  const render = () => h("div", { class: "slack-day count" }, h("span", {}, text));
  return [{ key: "count", look: text, render }];
}

function counted(replies) {
  return `${replies} ${replies === 1 ? "reply" : "replies"}`;
}

function isApp(message) {
  return Boolean(message.bot_id) || !message.user;
}

function author(message, around) {
  if (isApp(message)) return message.username || "Homeround";
  return around.names.users.get(message.user) ?? message.user;
}

function row(message, joined, around) {
  const name = author(message, around);
  const sign = isApp(message) ? appAvatar() : avatar(name);
  const top = h(
    "div",
    { class: "message-top" },
    h("b", {}, name),
    isApp(message) && h("span", { class: "badge" }, "App"),
    h("time", {}, clock(message.ts)),
  );
  const inside = [
    message.ephemeral_to && h("p", { class: "only-you" }, icon("eye"), "Only visible to you"),
    joined && !message.ephemeral_to ? h("span", { class: "for-ears" }, `${name}: `) : top,
    body(message, around),
    message.edited && h("span", { class: "edited" }, "(edited)"),
    (message.files ?? []).map(file),
    replies(message, around),
  ];
  const side =
    joined && !message.ephemeral_to ? h("time", { class: "beside" }, clock(message.ts)) : sign;
  const look = ["message", joined && "joined", message.ephemeral_to && "ephemeral"];
  return h(
    "article",
    { class: look, dataset: { ts: message.ts } },
    h("div", { class: "gutter" }, side),
    h("div", { class: "message-body" }, inside),
    hover(message, around),
  );
}

function body(message, around) {
  const beside = (message.attachments ?? []).map((attached) =>
    attachment(message, attached, around),
  );
  return [main(message, around), beside];
}

function attachment(message, attached, around) {
  const colour = /^#[0-9a-f]{6}$/i.test(attached.color ?? "") ? attached.color : "#c5cdd1";
  const inside = main({ ...message, text: attached.text, blocks: attached.blocks }, around);
  return h("div", { class: "attachment", style: `border-color: ${colour}` }, inside);
}

function main(message, around) {
  if (!message.blocks?.length)
    return h("div", { class: "message-text" }, mrkdwn(message.text ?? "", around.names));
  const act = (block, part, value) => around.act(message, block, part, value);
  return h(
    "div",
    { class: "blocks" },
    drawBlocks(message.blocks, { names: around.names, pane: around.pane, act }),
  );
}

function file(shared) {
  const address = shared.url ?? shared.url_private;
  const name = shared.title || shared.name || "File";
  const picture =
    /^image\//.test(shared.mimetype ?? "") || /\.(png|jpe?g|gif|svg)$/i.test(shared.name ?? "");
  if (picture && address)
    return h("img", { class: "shared", src: address, alt: shared.alt_txt || name });
  const inside = [h("span", { class: "card-icon" }, icon("file")), h("b", {}, name)];
  return address
    ? h("a", { class: "card", href: address, target: "_blank", rel: "noopener" }, inside)
    : h("div", { class: "card" }, inside);
}

function replies(message, around) {
  if (!around.thread || !message.reply_count) return null;
  const label = counted(message.reply_count);
  const props = {
    type: "button",
    class: "replies",
    dataset: { focus: "thread" },
    onclick: () => around.thread(message.ts),
  };
  return h("button", props, icon("chat"), label);
}

function hover(message, around) {
  if (message.ephemeral_to) return null;
  const reply = around.thread
    ? iconButton("chat", "Reply in thread", () => around.thread(message.ts))
    : null;
  const items = () =>
    around.shortcuts.map(({ id, label }) => ({ label, run: () => around.choose(message, id) }));
  const more = around.shortcuts.length ? menu(iconButton("more", "More actions"), items) : null;
  return h("div", { class: "on-message" }, reply, more);
}
