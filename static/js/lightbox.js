// The gallery leafed through without leaving the page. Each leaf has an address of its own, its page; that is
// what is laid over the gallery here, and what opens where this file does not run.
const dialog = document.querySelector("dialog[data-lightbox]");
const place = dialog?.querySelector("[data-leaf-here]");
const said = dialog?.querySelector("[role=status]");
const title = document.title;
const SWIPE = 48; // pixels; less is a trembling finger
const leaves = new Map(); // address -> promise of its leaf, whose pictures are on their way
let shown = "";
let opener = null;
let travelled = false; // closed by the browser's own Back
let arriving = Promise.resolve(); // until the leaf that was asked for last is there

function leafAt(address) {
  if (!leaves.has(address)) leaves.set(address, fetchLeaf(address));
  return leaves.get(address);
}

async function fetchLeaf(address) {
  const answer = await fetch(address, { headers: { "HX-Request": "true" } });
  if (!answer.ok) throw new Error(answer.status);
  const parsed = new DOMParser().parseFromString(await answer.text(), "text/html");
  return document.importNode(parsed.querySelector("article"), true);
}

const link = (rel) => place.querySelector(`a[rel=${rel}]`);
const neighbours = () => [link("prev"), link("next")].filter(Boolean).map((each) => each.href);

async function show(address) {
  shown = address;
  let leaf;
  try {
    leaf = await leafAt(address);
  } catch {
    return location.assign(address); // the page itself says what is wrong
  }
  if (shown !== address || !dialog.open) return;
  const pressed = place.contains(document.activeElement) ? document.activeElement.rel : undefined;
  still();
  place.replaceChildren(leaf);
  dialog.scrollTop = 0;
  document.title = said.textContent = leaf.dataset.title;
  leaf.firstElementChild.dispatchEvent(new CustomEvent("htmx:load", { bubbles: true })); // players begin as with htmx
  if (pressed !== undefined) (link(pressed) ?? dialog).focus();
  keepNear(address);
}

// The neighbours come before they are asked for; what lies further away is let go.
function keepNear(address) {
  const near = [address, ...neighbours()];
  for (const known of leaves.keys()) if (!near.includes(known)) leaves.delete(known);
  for (const each of near) leafAt(each).catch(() => leaves.delete(each));
}

function still() {
  for (const played of place.querySelectorAll("audio, video")) played.pause();
}

function open(address) {
  if (!dialog.open) dialog.showModal();
  arriving = show(address);
}

// Where to, is asked once the last leaf is there: three presses in a row are three leaves.
function turn(where) {
  arriving = arriving.then(() => {
    const address = dialog.open && where();
    if (!address || address === shown) return;
    history.replaceState({ leaf: address }, "", address);
    return show(address);
  });
}

// Back to the picture that was looked at last, where it stands on this page.
function returnFocus() {
  const plates = [...document.querySelectorAll("a[data-leaf]")];
  const plate = plates.find((each) => each.href === shown) ?? opener;
  plate?.focus();
  plate?.scrollIntoView({ block: "nearest" });
}

function onClick(event) {
  const pressed = event.target.closest("a[data-leaf], dialog[data-lightbox] a[rel=prev], dialog[data-lightbox] a[rel=next]");
  if (!pressed || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  if (dialog.contains(pressed)) return turn(() => link(pressed.rel)?.href);
  opener = pressed;
  history.scrollRestoration = "manual"; // coming back, the page stays where its picture is
  history.pushState({ leaf: pressed.href }, "", pressed.href);
  open(pressed.href);
}

function onKey(event) {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  if (event.target.closest("video, audio, input, [role=slider]")) return;
  const where = {
    ArrowLeft: () => link("prev")?.href,
    ArrowRight: () => link("next")?.href,
    Home: () => end("first"),
    End: () => end("last"),
  }[event.key];
  if (!where) return;
  event.preventDefault();
  turn(where);
}

function end(name) {
  const address = place.querySelector("nav[data-first]")?.dataset[name];
  return address && new URL(address, location.href).href;
}

// A finger that goes sideways turns the leaf; up and down stays the browser's own.
function listenForSwipes() {
  let start = null;
  place.addEventListener("pointerdown", (event) => {
    const free = event.isPrimary && event.pointerType !== "mouse" && !event.target.closest("a, button, audio, video, [role=slider]");
    start = free && (window.visualViewport?.scale ?? 1) <= 1 ? event : null;
  });
  place.addEventListener("pointercancel", () => (start = null));
  place.addEventListener("pointerup", (event) => {
    if (!start) return;
    const [across, down] = [event.clientX - start.clientX, event.clientY - start.clientY];
    start = null;
    if (Math.abs(across) < SWIPE || Math.abs(across) < 1.5 * Math.abs(down)) return;
    turn(() => link(across > 0 ? "prev" : "next")?.href);
  });
}

// The browser tells of a closing a little later: whoever went back and at once forward has it open again by then.
function onClose() {
  const byTravel = travelled;
  travelled = false;
  if (dialog.open) return;
  still();
  place.replaceChildren();
  document.title = title;
  if (!byTravel && history.state?.leaf) history.back();
  else returnFocus();
}

function onTravel(event) {
  if (event.state?.leaf) return open(event.state.leaf);
  history.scrollRestoration = "auto";
  if (!dialog.open) return returnFocus();
  travelled = true;
  dialog.close();
}

if (dialog?.showModal) {
  document.addEventListener("click", onClick);
  dialog.addEventListener("keydown", onKey);
  dialog.addEventListener("close", onClose);
  dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
  window.addEventListener("popstate", onTravel);
  listenForSwipes();
}
