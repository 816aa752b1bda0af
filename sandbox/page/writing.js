/** Owns the message boxes of the leads' Slack: Enter sends, Shift and Enter makes a new line. */

import { h } from "./dom.js";
import { iconButton } from "./icon.js";

/** One box; `say(text)` is called with what was written. */
export class Writing {
  constructor(say, label = "Message") {
    this.say = say;
    this.text = h("textarea", {
      rows: "1",
      "aria-label": label,
      placeholder: label,
      oninput: () => this.fit(),
      onkeydown: (event) => this.keys(event),
    });
    const go = iconButton("send", "Send", () => this.send(), { class: "icon-button send" });
    const tip =
      label === "Message"
        ? h("p", { class: "tip" }, h("kbd", {}, "/homeround"), " asks the app")
        : null;
    this.element = h(
      "div",
      { class: "writing-place" },
      h("div", { class: "slack-writing" }, this.text, go),
      tip,
    );
  }

  /** Name the box for the place it writes to; an archived channel takes no messages. */
  show(label, archived) {
    this.text.placeholder = archived ? "This channel is archived" : label;
    this.text.setAttribute("aria-label", label);
    this.text.disabled = Boolean(archived);
  }

  focus() {
    this.text.focus({ preventScroll: true });
  }

  fit() {
    this.text.style.height = "auto";
    this.text.style.height = `${Math.min(this.text.scrollHeight, 160)}px`;
  }

  send() {
    const text = this.text.value.trim();
    if (!text) return;
    this.text.value = "";
    this.fit();
    this.say(text);
  }

  keys(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.send();
  }
}
