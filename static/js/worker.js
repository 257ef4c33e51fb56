// The worker of the site. It keeps what every page is made of, and those pages that the server itself calls readable
// offline: what anybody may see, as anybody sees it. Nothing else is ever written down: no private memorial, no page of
// somebody who is signed in, no photograph. The network is always asked first, so a page that was closed is gone with the
// next visit, together with all that was kept of its memorial.
const { version, offline, files } = self.shell;
const SHELL = `shell-${version}`;
const PAGES = "pages";
const MARK = "Rodnik-Readable-Offline";
const LONGEST = 7 * 24 * 3600 * 1000;
const MOST_PAGES = 40;

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(begin()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (new URL(request.url).pathname.startsWith("/static/")) event.respondWith(piece(request));
});

async function install() {
  const shell = await caches.open(SHELL);
  await shell.addAll([offline, ...files]);
  await self.skipWaiting();
}

async function begin() {
  for (const name of await caches.keys()) if (name !== SHELL && name !== PAGES) await caches.delete(name);
  await self.clients.claim();
}

async function page(request) {
  const pages = await caches.open(PAGES);
  let answer;
  try {
    answer = await fetch(request);
  } catch {
    return (await kept(pages, request)) ?? (await caches.match(offline)) ?? Response.error();
  }
  if (answer.status >= 500) return (await kept(pages, request)) ?? answer;
  if (answer.ok && answer.headers.has(MARK)) await keep(pages, request, answer.clone());
  else await forget(pages, request, answer);
  return answer;
}

async function kept(pages, request) {
  const found = await pages.match(request, { ignoreVary: true });
  if (!found) return undefined;
  if (Date.now() - Date.parse(found.headers.get("Date") ?? "") < LONGEST) return found;
  await pages.delete(request, { ignoreVary: true });
  return undefined;
}

async function keep(pages, request, answer) {
  await pages.delete(request, { ignoreVary: true });
  await pages.put(request, answer);
  const known = await pages.keys(); // the oldest first
  for (const each of known.slice(0, Math.max(0, known.length - MOST_PAGES))) await pages.delete(each, { ignoreVary: true });
}

// A page that is not there, or not any more, takes everything of its memorial with it.
async function forget(pages, request, answer) {
  await pages.delete(request, { ignoreVary: true });
  const home = new URL(request.url).pathname.match(/^\/m\/[^/]+\//)?.[0];
  if (!home || answer.status < 400) return;
  for (const each of await pages.keys()) {
    if (new URL(each.url).pathname.startsWith(home)) await pages.delete(each, { ignoreVary: true });
  }
}

async function piece(request) {
  const shell = await caches.open(SHELL);
  const found = await shell.match(request, { ignoreVary: true });
  if (found) return found;
  const answer = await fetch(request);
  if (answer.ok && answer.status === 200) await shell.put(request, answer.clone());
  return answer;
}
