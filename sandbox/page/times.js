/** Owns how moments are read from the sandbox and shown, in the reader's own zone. */

const CLOCK = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const DAY = new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long" });
const SHORT_DAY = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });

/** Read seconds since 1970 (number or text, as in a Slack ts) or an ISO moment. */
export function moment(value) {
  if (value === null || value === undefined || value === "") return null;
  const seconds = Number(value);
  const date = new Date(Number.isNaN(seconds) ? value : seconds * 1000);
  return Number.isNaN(date.getTime()) ? null : date;
}

/** Say the time of day: 14:05. */
export function clock(value) {
  const at = moment(value);
  return at ? CLOCK.format(at) : "";
}

/** Say the day: Today, Yesterday or Monday 3 November. */
export function day(value) {
  const at = moment(value);
  if (!at) return "";
  const today = new Date();
  const yesterday = new Date(today.getTime() - 86_400_000);
  if (at.toDateString() === today.toDateString()) return "Today";
  if (at.toDateString() === yesterday.toDateString()) return "Yesterday";
  return DAY.format(at);
}

/** Say the time if it is today, else the day: for a narrow list. */
export function brief(value) {
  const at = moment(value);
  if (!at) return "";
  return at.toDateString() === new Date().toDateString() ? CLOCK.format(at) : SHORT_DAY.format(at);
}

/** Fill a Slack date pattern such as "{date_short} at {time}". */
export function slackDate(seconds, pattern) {
  const at = moment(seconds);
  if (!at) return pattern;
  return pattern.replace(/\{(\w+)\}/g, (_, part) =>
    part.startsWith("time")
      ? CLOCK.format(at)
      : part.startsWith("date_short")
        ? SHORT_DAY.format(at)
        : DAY.format(at),
  );
}
