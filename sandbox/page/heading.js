/** Owns the heading of what is open in the leads' Slack: a channel, or the app and its two tabs. */

import { appAvatar } from "./avatar.js";
import { h } from "./dom.js";

/** Return the heading of `channel`; of the app where it is missing (its home) or direct messages. */
export function heading({ channel, im, open }) {
  if (channel && !channel.is_im) {
    const title = h("h2", {}, `# ${channel.name}`);
    return channel.archived ? [title, h("span", { class: "badge" }, "Archived")] : [title];
  }
  const tab = (id, label, chosen) => {
    const about = { type: "button", role: "tab", "aria-selected": String(chosen) };
    return h("button", { ...about, onclick: () => open(id) }, label);
  };
  const tabs = h(
    "div",
    { class: "tabs", role: "tablist", "aria-label": "Homeround" },
    tab("home", "Home", !channel),
    im && tab(im.id, "Messages", Boolean(channel)),
  );
  return [appAvatar("small"), h("h2", {}, "Homeround"), tabs];
}
