/** Owns the leads' Slack: what is open, what is read from the sandbox, what a lead does. */

import { attempt, notice } from "./notice.js";
import { h, iconButton, keepAtEnd, reconcile, throttled } from "./dom.js";
import { appAvatar } from "./avatar.js";
import { drawBlocks } from "./blocks.js";
import { get, post } from "./api.js";
import { messageRows } from "./messages.js";
import { Modals } from "./modal.js";
import { Sidebar } from "./sidebar.js";
import { Writing } from "./writing.js";

/** The Slack in `pane`; `remember({user, channel, thread})` is told what is open. */
export class Slack {
  constructor(pane, remember) {
    this.pane = pane;
    this.remember = remember;
    this.users = [];
    this.channels = [];
    this.user = null;
    this.here = null;
    this.thread = null;
    this.names = { users: new Map(), channels: new Map() };
    this.sidebar = new Sidebar({ beUser: (id) => this.beUser(id), open: (id) => this.open(id) });
    this.header = h("header", { class: "channel-header" });
    this.log = h("div", { class: "messages", role: "log", "aria-live": "polite", tabindex: "0", "aria-label": "Messages" });
    this.board = h("div", { class: "board", hidden: true });
    this.writing = new Writing((text) => this.say(text, null));
    this.main = h("section", { class: "channel", "aria-label": "Channel" }, this.header, this.board, this.log, this.writing.element);
    this.side = this.threadPane();
    pane.append(this.sidebar.element, this.main, this.side);
    this.modals = new Modals(pane, {
      ask: () => ({ user: this.user, names: this.names }),
      act: (view, block, part, value) => this.tap({ view_id: view.id }, block, part, value),
      settled: () => this.reloadViews(),
    });
    this.refresh = throttled(() => this.readPlaces(), 300);
    this.reload = throttled(() => this.readMessages(), 120);
    this.reloadViews = throttled(() => this.readViews(), 80);
    pane.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.thread && !event.defaultPrevented) this.openThread(null);
    });
  }

  threadPane() {
    this.replies = h("div", { class: "messages", role: "log", "aria-live": "polite", tabindex: "0", "aria-label": "Replies" });
    this.answering = new Writing((text) => this.say(text, this.thread), "Reply");
    const close = iconButton("close", "Close the thread", () => this.openThread(null));
    const top = h("header", { class: "channel-header" }, h("h2", {}, "Thread"), close);
    return h("section", { class: "thread", "aria-label": "Thread", hidden: true }, top, this.replies, this.answering.element);
  }

  /** Take in one live change. */
  changed(topic, data) {
    if (topic === "slack.view" || topic === "slack.home") this.reloadViews();
    if (topic === "slack.message" || topic === "slack.updated" || topic === "slack.deleted") {
      const channel = data.channel?.id ?? data.channel;
      if (channel === undefined || channel === this.here) this.reload();
    }
    if (topic !== "slack.updated" && topic !== "slack.view") this.refresh();
  }

  /** Read everything again, and be where `wanted` {user, channel, thread} says. */
  async begin(wanted = {}) {
    await this.readPlaces(wanted.user);
    if (wanted.channel && !this.here) await this.open(wanted.channel, wanted.thread);
    else if (!this.here) await this.open(this.channels.find((c) => !c.is_im)?.id ?? "home");
    else await this.readMessages();
    await this.readViews();
  }

  async readPlaces(wanted) {
    const people = await attempt(this.pane, () => get("slack/users"));
    if (!people) return;
    this.users = people.users;
    if (wanted && this.users.some((u) => u.id === wanted)) this.user = wanted;
    this.user ??= this.users[0]?.id ?? null;
    const query = this.user ? `?user=${encodeURIComponent(this.user)}` : "";
    const places = await attempt(this.pane, () => get(`slack/channels${query}`));
    if (!places) return;
    this.channels = places.channels.filter((c) => !c.is_im || c.user === this.user);
    this.names.users = new Map(this.users.map((u) => [u.id, u.real_name || u.name]));
    this.names.channels = new Map(this.channels.map((c) => [c.id, c.name]));
    this.drawSidebar();
  }

  drawSidebar() {
    this.sidebar.show({ users: this.users, channels: this.channels, user: this.user, here: this.here });
  }

  async beUser(id) {
    const im = this.channels.find((c) => c.is_im)?.id;
    const leaving = this.here === im;
    this.user = id;
    this.modals.show(null);
    await this.readPlaces();
    const place = leaving ? (this.channels.find((c) => c.is_im)?.id ?? "home") : this.here;
    await this.open(place);
  }

  /** Open a channel by id, or "home" for the App Home, with a thread if one is named. */
  async open(id, thread = null) {
    this.here = id;
    this.log.replaceChildren();
    this.openThread(thread);
    const home = id === "home";
    this.board.hidden = !home;
    this.log.hidden = home;
    this.writing.element.hidden = home;
    this.drawHeader();
    this.drawSidebar();
    if (home) await this.openHome();
    else await this.readMessages(true);
  }

  drawHeader() {
    const channel = this.channels.find((c) => c.id === this.here);
    const app = this.here === "home" || channel?.is_im;
    const im = this.channels.find((c) => c.is_im);
    this.writing.show(app ? "Message Homeround" : `Message #${channel?.name ?? ""}`, channel?.archived);
    const title = app ? [appAvatar("small"), h("h2", {}, "Homeround")] : [h("h2", {}, `# ${channel?.name ?? ""}`)];
    const tab = (id, label) =>
      h("button", { type: "button", role: "tab", "aria-selected": String(this.here === id), onclick: () => this.open(id) }, label);
    const tabs = app && h("div", { class: "tabs", role: "tablist", "aria-label": "Homeround" }, tab("home", "Home"), im && tab(im.id, "Messages"));
    this.header.replaceChildren(...[...title, channel?.archived && h("span", { class: "badge" }, "Archived"), tabs].filter(Boolean));
  }

  async openHome() {
    if (!this.user) return;
    await attempt(this.pane, () => post("slack/home", { user: this.user }));
    await this.readViews();
  }

  around() {
    return {
      names: this.names,
      viewer: this.user,
      pane: this.pane,
      act: (message, block, part, value) => this.tap({ channel: message.channel ?? this.here, ts: message.ts }, block, part, value),
    };
  }

  async readMessages(first = false) {
    const place = this.here;
    if (!place || place === "home") return;
    const path = `slack/channels/${encodeURIComponent(place)}/messages`;
    const user = `user=${encodeURIComponent(this.user ?? "")}`;
    const answer = await attempt(this.pane, () => get(`${path}?${user}`));
    if (!answer || place !== this.here) return;
    const around = { ...this.around(), thread: (ts) => this.openThread(ts, true) };
    const top = answer.messages.filter((m) => !m.thread_ts || m.thread_ts === m.ts);
    const rows = messageRows(top, around);
    if (!rows.length) rows.push(quiet());
    keepAtEnd(this.log, () => reconcile(this.log, rows), first || top.at(-1)?.user === this.user);
    if (this.thread) await this.readThread(path, user);
  }

  async readThread(path, user) {
    const thread = this.thread;
    const answer = await attempt(this.pane, () => get(`${path}?thread_ts=${thread}&${user}`));
    if (!answer || thread !== this.thread) return;
    const rows = messageRows(answer.messages, this.around());
    keepAtEnd(this.replies, () => reconcile(this.replies, rows), answer.messages.at(-1)?.user === this.user);
  }

  openThread(ts, focus = false) {
    const closing = this.thread && !ts ? this.log.querySelector(`[data-ts="${this.thread}"] button`) : null;
    if (ts !== this.thread) this.replies.replaceChildren();
    this.thread = ts;
    this.side.hidden = !ts;
    this.pane.classList.toggle("with-thread", Boolean(ts));
    this.remember({ user: this.user, channel: this.here, thread: ts });
    if (ts) this.reload();
    if (focus) this.answering.focus();
    closing?.focus();
  }

  async readViews() {
    if (!this.user) return;
    const answer = await attempt(this.pane, () => get(`slack/views?user=${encodeURIComponent(this.user)}`));
    if (!answer) return;
    this.modals.show(answer.modals?.at(-1) ?? null);
    const view = answer.home;
    const look = JSON.stringify([view, this.user]);
    const act = (block, part, value) => this.tap({ view_id: view.id }, block, part, value);
    const around = { names: this.names, pane: this.pane, act, fields: new Map() };
    const draw = () => h("div", { class: "blocks" }, view ? drawBlocks(view.blocks, around) : nothingYet());
    reconcile(this.board, [{ key: "view", look, render: draw }]);
  }

  async say(text, thread) {
    const slash = /^(\/\w+)\s*(.*)$/s.exec(text);
    const common = { user: this.user, channel: this.here };
    if (slash && !thread) {
      const answer = await attempt(this.pane, () => post("slack/command", { ...common, command: slash[1], text: slash[2] }));
      this.tell(answer);
      this.reloadViews();
    } else {
      const body = thread ? { ...common, text, thread_ts: thread } : { ...common, text };
      await attempt(this.pane, () => post("slack/say", body));
    }
    this.reload();
  }

  tell(answer) {
    if (!answer) return;
    if (answer.status !== 200) notice(this.pane, `/homeround failed: the app answered ${answer.status ?? "nothing"}.`, "problem");
  }

  async tap(place, block, part, value) {
    const body = { user: this.user, ...place, block_id: block.block_id, action_id: part.action_id, value };
    const answer = await attempt(this.pane, () => post("slack/tap", body));
    if (answer && answer.status !== 200) notice(this.pane, "The app did not answer this press.", "problem");
    this.reloadViews();
    this.reload();
  }
}

function quiet() {
  const text = "Nothing here yet.";
  return { key: "quiet", look: text, render: () => h("p", { class: "nothing" }, text) };
}

function nothingYet() {
  return [h("p", { class: "nothing" }, "The app has not drawn this person's home yet.")];
}
