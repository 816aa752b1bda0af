/** Owns the faults menu of the top bar: make a platform misbehave once or a few times. */

import { attempt, notice } from "./notice.js";
import { h } from "./dom.js";
import { icon } from "./icon.js";
import { post, remove } from "./api.js";

const KINDS = [
  ["throttle", "Too many requests (429)"],
  ["server_error", "Server error (500)"],
  ["bad_gateway_html", "Bad gateway, an HTML page (502)"],
  ["no_answer", "Takes it, never answers"],
  ["reset", "Takes it, drops the connection"],
  ["refuse_before", "Drops the connection first"],
  ["slow", "Answers late"],
  ["blocked", "Blocked by the person (403)"],
];
const NEEDS_SECONDS = ["throttle", "slow"];

/** Make the menu; `chat()` gives the chat open in the phone, or null. */
export function faultsMenu(page, chat) {
  const button = h(
    "button",
    { type: "button", class: "bar-button", "aria-expanded": "false", "aria-controls": "faults" },
    icon("bolt"),
    "Faults",
  );
  const form = h("form", { id: "faults", class: "faults", hidden: true, "aria-label": "Faults" });
  const show = (open) => {
    form.hidden = !open;
    button.setAttribute("aria-expanded", String(open));
    if (open) form.querySelector("select").focus();
  };
  form.append(...fields());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    add(page, read(form, chat)).then(() => show(false));
  });
  form.querySelector(".clear").addEventListener("click", () => clear(page).then(() => show(false)));
  button.addEventListener("click", () => show(form.hidden));
  const wrapper = h("div", { class: "faults-place" }, button, form);
  wrapper.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || form.hidden) return;
    show(false);
    button.focus();
  });
  document.addEventListener("pointerdown", (event) => {
    if (!wrapper.contains(event.target)) show(false);
  });
  return wrapper;
}

function choice(label, name, options) {
  const entries = options.map(([value, text]) => h("option", { value }, text));
  return h("label", {}, h("span", {}, label), h("select", { name }, entries));
}

function number(label, name, value, min, max) {
  return h(
    "label",
    {},
    h("span", {}, label),
    h("input", { type: "number", name, value, min, max, required: true }),
  );
}

function fields() {
  return [
    h("h2", {}, "Make a platform misbehave"),
    choice("Platform", "platform", [
      ["telegram", "Telegram"],
      ["slack", "Slack"],
    ]),
    choice("What happens", "kind", KINDS),
    h(
      "div",
      { class: "pair" },
      number("How many calls", "count", 1, 1, 1000),
      number("Seconds", "seconds", 5, 0, 600),
    ),
    h(
      "label",
      { class: "tick" },
      h("input", { type: "checkbox", name: "here" }),
      h("span", {}, "Only the chat on the phone"),
    ),
    h(
      "div",
      { class: "pair" },
      h("button", { type: "button", class: "button clear" }, "Clear all"),
      h("button", { type: "submit", class: "button primary" }, "Add fault"),
    ),
  ];
}

function read(form, chat) {
  const { platform, kind, count, seconds, here } = form.elements;
  const fault = { platform: platform.value, kind: kind.value, count: Number(count.value) };
  fault.seconds = NEEDS_SECONDS.includes(kind.value) ? Number(seconds.value) : 0;
  if (here.checked && chat() !== null) fault.chat = String(chat());
  return fault;
}

async function add(page, fault) {
  if (!(await attempt(page, () => post("faults", fault)))) return;
  const kind = KINDS.find(([key]) => key === fault.kind)[1];
  notice(
    page,
    `${fault.platform === "slack" ? "Slack" : "Telegram"}, next ${fault.count}: ${kind}.`,
  );
}

async function clear(page) {
  if (await attempt(page, () => remove("faults"))) notice(page, "No faults are waiting now.");
}
