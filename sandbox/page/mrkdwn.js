/** Owns Slack's own markup (mrkdwn): text in, elements out, never HTML. */

import { emoji } from "./emoji.js";
import { h } from "./dom.js";
import { link } from "./html.js";
import { slackDate } from "./times.js";

const TOKEN = new RegExp(
  [
    "```(?<pre>[\\s\\S]+?)```",
    "`(?<code>[^`\\n]+)`",
    "<(?<angle>[^<>\\n]+)>",
    "(?<![\\w*])\\*(?<bold>[^*\\s](?:[^*\\n]*[^*\\s])?)\\*(?![\\w*])",
    "(?<![\\w_])_(?<italic>[^_\\s](?:[^_\\n]*[^_\\s])?)_(?![\\w_])",
    "(?<![\\w~])~(?<strike>[^~\\s](?:[^~\\n]*[^~\\s])?)~(?![\\w~])",
    ":(?<emoji>[a-z0-9_+-]+):",
  ].join("|"),
);

/** Return nodes for `text`; `names` has the maps `users` and `channels` (id to name). */
export function mrkdwn(text, names) {
  const parts = [];
  let quote = [];
  const flush = () => {
    if (quote.length) parts.push(h("blockquote", {}, inline(quote.join("\n"), names)));
    quote = [];
  };
  const lines = text.split("\n");
  let plain = [];
  const settle = () => {
    if (plain.length) parts.push(...inline(plain.join("\n"), names));
    plain = [];
  };
  for (const line of lines) {
    const quoted = /^(?:&gt;|>) ?(.*)$/.exec(line);
    if (quoted) {
      settle();
      quote.push(quoted[1]);
    } else {
      flush();
      plain.push(line);
    }
  }
  flush();
  settle();
  return parts;
}

/** Return nodes for one Slack text object (plain_text or mrkdwn). */
export function text(object, names) {
  if (!object) return [];
  if (object.type === "mrkdwn") return mrkdwn(object.text, names);
  return [object.text.replace(/:([a-z0-9_+-]+):/g, (_, name) => emoji(name))];
}

/** Turn the three characters that Slack escapes back into themselves. */
export function unescaped(text) {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

function inline(text, names) {
  const found = TOKEN.exec(text);
  if (!found) return text ? [document.createTextNode(unescaped(text))] : [];
  const before = text.slice(0, found.index);
  const after = text.slice(found.index + found[0].length);
  return [...inline(before, names), token(found.groups, names), ...inline(after, names)];
}

function token(group, names) {
  if (group.pre !== undefined) return h("pre", {}, unescaped(group.pre.replace(/^\n/, "")));
  if (group.code !== undefined) return h("code", {}, unescaped(group.code));
  if (group.angle !== undefined) return angle(group.angle, names);
  if (group.bold !== undefined) return h("b", {}, inline(group.bold, names));
  if (group.italic !== undefined) return h("i", {}, inline(group.italic, names));
  if (group.strike !== undefined) return h("s", {}, inline(group.strike, names));
  return document.createTextNode(emoji(group.emoji));
}

function angle(inside, names) {
  const [target, label] = inside.split(/\|(.*)/s);
  if (target.startsWith("@"))
    return mention(`@${names.users.get(target.slice(1)) ?? label ?? target.slice(1)}`);
  if (target.startsWith("#"))
    return mention(`#${names.channels.get(target.slice(1)) ?? label ?? target.slice(1)}`);
  if (target.startsWith("!date^")) {
    const [, seconds, pattern] = target.split("^");
    return document.createTextNode(slackDate(seconds, pattern));
  }
  if (target.startsWith("!")) return mention(`@${label ?? target.slice(1).split("^")[0]}`);
  return link(unescaped(target), [unescaped(label ?? target)]);
}

/** Draw the name of a person, group or channel inside a text. */
export function mention(text) {
  return h("span", { class: "mention" }, text);
}
