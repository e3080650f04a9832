// Asks the browser for a passkey and sends its answer along with the form around the button.
// The question stands in the page as data, or (to sign in) at the address of the form.
export function start(corners) {
  for (const corner of corners) {
    const button = corner.querySelector("button");
    const status = corner.querySelector("[role=status]");
    if (!navigator.credentials || !window.PublicKeyCredential) {
      status.textContent = corner.dataset.unsupported;
      continue;
    }
    status.textContent = "";
    button.hidden = false;
    corner.closest("form").addEventListener("submit", (event) => {
      event.preventDefault();
      ask(corner, button, status);
    });
  }
}

async function ask(corner, button, status) {
  const form = corner.closest("form");
  button.disabled = true;
  status.textContent = corner.dataset.waiting;
  try {
    const question = (await questionOf(corner, form)).publicKey;
    const answer = corner.dataset.passkey === "create" ? await make(question) : await use(question);
    form.elements.credential.value = JSON.stringify(answer);
    form.submit();
  } catch {
    button.disabled = false;
    status.textContent = corner.dataset.failed;
  }
}

async function questionOf(corner, form) {
  if (corner.dataset.passkey !== "login") return JSON.parse(document.getElementById("passkey-options").textContent);
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  return (await answer.json()).request_options;
}

async function make(question) {
  const choice = { ...question.authenticatorSelection, residentKey: "required", requireResidentKey: true, userVerification: "required" };
  const user = { ...question.user, id: bytes(question.user.id) };
  const publicKey = { ...question, challenge: bytes(question.challenge), user, authenticatorSelection: choice };
  publicKey.excludeCredentials = (question.excludeCredentials ?? []).map(known);
  return told(await navigator.credentials.create({ publicKey }), ["clientDataJSON", "attestationObject"]);
}

async function use(question) {
  const publicKey = { ...question, challenge: bytes(question.challenge) };
  publicKey.allowCredentials = (question.allowCredentials ?? []).map(known);
  return told(await navigator.credentials.get({ publicKey }), ["clientDataJSON", "authenticatorData", "signature", "userHandle"]);
}

function known(credential) {
  return { ...credential, id: bytes(credential.id) };
}

function told(credential, names) {
  const parts = names.filter((name) => credential.response[name]).map((name) => [name, text(credential.response[name])]);
  return {
    type: credential.type,
    id: credential.id,
    rawId: text(credential.rawId),
    response: Object.fromEntries(parts),
    clientExtensionResults: credential.getClientExtensionResults(),
  };
}

function bytes(words) {
  return Uint8Array.from(atob(words.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
}

function text(buffer) {
  const letters = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join("");
  return btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
