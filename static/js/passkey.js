// A passkey fills in a form: the server's question stands beside it as JSON, the answer goes into its
// hidden field. Without this file, or where the browser knows no passkeys, the button stays hidden.
const form = document.querySelector("[data-passkey]");

function bytes(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
}

function text(buffer) {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

// The binary parts of the question come as base64url.
function question(options) {
  const keys = (list) => list?.map((key) => ({ ...key, id: bytes(key.id) }));
  const asked = { ...options, challenge: bytes(options.challenge) };
  if (options.user) asked.user = { ...options.user, id: bytes(options.user.id) };
  if (options.allowCredentials) asked.allowCredentials = keys(options.allowCredentials);
  if (options.excludeCredentials) asked.excludeCredentials = keys(options.excludeCredentials);
  return asked;
}

function answer(credential) {
  const parts = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  const response = {};
  for (const part of parts) {
    if (credential.response[part]) response[part] = text(credential.response[part]);
  }
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    response,
    clientExtensionResults: credential.getClientExtensionResults(),
  };
}

async function ask(publicKey) {
  const asked = { publicKey: question(publicKey) };
  const given =
    form.dataset.passkey === "create"
      ? await navigator.credentials.create(asked)
      : await navigator.credentials.get(asked);
  form.querySelector("[name=credential]").value = JSON.stringify(answer(given));
  form.submit();
}

function belongsHere(name) {
  return location.hostname === name || location.hostname.endsWith(`.${name}`);
}

if (form && window.PublicKeyCredential) {
  const options = JSON.parse(document.getElementById("passkey-options").textContent);
  const { publicKey } = options.creation_options ?? options.request_options;
  if (belongsHere(publicKey.rpId ?? publicKey.rp.id)) {
    form.querySelector("[data-passkey-missing]").hidden = true;
    form.querySelector("[data-passkey-button]").hidden = false;
  }
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    form.querySelector("[data-passkey-said]").textContent = "";
    ask(publicKey).catch(() => {
      form.querySelector("[data-passkey-said]").textContent = form.dataset.failed;
    });
  });
}
