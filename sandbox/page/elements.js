/** Owns Block Kit's interactive elements: buttons, menus, choices, dates and text boxes. */

import { ask, attempt } from "./notice.js";
import { encoded, post } from "./api.js";
import { h } from "./dom.js";
import { icon } from "./icon.js";
import { menu } from "./menu.js";
import { text } from "./mrkdwn.js";

/**
 * Draw one element of `block`.
 *
 * Inside an input block it registers its reader in `around.fields`; elsewhere, and where the block
 * asks for it, a change runs `around.act(block, part, value)`, after the confirm dialog if any.
 */
export function element(block, part, around) {
  const draw = DRAW[part.type];
  if (!draw) return h("span", { class: "nothing" }, `"${part.type}" is not drawn here.`);
  return draw(block, part, around);
}

const DRAW = {
  file_input: fileInput,
  button,
  overflow,
  image: (_, part) =>
    h("img", { class: "accessory-image", src: part.image_url, alt: part.alt_text }),
  static_select: select,
  users_select: select,
  channels_select: select,
  conversations_select: select,
  external_select: select,
  multi_static_select: several,
  multi_users_select: several,
  multi_conversations_select: several,
  checkboxes: several,
  radio_buttons: several,
  datepicker: (block, part, around) => simple(block, part, around, "date", part.initial_date),
  timepicker: (block, part, around) => simple(block, part, around, "time", part.initial_time),
  datetimepicker: (block, part, around) => simple(block, part, around, "datetime-local", ""),
  email_text_input: (block, part, around) =>
    simple(block, part, around, "email", part.initial_value),
  url_text_input: (block, part, around) => simple(block, part, around, "url", part.initial_value),
  number_input: (block, part, around) => simple(block, part, around, "number", part.initial_value),
  plain_text_input: textInput,
};

function isInput(block) {
  return block.type === "input";
}

/** Register how an input's value is read, or run its action when it changes. */
function wire(block, part, around, control, read) {
  if (isInput(block)) around.fields?.set(block.block_id, { action: part.action_id, read, control });
  if (!isInput(block) || block.dispatch_action)
    control.addEventListener("change", () => run(block, part, around, read()));
}

async function run(block, part, around, value) {
  if (part.confirm && !(await agreed(part.confirm, around))) return;
  await around.act(block, part, value);
}

async function agreed(confirm, around) {
  const chosen = await ask(around.pane, {
    title: confirm.title.text,
    text: text(confirm.text, around.names),
    choices: [
      { key: "no", label: confirm.deny?.text ?? "Cancel" },
      { key: "yes", label: confirm.confirm?.text ?? "Yes", style: confirm.style ?? "primary" },
    ],
  });
  return chosen === "yes";
}

function button(block, part, around) {
  const name = text(part.text, around.names);
  const look = {
    class: ["button", part.style],
    dataset: { focus: `${block.block_id}/${part.action_id}` },
  };
  if (part.url) look.title = `Opens ${part.url}`;
  const press = async (event) => {
    const control = event.currentTarget;
    control.setAttribute("aria-busy", "true");
    await run(block, part, around, part.value ?? null);
    control.removeAttribute("aria-busy");
    if (part.url && /^https?:/i.test(part.url)) window.open(part.url, "_blank", "noopener");
  };
  return h(
    "button",
    { type: "button", ...look, "aria-label": part.accessibility_label, onclick: press },
    name,
  );
}

function overflow(block, part, around) {
  const sign = h(
    "button",
    { type: "button", class: "button overflow", "aria-label": "More" },
    icon("more"),
  );
  const items = () =>
    part.options.map((option) => ({
      label: option.text.text,
      run: () => run(block, part, around, option.value),
    }));
  return menu(sign, items, { label: "More" });
}

/** The options of a menu; menus of people and channels take theirs from the names known here. */
export function optionsOf(part, names) {
  if (part.type.includes("users"))
    return [...names.users].map(([value, name]) => ({ value, label: name }));
  if (/channels|conversations/.test(part.type)) {
    return [...names.channels].map(([value, name]) => ({ value, label: `#${name}` }));
  }
  const groups = part.option_groups ?? [{ options: part.options ?? [] }];
  return groups.flatMap((group) =>
    group.options.map((o) => ({
      value: o.value,
      label: o.text.text,
      detail: o.description?.text,
      group: group.label?.text,
    })),
  );
}

function initial(part) {
  const one =
    part.initial_option?.value ??
    part.initial_user ??
    part.initial_channel ??
    part.initial_conversation;
  const many =
    part.initial_options?.map((option) => option.value) ??
    part.initial_users ??
    part.initial_conversations;
  return new Set(many ?? (one === undefined ? [] : [one]));
}

function select(block, part, around) {
  const options = optionsOf(part, around.names);
  const chosen = initial(part);
  const control = h(
    "select",
    { ...names(part, around) },
    h("option", { value: "" }, part.placeholder?.text ?? "Choose"),
  );
  const groups = new Map();
  for (const option of options) {
    const place = option.group
      ? (groups.get(option.group) ?? h("optgroup", { label: option.group }))
      : control;
    if (option.group && !groups.has(option.group))
      control.append(groups.set(option.group, place).get(option.group));
    place.append(
      h("option", { value: option.value, selected: chosen.has(option.value) }, option.label),
    );
  }
  wire(block, part, around, control, () => control.value || null);
  return control;
}

function several(block, part, around) {
  const single = part.type === "radio_buttons";
  const chosen = initial(part);
  const group = `${around.id ?? block.block_id}-${part.action_id}`;
  const boxes = optionsOf(part, around.names).map((option, at) => {
    const type = single ? "radio" : "checkbox";
    const first = at === 0 ? { id: around.id } : {};
    const box = h("input", {
      type,
      name: group,
      value: option.value,
      checked: chosen.has(option.value),
      ...first,
    });
    return h(
      "label",
      { class: "choice" },
      box,
      h("span", {}, option.label, option.detail && h("small", {}, option.detail)),
    );
  });
  const control = h(
    "div",
    { class: ["choices", part.type.startsWith("multi_") && "boxed"] },
    boxes,
  );
  const read = () => [...control.querySelectorAll("input:checked")].map((box) => box.value);
  wire(block, part, around, control, () => (single ? (read()[0] ?? null) : read()));
  return control;
}

function simple(block, part, around, type, start) {
  const control = h("input", { type, value: start ?? "", ...names(part, around) });
  if (part.is_decimal_allowed) control.step = "any";
  const asNumber = () =>
    control.value ? Math.round(new Date(control.value).getTime() / 1000) : null;
  wire(
    block,
    part,
    around,
    control,
    type === "datetime-local" ? asNumber : () => control.value || null,
  );
  return control;
}

function textInput(block, part, around) {
  const tag = part.multiline ? "textarea" : "input";
  const limits = { maxlength: part.max_length, rows: part.multiline ? 4 : null };
  const control = h(tag, { ...limits, ...names(part, around), value: part.initial_value ?? "" });
  wire(block, part, around, control, () => control.value || null);
  return control;
}

/** A place for files: each is uploaded when it is chosen, and handed over with the form. */
function fileInput(block, part, around) {
  const accept = (part.filetypes ?? []).map((kind) => `.${kind}`).join(",");
  const several = (part.max_files ?? 10) > 1;
  const control = h("input", { type: "file", accept, multiple: several, ...names(part, around) });
  let uploaded = [];
  control.addEventListener("change", async () => {
    uploaded = [];
    control.setAttribute("aria-busy", "true");
    for (const file of control.files) {
      const put = async () =>
        post("slack/files", { user: around.user, name: file.name, content: await encoded(file) });
      const answer = await attempt(around.pane, put);
      if (answer) uploaded.push(answer.file);
    }
    control.removeAttribute("aria-busy");
  });
  wire(block, part, around, control, () => uploaded);
  return control;
}

function names(part, around) {
  return {
    id: around.id,
    placeholder: part.placeholder?.text,
    "aria-label": around.id ? null : (part.placeholder?.text ?? "Choose"),
    "aria-describedby": around.id ? `${around.id}-fault` : null,
  };
}
