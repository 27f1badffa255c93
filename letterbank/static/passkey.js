// Passkeys: the one thing of the staff pages a browser can only do by script. The form's data-options are the server's.
"use strict";
(function () {
  const form = document.querySelector("form[data-passkey]");
  if (!form) return;
  const said = document.querySelector(".passkey-failed");
  const options = JSON.parse(form.dataset.options);
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const named = (keys) => (keys || []).map((key) => ({ ...key, id: bytes(key.id) }));

  function asked() {
    const key = { ...options, challenge: bytes(options.challenge) };
    if (form.dataset.passkey === "get") return navigator.credentials.get({
      publicKey: { ...key, allowCredentials: named(options.allowCredentials) } });
    return navigator.credentials.create({ publicKey: { ...key, user: { ...options.user, id: bytes(options.user.id) },
      excludeCredentials: named(options.excludeCredentials) } });
  }

  function spelled(answer) {
    const given = answer.response;
    const response = { clientDataJSON: text(given.clientDataJSON) };
    for (const part of ["attestationObject", "authenticatorData", "signature", "userHandle"])
      if (given[part]) response[part] = text(given[part]);
    if (given.getTransports) response.transports = given.getTransports();
    return JSON.stringify({ id: answer.id, rawId: text(answer.rawId), type: answer.type, response,
      extensions: JSON.stringify(answer.getClientExtensionResults()) });
  }

  async function ask() {
    said.textContent = "";
    try {
      form.elements.credential.value = spelled(await asked());
      HTMLFormElement.prototype.submit.call(form);
    } catch (refused) {
      said.textContent = "The browser did not give a passkey. Try again, or go back and use another way.";
    }
  }

  form.addEventListener("submit", (event) => { event.preventDefault(); ask(); });
  if (!("wait" in form.dataset)) ask();
})();
