/** Owns Markdown as Slack's "markdown" block takes it: text in, elements out, never HTML. */

import { h } from "./dom.js";
import { link } from "./html.js";

const TOKEN = new RegExp(
  [
    "\\\\(?<plain>[!-/:-@[-`{-~\\n])",
    "`(?<code>[^`\\n]+)`",
    "\\*{3}(?<both>[^*\\s](?:[^*]*[^*\\s])?)\\*{3}",
    "\\*\\*(?<bold>[^\\s](?:[\\s\\S]*?[^\\s])??)\\*\\*",
    "~~(?<strike>[^~]+)~~",
    "(?<![\\w*])\\*(?<star>[^*\\s](?:[^*]*[^*\\s])?)\\*(?!\\w)",
    "(?<!\\w)_(?<italic>[^_\\s](?:[^_]*[^_\\s])?)_(?!\\w)",
    "!?\\[(?<label>[^\\]]*)\\]\\((?<address>(?:[^()\\s]|\\([^()\\s]*\\))+)\\)",
    "<(?<auto>https?://[^>\\s]+)>",
  ].join("|"),
);

/** Return the elements of `text`: headings, lists, quotes, code, rules and paragraphs. */
export function markdown(text) {
  const lines = text.split("\n");
  const out = [];
  while (lines.length) out.push(...[take(lines)].flat());
  return out;
}

function take(lines) {
  const line = lines[0];
  if (!line.trim()) return lines.shift() && [];
  const heading = /^(#{1,6}) +(.*?)#*$/.exec(line);
  if (heading)
    return lines.shift() && [h(`h${Math.min(heading[1].length + 2, 6)}`, {}, inline(heading[2]))];
  if (/^```/.test(line)) return fence(lines);
  if (/^ *([-*_] *){3,}$/.test(line)) return lines.shift() && [h("hr")];
  if (/^> ?/.test(line))
    return [
      h(
        "blockquote",
        {},
        markdown(
          run(lines, /^> ?/)
            .map((l) => l.replace(/^> ?/, ""))
            .join("\n"),
        ),
      ),
    ];
  if (/^ *[-*+] /.test(line)) return [list(lines, "ul", /^ *[-*+] +/)];
  if (/^ *\d+[.)] /.test(line)) return [list(lines, "ol", /^ *\d+[.)] +/)];
  return [
    h("p", {}, inline(run(lines, /^(?! *[-*+] | *\d+[.)] |#{1,6} |>|```)(?=.*\S)/).join("\n"))),
  ];
}

function run(lines, pattern) {
  const found = [lines.shift()];
  while (lines.length && pattern.test(lines[0])) found.push(lines.shift());
  return found;
}

function fence(lines) {
  lines.shift();
  const inside = [];
  while (lines.length && !/^```/.test(lines[0])) inside.push(lines.shift());
  lines.shift();
  return [h("pre", {}, inside.join("\n"))];
}

function list(lines, tag, mark) {
  const items = [];
  while (lines.length && (mark.test(lines[0]) || (items.length && /^ +\S/.test(lines[0])))) {
    const line = lines.shift();
    if (mark.test(line)) items.push(line.replace(mark, ""));
    else items.push(`${items.pop()}\n${line.trim()}`);
  }
  return h(
    tag,
    {},
    items.map((item) => h("li", {}, inline(item))),
  );
}

function inline(text) {
  const found = TOKEN.exec(text);
  if (!found) return text ? [document.createTextNode(text)] : [];
  const before = text.slice(0, found.index);
  const after = text.slice(found.index + found[0].length);
  return [...inline(before), token(found.groups), ...inline(after)];
}

function token(group) {
  if (group.plain !== undefined) return document.createTextNode(group.plain);
  if (group.code !== undefined) return h("code", {}, group.code);
  if (group.both !== undefined) return h("b", {}, h("i", {}, inline(group.both)));
  if (group.bold !== undefined) return h("b", {}, inline(group.bold));
  if (group.strike !== undefined) return h("s", {}, inline(group.strike));
  if (group.auto !== undefined) return link(group.auto, [group.auto]);
  if (group.address !== undefined) return link(group.address, inline(group.label));
  return h("i", {}, inline(group.star ?? group.italic));
}
