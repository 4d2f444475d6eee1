/** A form that is sent with a passkey's proof: `data-act` create or get; options from #passkey-data or `data-options`. */

import { gettext } from "./words.js";

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
  .replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");

/** What the server writes as text, as the browser wants it. @param {any} options */
function decoded(options) {
  const found = { ...options, challenge: bytes(options.challenge) };
  if (options.user) {
    found.user = { ...options.user, id: bytes(options.user.id) };
    found.authenticatorSelection = { ...options.authenticatorSelection,
      residentKey: "required", requireResidentKey: true, userVerification: "required" };
  }
  for (const list of ["allowCredentials", "excludeCredentials"]) {
    if (options[list]) found[list] = options[list].map((one) => ({ ...one, id: bytes(one.id) }));
  }
  return found;
}

/** The proof, as the server reads it. @param {any} key */
function encoded(key) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (key.response[name]) response[name] = text(key.response[name]);
  }
  response.transports = key.response.getTransports?.() ?? [];
  return { id: key.id, rawId: text(key.rawId), type: key.type, response,
    authenticatorAttachment: key.authenticatorAttachment ?? null,
    clientExtensionResults: key.getClientExtensionResults() };
}

class PassKey extends HTMLElement {
  connectedCallback() {
    const form = this.querySelector("form");
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.prove(form).catch((error) => this.tell(error));
    });
    form.querySelector("[type=submit]").disabled = false; // pressed earlier, it would send no proof
  }

  async prove(form) {
    if (!navigator.credentials) throw new Error("no passkeys");
    const options = await this.options();
    const publicKey = decoded(options.publicKey ?? options);
    const key = this.dataset.act === "create"
      ? await navigator.credentials.create({ publicKey })
      : await navigator.credentials.get({ publicKey });
    form.elements.credential.value = JSON.stringify(encoded(key));
    form.submit();
  }

  async options() {
    if (!this.dataset.options) {
      const data = JSON.parse(document.getElementById("passkey-data").textContent);
      return data.creation_options ?? data.request_options;
    }
    const headers = { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" };
    const answer = await fetch(this.dataset.options, { headers });
    if (!answer.ok) throw new Error(String(answer.status));
    return (await answer.json()).request_options;
  }

  tell(error) {
    const part = this.querySelector("[data-part=problem]");
    part.textContent = error.name === "InvalidStateError"
      ? gettext("This device has a passkey for you already.")
      : gettext("No passkey was used. Nothing was changed; try again or choose another way.");
    part.hidden = false;
  }
}

customElements.define("pass-key", PassKey);
