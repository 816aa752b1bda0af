/** Owns the phone: one manager's Telegram chat, and the list of homes to choose from. */

import { attempt, ask, notice } from "./notice.js";
import { avatar, appAvatar } from "./avatar.js";
import { bubbleRows, pinnedBar } from "./bubbles.js";
import { Composer } from "./composer.js";
import { Homes, homeOf } from "./homes.js";
import { encoded, get, post } from "./api.js";
import { followPictures, h, keepAtEnd, reconcile, throttled } from "./dom.js";
import { iconButton } from "./icon.js";
import { menu } from "./menu.js";

/** The phone in `pane`; `remember(id)` is told which chat is open. */
export class Phone {
  constructor(pane, remember) {
    this.pane = pane;
    this.remember = remember;
    this.people = [];
    this.chosen = null;
    this.chat = null;
    this.homes = new Homes((id) => this.open(id, true));
    this.composer = new Composer({
      say: (text) => this.act("say", { text }),
      send: (kind) => this.act("send", { kind }),
      bring: (file) => this.bring(file),
      start: (payload) => this.act("start", { payload }),
      unblock: () => this.act("unblock"),
    });
    this.header = h("header", { class: "chat-header" });
    this.pinned = h("div", { class: "pinned-place" });
    this.log = h("div", {
      class: "log",
      role: "log",
      "aria-live": "polite",
      "aria-label": "Chat",
      tabindex: "0",
    });
    followPictures(this.log);
    this.screen = h(
      "div",
      { class: "screen" },
      this.header,
      this.pinned,
      this.log,
      this.composer.element,
    );
    this.frame = h("section", { class: "phone", "aria-label": "Phone" }, this.screen);
    pane.append(this.homes.element, this.frame);
    this.refresh = throttled(() => this.readPeople(), 400);
    this.reload = throttled(() => this.readChat(), 120);
    this.drawEmpty();
  }

  /** Take in one live change. */
  changed(topic, data) {
    this.refresh();
    const chat = data.chat_id ?? data.chat?.id ?? data.chat ?? data.id;
    if (this.chosen !== null && (chat === undefined || String(chat) === String(this.chosen)))
      this.reload();
  }

  async readPeople() {
    const answer = await attempt(this.pane, () => get("telegram/people"));
    if (!answer) return;
    this.people = answer.people;
    this.homes.show(this.people, this.chosen);
  }

  /** Open the chat of person `id`; `focus` moves the keyboard to it. */
  async open(id, focus = false) {
    this.chosen = id;
    this.chat = null;
    this.pane.dataset.shows = "chat";
    this.log.replaceChildren();
    this.remember(id);
    await this.readChat(true);
    if (focus && this.chat) this.composer.focus();
    this.homes.show(this.people, id);
    this.refresh();
  }

  async readChat(first = false) {
    const id = this.chosen;
    const chat = await attempt(this.pane, () => get(`telegram/chats/${id}`));
    if (!chat || id !== this.chosen) return;
    this.chat = chat;
    this.draw(first);
  }

  draw(first) {
    const { person, messages, commands } = this.chat;
    this.drawHeader(person);
    const pin = messages.findLast((message) => message.pinned);
    const bar = pin && {
      key: "pin",
      look: JSON.stringify([pin.message_id, pin.text]),
      render: () => pinnedBar(pin, () => this.jump(pin)),
    };
    reconcile(this.pinned, bar ? [bar] : []);
    const tap = (message, button, element) => this.tap(message, button, element);
    const rows = bubbleRows(messages, tap);
    if (!rows.length) rows.push(welcome(person));
    const mine = messages.at(-1)?.from === "person";
    keepAtEnd(this.log, () => reconcile(this.log, rows), first || mine);
    this.composer.element.hidden = false;
    this.composer.show(person, commands ?? []);
  }

  drawHeader(person) {
    const look = JSON.stringify(person);
    if (this.header.dataset.look === look) return;
    this.header.dataset.look = look;
    const more = menu(
      iconButton("more", "More about this chat", null),
      () => this.actions(person),
      { label: "Chat" },
    );
    this.header.replaceChildren(
      iconButton("back", "Back to the homes", () => this.back(), { class: "icon-button back" }),
      avatar(homeOf(person)),
      h(
        "div",
        { class: "chat-title" },
        h("h2", {}, homeOf(person)),
        h("p", {}, `${person.name} with Homeround`),
      ),
      more,
    );
  }

  drawEmpty() {
    this.composer.element.hidden = true;
    const text = "Choose a home to see its manager's phone.";
    this.log.replaceChildren(h("div", { class: "welcome" }, appAvatar("large"), h("p", {}, text)));
  }

  actions(person) {
    const block = person.blocked
      ? { label: "Unblock the bot", run: () => this.act("unblock") }
      : { label: "Block the bot", danger: true, run: () => this.act("block") };
    return [block, { label: "Clear this chat", run: () => this.act("clear") }];
  }

  back() {
    this.pane.dataset.shows = "homes";
    this.homes.list.focus();
  }

  jump(message) {
    const row = this.log.querySelector(`[data-message="${message.message_id}"]`);
    row?.scrollIntoView({ block: "center", behavior: "smooth" });
    row?.classList.add("flash");
    setTimeout(() => row?.classList.remove("flash"), 1200);
  }

  async act(what, body = {}) {
    await attempt(this.frame, () => post(`telegram/chats/${this.chosen}/${what}`, body));
    this.reload();
    this.refresh();
  }

  /** Send a file of this computer: a picture as a photo, all else as a document. */
  async bring(file) {
    const kind = ["image/jpeg", "image/png"].includes(file.type) ? "photo" : "document";
    const content = await attempt(this.frame, () => encoded(file));
    if (content !== undefined) await this.act("send", { kind, name: file.name, content });
  }

  async tap(message, button, element) {
    element.classList.add("waiting");
    element.setAttribute("aria-busy", "true");
    const body = { message_id: message.message_id, data: button.data };
    const answer = await attempt(this.frame, () => post(`telegram/chats/${this.chosen}/tap`, body));
    element.classList.remove("waiting");
    element.removeAttribute("aria-busy");
    if (!answer) return;
    if (!answer.answered) notice(this.frame, "The bot has not answered this press.", "problem");
    else if (answer.text && answer.alert) {
      await ask(this.screen, {
        title: "Homeround",
        text: answer.text,
        choices: [{ key: "ok", label: "OK", style: "primary" }],
      });
    } else if (answer.text) notice(this.frame, answer.text);
    this.reload();
  }
}

function welcome(person) {
  const text = person.started
    ? "No messages yet."
    : "Press Start to begin, as a manager would on their own phone.";
  const render = () =>
    h("div", { class: "welcome" }, appAvatar("large"), h("h3", {}, "Homeround"), h("p", {}, text));
  return { key: "welcome", look: text, render };
}
