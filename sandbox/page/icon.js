/** Owns the line icons and the buttons that show nothing else. */

import { h } from "./dom.js";

const SVG = "http://www.w3.org/2000/svg";

const ICONS = {
  home: "M4 11.2 12 4l8 7.2V20a1 1 0 0 1-1 1h-4.5v-6h-5v6H5a1 1 0 0 1-1-1z",
  back: "M15 5l-7 7 7 7",
  send: "M4 12 20 4l-5 16-3.2-6.8z",
  clip: "M20 11.5l-8.2 8a5 5 0 0 1-7-7l8.6-8.4a3.3 3.3 0 0 1 4.7 4.7l-8.4 8.2a1.7 1.7 0 0 1-2.4-2.4l7.6-7.4",
  more: "M12 6v.01M12 12v.01M12 18v.01",
  pin: "M9 4h6l-1 6 3 3v2H7v-2l3-3zM12 15v5",
  close: "M6 6l12 12M18 6L6 18",
  search: "M10.5 17a6.5 6.5 0 1 1 0-13 6.5 6.5 0 0 1 0 13zM15.5 15.5 20 20",
  file: "M6 3h8l4 4v14H6zM14 3v4h4",
  photo: "M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15.5 9.5v.01",
  voice:
    "M12 4a2.5 2.5 0 0 1 2.5 2.5v5a2.5 2.5 0 0 1-5 0v-5A2.5 2.5 0 0 1 12 4zM6.5 11.5a5.5 5.5 0 0 0 11 0M12 17v3",
  bolt: "M13 3 5 14h6l-1 7 8-11h-6z",
  chat: "M4 5h16v11H9l-5 4z",
  down: "M6 9l6 6 6-6",
  eye: "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 14.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z",
};

/** Draw one of the line icons; decoration only, so hidden from assistive technology. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

/** Make a button that shows an icon only and is named for assistive technology. */
export function iconButton(name, label, onclick, props = {}) {
  const look = { type: "button", class: "icon-button", title: label, "aria-label": label, onclick };
  return h("button", { ...look, ...props }, icon(name));
}
