/** The shared worker that carries uploads across pages: every open page of the portal is one port of it. */

import { useToken } from "./api.js";
import { Uploads } from "./uploader.js";

/** @type {Set<MessagePort>} */
const ports = new Set();
/** @type {Uploads|null} */
let uploads = null;
let restored = false;

function tell(items) {
  for (const port of ports) port.postMessage({ items, pages: ports.size });
}

function leave(port) {
  ports.delete(port);
  if (uploads) tell(uploads.views());
}

async function welcome(port, user) {
  ports.add(port);
  port.postMessage({ ready: true });
  uploads ??= new Uploads({ user, show: tell });
  restored ||= await uploads.restore();
  tell(uploads.views());
}

function hear(port, { verb, args = [], csrf, user }) {
  if (csrf) useToken(csrf);
  if (verb === "hello") welcome(port, user);
  else if (verb === "bye") leave(port);
  else uploads?.[verb]?.(...args);
}

globalThis.addEventListener("connect", (event) => {
  const [port] = event.ports;
  port.onmessage = (message) => hear(port, message.data);
});
