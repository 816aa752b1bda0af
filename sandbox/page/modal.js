/** Owns the leads' modals: one open view with its fields, their faults, submit and close. */

import { attempt, notice } from "./notice.js";
import { drawBlocks } from "./blocks.js";
import { h } from "./dom.js";
import { iconButton } from "./icon.js";
import { post } from "./api.js";

const SILENT = "The app did not take this form. Try again in a moment.";
const MISSING = "Please complete this required field.";

/** The modals over `pane`; `ask()` gives {user, names}, `act` runs an action inside a view. */
export class Modals {
  constructor(pane, { ask, act, settled }) {
    this.pane = pane;
    this.ask = ask;
    this.act = act;
    this.settled = settled;
    this.view = null;
    this.fields = new Map();
    this.cover = h("div", { class: "cover", hidden: true, onkeydown: (event) => this.keys(event) });
    pane.append(this.cover);
  }

  /** Show `view` on top, or none; what was typed in a field that stays is kept. */
  show(view) {
    if (view?.id === this.view?.id && view?.hash === this.view?.hash) return;
    const same = this.view && view && this.view.id === view.id;
    const before = same ? this.fields : new Map();
    this.view = view;
    if (!view) this.hide();
    else this.draw(before);
  }

  hide() {
    if (this.cover.hidden) return;
    this.cover.hidden = true;
    this.cover.replaceChildren();
    this.below(false);
    this.behind?.focus?.();
  }

  below(inert) {
    for (const child of this.pane.children)
      if (child !== this.cover) child.toggleAttribute("inert", inert);
  }

  draw(before) {
    if (this.cover.hidden) this.behind = document.activeElement;
    this.fields = new Map();
    const { user, names } = this.ask();
    const view = this.view;
    const around = {
      names,
      user,
      pane: this.cover,
      fields: this.fields,
      prefix: "modal-",
      act: (...what) => this.act(view, ...what),
    };
    const blocks = h("div", { class: "blocks" }, drawBlocks(view.blocks ?? [], around));
    for (const [block, field] of before) this.keep(block, field);
    const submit =
      view.submit && h("button", { type: "submit", class: "button primary" }, view.submit.text);
    const close = h(
      "button",
      { type: "button", class: "button", onclick: () => this.close(user) },
      view.close?.text ?? "Cancel",
    );
    const box = h(
      "form",
      {
        class: "modal",
        role: "dialog",
        "aria-labelledby": "modal-title",
        novalidate: true,
        onsubmit: (event) => this.submit(event),
      },
      h(
        "header",
        {},
        h("h2", { id: "modal-title", tabindex: "-1" }, view.title?.text ?? "Homeround"),
        iconButton("close", "Close", () => this.close(user)),
      ),
      blocks,
      h("footer", {}, close, submit),
    );
    this.cover.replaceChildren(box);
    this.cover.hidden = false;
    this.below(true);
    (box.querySelector(".blocks :is(input, textarea, select)") ?? box.querySelector("h2")).focus();
  }

  keep(block, field) {
    const fresh = this.fields.get(block);
    if (
      !fresh ||
      fresh.action !== field.action ||
      fresh.control.outerHTML !== field.control.outerHTML
    )
      return;
    fresh.control.replaceWith(field.control);
    this.fields.set(block, field);
  }

  async submit(event) {
    event.preventDefault();
    const view = this.view;
    const values = {};
    const faults = {};
    for (const block of view.blocks ?? []) {
      const field = this.fields.get(block.block_id);
      if (!field) continue;
      const value = field.read();
      values[block.block_id] = { [field.action]: value };
      const empty = value === null || (Array.isArray(value) && !value.length);
      if (block.type === "input" && !block.optional && empty) faults[block.block_id] = MISSING;
    }
    this.fault(faults);
    if (Object.keys(faults).length) return;
    this.cover.setAttribute("aria-busy", "true");
    const body = { user: this.ask().user, view_id: view.id, values };
    const answer = await attempt(this.cover, () => post("slack/submit", body));
    this.cover.removeAttribute("aria-busy");
    if (answer?.errors) this.fault(answer.errors);
    else if (answer && answer.status !== 200) notice(this.cover, SILENT, "problem");
    this.settled();
  }

  /** Show what is wrong beside each field of `faults` (block id to sentence); focus the first. */
  fault(faults) {
    let first = null;
    for (const [block, field] of this.fields) {
      const place = this.cover.querySelector(`[id="field-modal-${CSS.escape(block)}-fault"]`);
      if (place) place.textContent = faults[block] ?? "";
      const control = field.control.querySelector?.("input") ?? field.control;
      control.setAttribute("aria-invalid", String(block in faults));
      if (block in faults) first ??= control;
    }
    first?.focus();
  }

  async close(user) {
    await attempt(this.cover, () => post("slack/close", { user, view_id: this.view.id }));
    this.settled();
  }

  keys(event) {
    if (event.key === "Escape") {
      event.stopPropagation();
      this.close(this.ask().user);
    }
  }
}
