/** Owns the side pane of the leads' Slack: one message with its replies. */

import { followPictures, h, keepAtEnd, reconcile } from "./dom.js";
import { iconButton } from "./icon.js";
import { messageRows } from "./messages.js";
import { Writing } from "./writing.js";

/** The pane; `say(text)` answers in the thread, `close()` is asked for by its button. */
export class Thread {
  constructor({ say, close }) {
    this.ts = null;
    this.log = messageLog("Replies");
    this.writing = new Writing(say, "Reply");
    const top = h(
      "header",
      { class: "channel-header" },
      h("h2", {}, "Thread"),
      iconButton("close", "Close the thread", close),
    );
    const look = { class: "thread", "aria-label": "Thread", hidden: true };
    this.element = h("section", look, top, this.log, this.writing.element);
  }

  /** Show the thread under the message `ts`, or none. */
  open(ts) {
    if (ts !== this.ts) this.log.replaceChildren();
    this.ts = ts;
    this.element.hidden = !ts;
  }

  show(messages, around) {
    const rows = messageRows(messages, { ...around, parent: this.ts });
    const mine = messages.at(-1)?.user === around.viewer;
    keepAtEnd(this.log, () => reconcile(this.log, rows), mine);
  }
}

/** Make an empty list of messages that tells assistive technology of new ones. */
export function messageLog(label) {
  const live = { role: "log", "aria-live": "polite", "aria-label": label };
  const log = h("div", { class: "messages", tabindex: "0", ...live });
  followPictures(log);
  return log;
}
