/** Owns the page: puts phone, Slack and top bar together and keeps them live. */

import { faultsMenu } from "./faults.js";
import { get } from "./api.js";
import { h, throttled } from "./dom.js";
import { icon } from "./icon.js";
import { listen } from "./live.js";
import { Phone } from "./phone.js";
import { Slack } from "./slack.js";

const NUMBER = new Intl.NumberFormat("en-GB");

/** What is open, kept in the address so that a link or a reload comes back to it. */
const place = Object.fromEntries(new URLSearchParams(location.hash.slice(1)));

function remember(changes) {
  Object.assign(place, changes);
  const kept = Object.entries(place).filter(([, value]) => value !== null && value !== undefined);
  history.replaceState(null, "", `#${new URLSearchParams(kept)}`);
}

const bar = document.querySelector("#bar");
const phone = new Phone(document.querySelector("#phone"), (chat) => remember({ chat }));
const slack = new Slack(document.querySelector("#slack"), remember);
const figures = h("p", { class: "figures", "aria-label": "Messages accepted" });
const link = h("p", { class: "connection", role: "status" }, "Connecting");

bar.append(
  h(
    "h1",
    {},
    h("span", { class: "mark-app" }, icon("home")),
    "Homeround",
    h("span", { class: "light" }, " sandbox"),
  ),
  h("p", { class: "guide" }, "Left, a home's phone in Telegram. Right, the leads' Slack."),
  figures,
  link,
  faultsMenu(document.body, () => phone.chosen),
);

async function readFigure(platform, name) {
  const { count, chats } = await get(`ledger?platform=${platform}`);
  const where = `in ${NUMBER.format(chats)} ${chats === 1 ? "chat" : "chats"}`;
  return h(
    "span",
    { class: ["figure", platform] },
    `${name} `,
    h("b", {}, NUMBER.format(count)),
    h("span", { class: "where" }, ` ${where}`),
  );
}

const readFigures = throttled(async () => {
  try {
    figures.replaceChildren(
      await readFigure("telegram", "Telegram"),
      await readFigure("slack", "Slack"),
    );
  } catch {
    figures.replaceChildren("No figures");
  }
}, 1000);

function changed(topic, data) {
  if (topic.startsWith("telegram.")) phone.changed(topic, data);
  else slack.changed(topic, data);
  readFigures();
}

function connection(open) {
  link.textContent = open ? "Live" : "Reconnecting";
  link.classList.toggle("open", open);
  if (!open) return;
  phone.refresh();
  if (phone.chosen !== null) phone.reload();
  slack.begin(place);
  readFigures();
}

if (place.chat) phone.open(Number(place.chat));
listen(changed, connection);
