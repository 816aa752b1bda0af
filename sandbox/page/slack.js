/** Owns the leads' Slack: what is open, what is read from the sandbox, what a lead does. */

import { get, post } from "./api.js";
import { drawBlocks } from "./blocks.js";
import { h, keepAtEnd, reconcile, throttled } from "./dom.js";
import { heading } from "./heading.js";
import { messageRows } from "./messages.js";
import { Modals } from "./modal.js";
import { attempt, notice } from "./notice.js";
import { Sidebar } from "./sidebar.js";
import { messageLog, Thread } from "./thread.js";
import { Writing } from "./writing.js";

const HOME = "home";

/** The Slack in `pane`; `remember({user, channel, thread})` is told what is open. */
export class Slack {
  constructor(pane, remember) {
    this.pane = pane;
    this.remember = remember;
    this.users = [];
    this.channels = [];
    this.shortcuts = [];
    this.user = null;
    this.here = null;
    this.names = { users: new Map(), channels: new Map() };
    this.build();
    this.refresh = throttled(() => this.readPlaces(), 300);
    this.reload = throttled(() => this.readMessages(), 120);
    this.reloadViews = throttled(() => this.readViews(), 80);
  }

  build() {
    this.sidebar = new Sidebar({ beUser: (id) => this.beUser(id), open: (id) => this.open(id) });
    this.header = h("header", { class: "channel-header" });
    this.board = h("div", { class: "board", hidden: true });
    this.log = messageLog("Messages");
    this.writing = new Writing((text) => this.write(text));
    this.thread = new Thread({
      say: (text) => this.say(text, this.thread.ts),
      close: () => this.openThread(null),
    });
    const parts = [this.header, this.board, this.log, this.writing.element];
    const main = h("section", { class: "channel", "aria-label": "Channel" }, parts);
    this.pane.append(this.sidebar.element, main, this.thread.element);
    this.modals = new Modals(this.pane, {
      ask: () => ({ user: this.user, names: this.names }),
      act: (view, block, part, value) => this.tap({ view_id: view.id }, block, part, value),
      settled: () => this.reloadViews(),
    });
    this.pane.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.thread.ts) this.openThread(null);
    });
  }

  /** Take in one live change. */
  changed(topic, data) {
    const ofView = topic === "slack.view" || topic === "slack.home";
    if (ofView) this.reloadViews();
    else if (data.channel === undefined || data.channel === this.here) this.reload();
    if (!ofView && topic !== "slack.updated") this.refresh();
  }

  /** Read everything again, and be where `wanted` {user, channel, thread} says. */
  async begin(wanted = {}) {
    const offered = await attempt(this.pane, () => get("slack/shortcuts"));
    this.shortcuts = offered?.shortcuts ?? [];
    await this.readPlaces(wanted.user);
    if (this.here) await this.readMessages();
    else await this.open(wanted.channel ?? this.firstChannel(), wanted.thread);
    await this.readViews();
  }

  firstChannel() {
    return this.channels.find((channel) => !channel.is_im)?.id ?? HOME;
  }

  direct() {
    return this.channels.find((channel) => channel.is_im);
  }

  async readPlaces(wanted) {
    const people = await attempt(this.pane, () => get("slack/users"));
    if (!people) return;
    this.users = people.users;
    if (wanted && this.users.some((user) => user.id === wanted)) this.user = wanted;
    this.user ??= this.users[0]?.id ?? null;
    const places = await attempt(this.pane, () => get(`slack/channels?${this.asMe()}`));
    if (!places) return;
    this.channels = places.channels.filter((c) => !c.is_im || c.user === this.user);
    this.names.users = new Map(this.users.map((u) => [u.id, u.real_name || u.name]));
    this.names.channels = new Map(this.channels.map((c) => [c.id, c.name]));
    this.drawSidebar();
  }

  asMe() {
    return this.user ? `user=${encodeURIComponent(this.user)}` : "";
  }

  drawSidebar() {
    const { users, channels, user, here } = this;
    this.sidebar.show({ users, channels, user, here });
  }

  async beUser(id) {
    const leaving = this.here === this.direct()?.id;
    this.user = id;
    this.modals.show(null);
    await this.readPlaces();
    await this.open(leaving ? (this.direct()?.id ?? HOME) : this.here);
    await this.readViews();
  }

  /** Open a channel by id, or "home" for the App Home, with a thread if one is named. */
  async open(id, thread = null) {
    const channel = this.channels.find((known) => known.id === id);
    const home = !channel;
    this.here = home ? HOME : id;
    this.log.replaceChildren();
    this.openThread(thread);
    this.board.hidden = !home;
    this.log.hidden = home;
    this.writing.element.hidden = home;
    const name = channel?.is_im ? "Message Homeround" : `Message #${channel?.name}`;
    this.writing.show(name, channel?.archived);
    const parts = heading({ channel, im: this.direct(), open: (place) => this.open(place) });
    this.header.replaceChildren(...parts);
    this.drawSidebar();
    if (home) await this.openHome();
    else await this.readMessages(true);
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
      act: ({ ts }, block, part, value) => this.tap({ channel: this.here, ts }, block, part, value),
      shortcuts: this.shortcuts,
      choose: ({ ts }, name) => this.choose(ts, name),
    };
  }

  async readMessages(first = false) {
    const { here } = this;
    if (!here || here === HOME) return;
    const path = `slack/channels/${encodeURIComponent(here)}/messages?${this.asMe()}`;
    const answer = await attempt(this.pane, () => get(path));
    if (!answer || here !== this.here) return;
    const around = { ...this.around(), thread: (ts) => this.openThread(ts, true) };
    const top = answer.messages.filter((m) => !m.thread_ts || m.thread_ts === m.ts || m.broadcast);
    const rows = messageRows(top, around);
    if (!rows.length) rows.push(quiet());
    const mine = top.at(-1)?.user === this.user;
    keepAtEnd(this.log, () => reconcile(this.log, rows), first || mine);
    await this.readThread(path);
  }

  async readThread(path) {
    const { ts } = this.thread;
    if (!ts) return;
    const answer = await attempt(this.pane, () => get(`${path}&thread_ts=${ts}`));
    if (answer && ts === this.thread.ts) this.thread.show(answer.messages, this.around());
  }

  openThread(ts, focus = false) {
    const left = ts ? null : this.thread.ts;
    this.thread.open(ts);
    this.pane.classList.toggle("with-thread", Boolean(ts));
    this.remember({ user: this.user, channel: this.here, thread: ts });
    if (ts) this.reload();
    if (focus) this.thread.writing.focus();
    if (left) this.log.querySelector(`[data-ts="${left}"] .replies`)?.focus();
  }

  async readViews() {
    if (!this.user) return;
    const answer = await attempt(this.pane, () => get(`slack/views?${this.asMe()}`));
    if (!answer) return;
    this.modals.show(answer.modals?.at(-1) ?? null);
    this.drawBoard(answer.home);
  }

  drawBoard(view) {
    const act = (block, part, value) => this.tap({ view_id: view.id }, block, part, value);
    const around = { names: this.names, pane: this.pane, act };
    const inside = () => (view ? drawBlocks(view.blocks, around) : nothing(NO_BOARD));
    const look = JSON.stringify([view, this.user]);
    const render = () => h("div", { class: "blocks" }, inside());
    reconcile(this.board, [{ key: "view", look, render }]);
  }

  write(text) {
    const slash = /^(\/\w+)\s*(.*)$/s.exec(text);
    return slash ? this.command(slash[1], slash[2]) : this.say(text, null);
  }

  async command(command, text) {
    const body = { user: this.user, channel: this.here, command, text };
    const answer = await attempt(this.pane, () => post("slack/command", body));
    if (answer && answer.status !== 200) {
      notice(this.pane, `${command} failed: the app did not answer.`, "problem");
    }
    this.reloadViews();
    this.reload();
  }

  async say(text, thread) {
    const body = { user: this.user, channel: this.here, text };
    if (thread) body.thread_ts = thread;
    await attempt(this.pane, () => post("slack/say", body));
    this.reload();
  }

  async choose(ts, name) {
    const body = { user: this.user, channel: this.here, ts, name };
    const answer = await attempt(this.pane, () => post("slack/shortcut", body));
    if (answer && answer.status !== 200) {
      notice(this.pane, "The app did not answer this shortcut.", "problem");
    }
    this.reloadViews();
    this.reload();
  }

  async tap(place, block, part, value) {
    const what = { block_id: block.block_id, action_id: part.action_id, value };
    const answer = await attempt(this.pane, () =>
      post("slack/tap", { user: this.user, ...place, ...what }),
    );
    if (answer && answer.status !== 200) {
      notice(this.pane, "The app did not answer this press.", "problem");
    }
    this.reloadViews();
    this.reload();
  }
}

const NO_BOARD = "The app has not drawn this person's home yet.";

function nothing(text) {
  return h("p", { class: "nothing" }, text);
}

function quiet() {
  return { key: "quiet", look: "", render: () => nothing("Nothing here yet.") };
}
