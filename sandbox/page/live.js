/** Owns the stream of live changes from the sandbox, and comes back by itself after a break. */

const TOPICS = [
  "telegram.message",
  "telegram.edited",
  "telegram.deleted",
  "telegram.chat",
  "telegram.pinned",
  "telegram.people",
  "slack.message",
  "slack.updated",
  "slack.deleted",
  "slack.view",
  "slack.home",
  "slack.channel",
  "slack.user",
];
const LONGEST_WAIT = 8000;

/**
 * Listen for changes for as long as the page is open.
 *
 * `changed(topic, data)` is called for each, `connection(open)` whenever the stream opens or
 * breaks; after a break everything may have changed, so the caller should read it all again.
 */
export function listen(changed, connection) {
  let wait = 500;
  const open = () => {
    const source = new EventSource("/sandbox/events");
    source.onopen = () => {
      wait = 500;
      connection(true);
    };
    source.onerror = () => {
      source.close();
      connection(false);
      setTimeout(open, wait);
      wait = Math.min(wait * 2, LONGEST_WAIT);
    };
    for (const topic of TOPICS) {
      source.addEventListener(topic, (event) => changed(topic, JSON.parse(event.data)));
    }
  };
  open();
}
