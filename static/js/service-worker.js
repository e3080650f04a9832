// Runs beside the pages, only to be woken: shows that there is something, and opens the site. It keeps no pages.
self.addEventListener("push", (event) => {
  const { title = "Kennismarkt", body = "", url = "/" } = event.data?.json() ?? {};
  event.waitUntil(self.registration.showNotification(title, { body, tag: "kennismarkt", data: { url } }));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(self.clients.openWindow(event.notification.data.url));
});
