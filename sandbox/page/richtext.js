/** Owns Slack's rich_text blocks: sections, lists, quotes and code. */

import { emoji } from "./emoji.js";
import { h } from "./dom.js";
import { link } from "./html.js";
import { mention } from "./mrkdwn.js";
import { slackDate } from "./times.js";

/** Return the elements of one rich_text block. */
export function richText(block, names) {
  return (block.elements ?? []).map((part) => piece(part, names));
}

function piece(part, names) {
  const inside = () => (part.elements ?? []).map((element) => leaf(element, names));
  if (part.type === "rich_text_list") {
    const items = part.elements.map((item) =>
      h(
        "li",
        {},
        item.elements.map((e) => leaf(e, names)),
      ),
    );
    return h(
      part.style === "ordered" ? "ol" : "ul",
      { class: `indent-${part.indent ?? 0}` },
      items,
    );
  }
  if (part.type === "rich_text_quote") return h("blockquote", {}, inside());
  if (part.type === "rich_text_preformatted") return h("pre", {}, inside());
  return h("div", {}, inside());
}

function leaf(element, names) {
  const text = words(element, names);
  const style = element.style ?? {};
  let node = element.type === "link" ? link(element.url, [text]) : text;
  if (element.type === "user" || element.type === "channel" || element.type === "broadcast")
    node = mention(text);
  if (style.code) node = h("code", {}, node);
  if (style.strike) node = h("s", {}, node);
  if (style.italic) node = h("i", {}, node);
  return style.bold ? h("b", {}, node) : node;
}

function words(element, names) {
  switch (element.type) {
    case "link":
      return element.text ?? element.url;
    case "user":
      return `@${names.users.get(element.user_id) ?? element.user_id}`;
    case "channel":
      return `#${names.channels.get(element.channel_id) ?? element.channel_id}`;
    case "broadcast":
      return `@${element.range}`;
    case "emoji":
      return emoji(element.name);
    case "date":
      return slackDate(element.timestamp, element.format);
    default:
      return element.text ?? "";
  }
}
