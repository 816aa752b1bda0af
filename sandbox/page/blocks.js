/** Owns how Block Kit blocks are drawn, in messages, on the App Home and in modals. */

import { h } from "./dom.js";
import { icon } from "./icon.js";
import { element } from "./elements.js";
import { markdown } from "./markdown.js";
import { text } from "./mrkdwn.js";
import { richText } from "./richtext.js";

/**
 * Return the elements of `blocks`.
 *
 * `around` is {names, act(block, element, value), pane, fields?}: `act` runs an action, `fields`
 * (in a modal) collects what each input block would hand over when it is submitted.
 */
export function drawBlocks(blocks, around) {
  return blocks.map((block) => {
    const draw = DRAW[block.type] ?? unknown;
    const body = draw(block, around);
    return h(
      "div",
      { class: ["block", block.type], dataset: { block: block.block_id ?? "" } },
      body,
    );
  });
}

const DRAW = {
  header: (block, around) => h("h3", {}, text(block.text, around.names)),
  divider: () => h("hr"),
  section: section,
  context: (block, around) => block.elements.map((part) => contextPart(part, around)),
  actions: (block, around) => block.elements.map((part) => element(block, part, around)),
  image: image,
  input: input,
  rich_text: (block, around) => richText(block, around.names),
  markdown: (block) => markdown(block.text),
  table: table,
  file: () => h("div", { class: "card" }, icon("file"), "File"),
};

function unknown(block) {
  return h("p", { class: "nothing" }, `A block of type "${block.type}" is not drawn here.`);
}

function section(block, around) {
  const said = [
    block.text && h("div", { class: "section-text" }, text(block.text, around.names)),
    block.fields &&
      h(
        "div",
        { class: "fields" },
        block.fields.map((field) => h("div", {}, text(field, around.names))),
      ),
  ];
  const beside =
    block.accessory && h("div", { class: "accessory" }, element(block, block.accessory, around));
  return [h("div", { class: "section-main" }, said), beside];
}

function contextPart(part, around) {
  if (part.type === "image") return h("img", { src: part.image_url, alt: part.alt_text });
  return h("span", {}, text(part, around.names));
}

function image(block, around) {
  const address = block.image_url ?? fileAddress(block.slack_file);
  const title = block.title && h("figcaption", {}, text(block.title, around.names));
  const picture = address
    ? h("img", { src: address, alt: block.alt_text })
    : h("div", { class: "card" }, h("span", { class: "card-icon" }, icon("photo")), block.alt_text);
  return h("figure", {}, title, picture);
}

function fileAddress(file) {
  return file?.id ? `/slack/files/${encodeURIComponent(file.id)}/picture` : file?.url;
}

function input(block, around) {
  const id = `field-${around.prefix ?? ""}${block.block_id}`;
  const grouped = ["radio_buttons", "checkboxes"].includes(block.element.type);
  const caption = [
    text(block.label, around.names),
    block.optional && h("small", {}, " (optional)"),
  ];
  const control = element(block, block.element, { ...around, id, label: block.label.text });
  const hint = block.hint && h("p", { class: "hint" }, text(block.hint, around.names));
  const fault = h("p", { class: "fault", id: `${id}-fault`, role: "alert" });
  const inside = [control, hint, fault];
  return grouped
    ? h("fieldset", { class: "field" }, h("legend", {}, caption), inside)
    : h("div", { class: "field" }, h("label", { for: id }, caption), inside);
}

function table(block, around) {
  const cell = (part) =>
    part.type === "rich_text" ? richText(part, around.names) : (part.text ?? "");
  const [head, ...rest] = block.rows;
  const body = rest.map((row) =>
    h(
      "tr",
      {},
      row.map((part) => h("td", {}, cell(part))),
    ),
  );
  const top = h(
    "tr",
    {},
    head.map((part) => h("th", { scope: "col" }, cell(part))),
  );
  return h(
    "div",
    { class: "table-place" },
    h("table", {}, h("thead", {}, top), h("tbody", {}, body)),
  );
}
