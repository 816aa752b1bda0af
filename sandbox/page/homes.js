/** Owns the searchable list of homes in the phone: who started, who has unread messages. */

import { avatar } from "./avatar.js";
import { h, reconcile } from "./dom.js";
import { icon } from "./icon.js";
import { brief } from "./times.js";

/** The list; `choose(id)` is called with a person's chat id. */
export class Homes {
  constructor(choose) {
    this.choose = choose;
    this.people = [];
    this.chosen = null;
    this.active = null;
    this.search = h("input", {
      type: "search",
      placeholder: "Search homes or people",
      "aria-label": "Search homes or people",
      "aria-controls": "home-list",
      oninput: () => this.draw(),
      onkeydown: (event) => this.keys(event),
    });
    this.count = h("p", { class: "home-count" });
    this.list = h("div", {
      id: "home-list",
      class: "home-list",
      role: "listbox",
      tabindex: "0",
      "aria-label": "Homes",
      onkeydown: (event) => this.keys(event),
    });
    const box = h("div", { class: "search" }, icon("search"), this.search);
    this.element = h(
      "section",
      { class: "homes", "aria-label": "Homes" },
      box,
      this.count,
      this.list,
    );
  }

  /** Show these people; `chosen` is the chat that is open. */
  show(people, chosen) {
    this.people = people;
    this.chosen = chosen;
    this.draw();
  }

  /** The people that the search box leaves, in order: newest message first, then by home. */
  found() {
    const wanted = this.search.value.trim().toLowerCase().split(/\s+/);
    const text = (p) => `${p.home ?? ""} ${p.name} ${p.home_id ?? ""}`.toLowerCase();
    const rank = (p) => String(p.last_at ?? "");
    return this.people
      .filter((p) => wanted.every((word) => text(p).includes(word)))
      .sort((a, b) => rank(b).localeCompare(rank(a)) || homeOf(a).localeCompare(homeOf(b)));
  }

  draw() {
    const found = this.found();
    const started = this.people.filter((p) => p.started).length;
    const unread = this.people.filter((p) => p.unread).length;
    const people = this.people.length === 1 ? "1 person" : `${this.people.length} people`;
    const figures = `${people} · ${started} started · ${unread} unread`;
    const searching = this.search.value.trim() !== "";
    this.count.textContent = searching ? `${found.length} of ${this.people.length} found` : figures;
    reconcile(this.list, found.length ? found.map((p) => this.row(p)) : [this.empty()]);
    const active = found.some((p) => p.id === this.active) ? this.active : this.chosen;
    this.activate(active, false);
  }

  empty() {
    const text = this.people.length
      ? "No home has that name."
      : "No homes yet. Import some, or run the demo.";
    return { key: "empty", look: text, render: () => h("p", { class: "nothing" }, text) };
  }

  row(person) {
    const chosen = person.id === this.chosen;
    const shown = chosen ? { ...person, unread: 0 } : person;
    const look = JSON.stringify([shown, chosen]);
    return { key: String(person.id), look, render: () => this.option(shown, chosen) };
  }

  option(person, chosen) {
    const last = person.last_text ? person.last_text.replace(/\s+/g, " ").slice(0, 80) : null;
    const state = person.blocked ? "Blocked the bot" : person.started ? null : "Not started";
    return h(
      "div",
      {
        id: `home-${person.id}`,
        class: ["home", chosen && "chosen", !person.started && "waiting"],
        role: "option",
        "aria-selected": chosen ? "true" : "false",
        onclick: () => this.choose(person.id),
      },
      avatar(homeOf(person)),
      h(
        "span",
        { class: "home-text" },
        h(
          "span",
          { class: "home-top" },
          h("b", {}, homeOf(person)),
          h("time", {}, brief(person.last_at)),
        ),
        h(
          "span",
          { class: "home-bottom" },
          h("span", { class: "home-last" }, last ?? person.name),
          state && h("span", { class: ["mark", person.blocked && "bad"] }, state),
          person.unread
            ? h("span", { class: "unread", "aria-label": `${person.unread} unread` }, person.unread)
            : null,
        ),
      ),
    );
  }

  activate(id, scroll = true) {
    this.active = id;
    for (const option of this.list.children)
      option.classList.toggle("active", option.id === `home-${id}`);
    const option = this.list.querySelector(".active");
    for (const box of [this.list, this.search]) {
      if (option) box.setAttribute("aria-activedescendant", option.id);
      else box.removeAttribute("aria-activedescendant");
    }
    if (scroll) option?.scrollIntoView({ block: "nearest" });
  }

  keys(event) {
    const found = this.found();
    const at = found.findIndex((p) => p.id === this.active);
    const last = found.length - 1;
    const moves = { ArrowDown: Math.min(at + 1, last), ArrowUp: Math.max(at - 1, 0) };
    if (event.target === this.list) Object.assign(moves, { Home: 0, End: last });
    if (event.key in moves && found.length) {
      event.preventDefault();
      this.activate(found[moves[event.key]].id);
    } else if (event.key === "Enter" && found.length) {
      event.preventDefault();
      this.choose((found[at] ?? found[0]).id);
    }
  }
}

/** Say the home of a person, or the person where no home is known. */
export function homeOf(person) {
  return person.home || person.name || String(person.id);
}
