/** Owns every request that the page makes to the sandbox's control interface. */

/** What the sandbox refused, with its own sentence. */
export class Refused extends Error {}

async function call(method, path, body) {
  const options = { method, headers: {} };
  if (body !== undefined) {
    options.headers["Content-Type"] = "application/json";
    options.body = JSON.stringify(body);
  }
  let answer;
  try {
    answer = await fetch(`/sandbox/${path}`, options);
  } catch (problem) {
    throw new Refused("The sandbox does not answer. Is it still running?", { cause: problem });
  }
  const data = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Refused(data.error ?? `The sandbox answered ${answer.status}.`);
  return data;
}

/** What is in a file of this computer's, in base64 as the control interface takes it. */
export function encoded(file) {
  return new Promise((done, failed) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result.split(",")[1] ?? "");
    reader.onerror = () => failed(new Refused("This file cannot be read."));
    reader.readAsDataURL(file);
  });
}

export const get = (path) => call("GET", path);
export const post = (path, body = {}) => call("POST", path, body);
export const remove = (path) => call("DELETE", path);
