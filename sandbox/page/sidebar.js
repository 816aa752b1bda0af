/** Owns the leads' sidebar: who you are, the app, the channels, the direct messages. */

import { avatar } from "./avatar.js";
import { h, reconcile } from "./dom.js";
import { icon } from "./icon.js";

/** The sidebar; `beUser(id)` and `open(place)` are what the reader does with it. */
export class Sidebar {
  constructor({ beUser, open }) {
    this.open = open;
    this.who = h("select", { id: "you-are", onchange: () => beUser(this.who.value) });
    this.face = h("span", { class: "face" });
    this.list = h("nav", { class: "places", "aria-label": "Channels and messages" });
    const choose = h(
      "div",
      { class: "who" },
      this.face,
      h("label", { for: "you-are" }, "You are"),
      this.who,
    );
    this.element = h(
      "aside",
      { class: "sidebar", "aria-label": "Workspace" },
      h("h2", {}, "Support network"),
      choose,
      this.list,
    );
  }

  /** Show these people and channels; `here` is the open place, `user` who the reader is. */
  show({ users, channels, user, here }) {
    const options = users.map((u) => ({
      key: u.id,
      look: JSON.stringify([u, u.id === user]),
      render: () => h("option", { value: u.id, selected: u.id === user }, u.real_name || u.name),
    }));
    reconcile(this.who, options);
    this.who.value = user ?? "";
    const me = users.find((u) => u.id === user);
    this.face.replaceChildren(...(me ? [avatar(me.real_name || me.name)] : []));
    reconcile(this.list, this.rows(channels, here));
  }

  rows(channels, here) {
    const im = channels.find((c) => c.is_im);
    const open = channels.filter((c) => !c.is_im).sort((a, b) => a.name.localeCompare(b.name));
    const home = { id: "home", name: "Home", sign: icon("home"), unread: 0 };
    const rows = [title("Homeround"), this.place(home, here, "Homeround home")];
    if (im)
      rows.push(
        this.place(
          { ...im, name: "Messages", sign: icon("chat") },
          here,
          "Direct messages with Homeround",
        ),
      );
    rows.push(title("Channels"), ...open.map((c) => this.place({ ...c, sign: "#" }, here)));
    return rows;
  }

  place(place, here, label) {
    const chosen = place.id === here;
    const { id, name, archived } = place;
    const unread = chosen ? 0 : place.unread;
    const props = {
      type: "button",
      class: ["place", chosen && "chosen", unread && "has-unread", archived && "archived"],
      "aria-current": chosen ? "page" : null,
      "aria-label": label ? `${label}${unread ? `, ${unread} unread` : ""}` : null,
      dataset: { focus: "place" },
      onclick: () => this.open(id),
    };
    const render = () =>
      h(
        "button",
        props,
        h("span", { class: "sign" }, place.sign),
        h("span", { class: "place-name" }, name),
        unread ? h("span", { class: "unread" }, unread) : null,
      );
    return { key: id, look: JSON.stringify([name, unread, archived, chosen]), render };
  }
}

function title(text) {
  return { key: `title-${text}`, look: text, render: () => h("h3", {}, text) };
}
