// Switches on that this browser may be woken; without support for it, or without leave, the form stays away.
export function start(found) {
  if (!("serviceWorker" in navigator) || !("PushManager" in window)) return;
  found.forEach((section) => {
    const form = section.querySelector("[data-push-on]");
    form.hidden = false;
    form.addEventListener("submit", (event) => ask(event, section, form));
  });
}

async function ask(event, section, form) {
  if (form.elements.endpoint.value) return;
  event.preventDefault();
  try {
    const registration = await navigator.serviceWorker.register(section.dataset.worker, { scope: "/" });
    const ready = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(section.dataset.push) });
    const { endpoint, keys } = ready.toJSON();
    Object.assign(form.elements.endpoint, { value: endpoint });
    Object.assign(form.elements.p256dh, { value: keys.p256dh });
    Object.assign(form.elements.auth, { value: keys.auth });
    form.requestSubmit();
  } catch {
    section.querySelector("[data-push-refused]").hidden = false;
  }
}

function bytes(key) {
  const plain = atob(key.replaceAll("-", "+").replaceAll("_", "/") + "=".repeat((4 - (key.length % 4)) % 4));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
}
