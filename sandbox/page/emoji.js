/** Owns the few emoji names that the page knows; any other is shown as its name. */

const KNOWN = {
  white_check_mark: "✅", heavy_check_mark: "✔️", x: "❌", warning: "⚠️", rotating_light: "🚨", bell: "🔔",
  hourglass: "⌛", hourglass_flowing_sand: "⏳", alarm_clock: "⏰", clock1: "🕐", calendar: "📅", date: "📅",
  memo: "📝", clipboard: "📋", newspaper: "📰", bookmark: "🔖", pushpin: "📌", link: "🔗", mag: "🔍",
  house: "🏠", house_with_garden: "🏡", hospital: "🏥", pill: "💊", syringe: "💉", thermometer: "🌡️",
  speech_balloon: "💬", email: "✉️", envelope: "✉️", telephone_receiver: "📞", mega: "📣", loudspeaker: "📢",
  chart_with_upwards_trend: "📈", bar_chart: "📊", eyes: "👀", wave: "👋", thumbsup: "👍", "+1": "👍",
  thumbsdown: "👎", "-1": "👎", tada: "🎉", bulb: "💡", information_source: "ℹ️", question: "❓", lock: "🔒",
  red_circle: "🔴", large_orange_circle: "🟠", large_yellow_circle: "🟡", large_green_circle: "🟢",
  large_blue_circle: "🔵", white_circle: "⚪", black_circle: "⚫", arrow_right: "➡️", arrow_up: "⬆️",
  raising_hand: "🙋", handshake: "🤝", slightly_smiling_face: "🙂", neutral_face: "😐", star: "⭐", repeat: "🔁",
};

/** Return the picture for an emoji's name, or the name between colons. */
export function emoji(name) {
  return KNOWN[name] ?? `:${name}:`;
}
