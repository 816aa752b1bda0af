/** Owns the typing box of the phone: send on Enter, the "/" menu of the bot's commands, Start. */

import { h } from "./dom.js";
import { iconButton } from "./icon.js";
import { menu } from "./menu.js";

const THINGS = [
  ["file", "A file of this computer"],
  ["photo", "Photo"],
  ["document", "Document"],
  ["voice", "Voice message"],
  ["sticker", "Sticker"],
  ["location", "Location"],
  ["poll", "Poll"],
];

/** The box; `say(text)`, `send(kind)`, `bring(file)`, `start(code)` and `unblock()` are what the person does with it. */
export class Composer {
  constructor({ say, send, bring, start, unblock }) {
    this.say = say;
    this.commands = [];
    this.active = 0;
    this.text = h("textarea", {
      rows: "1",
      placeholder: "Message",
      "aria-label": "Message to the bot",
      "aria-controls": "commands",
      oninput: () => this.typed(),
      onkeydown: (event) => this.keys(event),
    });
    this.list = h("div", {
      id: "commands",
      class: "commands",
      role: "listbox",
      "aria-label": "Commands",
      hidden: true,
    });
    const slash = h(
      "button",
      { type: "button", class: "slash", "aria-label": "Commands", onclick: () => this.slash() },
      "/",
    );
    const clip = menu(
      iconButton("clip", "Send something else", null),
      () =>
        THINGS.map(([kind, label]) => ({
          label,
          run: () => (kind === "file" ? this.picker.click() : send(kind)),
        })),
      { side: "up", edge: "start", label: "Send something else" },
    );
    const go = iconButton("send", "Send", () => this.enter(), { class: "icon-button send" });
    this.picker = h("input", {
      type: "file",
      hidden: true,
      "aria-label": "A file of this computer",
      onchange: () => this.picked(bring),
    });
    this.writing = h("div", { class: "writing" }, clip, slash, this.text, go, this.picker);
    this.starting = this.startForm(start);
    this.blocked = h(
      "div",
      { class: "starting" },
      h("button", { type: "button", class: "start", onclick: unblock }, "Unblock"),
    );
    const ways = [this.writing, this.starting, this.blocked];
    this.element = h("div", { class: "composer" }, this.list, ways);
  }

  picked(bring) {
    const [file] = this.picker.files;
    this.picker.value = "";
    if (file) bring(file);
  }

  startForm(start) {
    const code = h("input", {
      type: "text",
      placeholder: "Join code, if you have one",
      "aria-label": "Join code",
      autocomplete: "off",
    });
    const press = (event) => {
      event.preventDefault();
      start(code.value.trim());
      code.value = "";
    };
    const button = h("button", { type: "submit", class: "start" }, "Start");
    return h("form", { class: "starting", onsubmit: press }, code, button);
  }

  /** Show what this person can do now: start, write (with these commands), or unblock. */
  show({ started, blocked }, commands) {
    this.commands = commands;
    this.writing.hidden = !started || blocked;
    this.starting.hidden = started || blocked;
    this.blocked.hidden = !blocked;
  }

  /** Put the keyboard where the person would type or press next. */
  focus() {
    const place = [this.text, ...this.element.querySelectorAll(".start")].find(
      (control) => !control.closest("[hidden]"),
    );
    place.focus({ preventScroll: true });
  }

  typed() {
    this.text.style.height = "auto";
    this.text.style.height = `${Math.min(this.text.scrollHeight, 120)}px`;
    const wanted = /^\/(\w*)$/.exec(this.text.value);
    const found = wanted ? this.commands.filter((c) => c.command.startsWith(wanted[1])) : [];
    this.active = 0;
    this.list.replaceChildren(...found.map((c, at) => this.command(c, at)));
    this.list.hidden = found.length === 0;
  }

  command({ command, description }, at) {
    return h(
      "div",
      {
        class: ["command", at === 0 && "active"],
        role: "option",
        "aria-selected": String(at === 0),
        onclick: () => this.pick(command),
      },
      h("b", {}, `/${command}`),
      h("span", {}, description),
    );
  }

  slash() {
    this.text.value = this.list.hidden ? "/" : "";
    this.typed();
    this.text.focus();
  }

  pick(command) {
    this.text.value = `/${command}`;
    this.enter();
  }

  enter() {
    const text = this.text.value.trim();
    if (!text) return;
    this.text.value = "";
    this.typed();
    this.say(text);
  }

  keys(event) {
    const options = [...this.list.children];
    if (!this.list.hidden && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      this.active =
        (this.active + (event.key === "ArrowDown" ? 1 : -1) + options.length) % options.length;
      options.forEach((option, at) => {
        option.classList.toggle("active", at === this.active);
        option.setAttribute("aria-selected", String(at === this.active));
      });
      options[this.active].scrollIntoView({ block: "nearest" });
    } else if (event.key === "Escape" && !this.list.hidden) {
      event.stopPropagation();
      this.list.hidden = true;
    } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      if (this.list.hidden) this.enter();
      else options[this.active].click();
    }
  }
}
