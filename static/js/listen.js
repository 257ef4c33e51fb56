// A recording that is listened to: a press beside its title, and its own shape as the way to any place in it.
// Without this file the browser's controls stand there and do the same.
const SVG = "http://www.w3.org/2000/svg";
const { icons } = document.body.dataset;
const STEP = 5; // seconds that an arrow key moves

const twoDigits = (number) => String(Math.floor(number)).padStart(2, "0");

function clock(seconds) {
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours ? `${hours}:${twoDigits(minutes)}:${twoDigits(seconds % 60)}` : `${minutes}:${twoDigits(seconds % 60)}`;
}

function make(name, attributes) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

function pressFor(voice, audio) {
  const press = document.createElement("button");
  press.type = "button";
  press.className = "button button--icon voice__press";
  const icon = make("svg", { class: "icon icon--solid", "aria-hidden": "true" });
  const use = make("use", {});
  icon.append(use);
  press.append(icon);
  const show = () => {
    use.setAttribute("href", `${icons}#${audio.paused ? "i-play" : "i-pause"}`);
    press.setAttribute("aria-label", `${audio.paused ? voice.dataset.play : voice.dataset.pause}: ${audio.getAttribute("aria-label")}`);
  };
  for (const change of ["play", "pause", "ended"]) audio.addEventListener(change, show);
  press.addEventListener("click", () => (audio.paused ? audio.play().catch(show) : audio.pause()));
  show();
  return press;
}

// The played share is the same shape in another colour, uncovered from the left.
function uncover(wave, number) {
  const box = wave.viewBox.baseVal;
  const cover = make("rect", { x: 0, y: 0, width: 0, height: box.height });
  const clip = make("clipPath", { id: `played-${number}` });
  const played = wave.querySelector("path").cloneNode();
  played.setAttribute("class", "played");
  played.setAttribute("clip-path", `url(#played-${number})`);
  clip.append(cover);
  wave.append(clip, played);
  return (share) => cover.setAttribute("width", box.width * share);
}

function placeFor(voice, audio, known, number) {
  const wave = voice.querySelector(".voice__wave");
  const place = document.createElement("div");
  place.className = wave ? "voice__place" : "voice__place voice__place--bare";
  place.tabIndex = 0;
  for (const [key, value] of Object.entries({ role: "slider", "aria-label": voice.dataset.place, "aria-valuemin": 0 })) place.setAttribute(key, value);
  const time = voice.querySelector("[data-time]");
  const whole = () => (Number.isFinite(audio.duration) ? audio.duration : known);
  const draw = wave ? uncover(wave, number) : () => {};
  const show = () => {
    const now = audio.currentTime;
    draw(whole() ? Math.min(1, now / whole()) : 0);
    place.setAttribute("aria-valuemax", Math.round(whole()));
    place.setAttribute("aria-valuenow", Math.round(now));
    place.setAttribute("aria-valuetext", `${clock(now)} / ${clock(whole())}`);
    if (time) time.textContent = now ? `${clock(now)} / ${clock(whole())}` : clock(whole());
  };
  for (const change of ["timeupdate", "seeked", "durationchange"]) audio.addEventListener(change, show);
  const go = (seconds) => {
    audio.currentTime = Math.min(Math.max(0, seconds), whole());
    show();
  };
  place.addEventListener("click", (event) => {
    const box = place.getBoundingClientRect();
    go((whole() * (event.clientX - box.left)) / box.width);
  });
  place.addEventListener("keydown", (event) => {
    const to = { ArrowLeft: audio.currentTime - STEP, ArrowDown: audio.currentTime - STEP, ArrowRight: audio.currentTime + STEP, ArrowUp: audio.currentTime + STEP, Home: 0, End: whole() }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    go(to);
  });
  if (wave) wave.replaceWith(place);
  else audio.before(place);
  if (wave) place.append(wave);
  show();
  return place;
}

let number = 0;

function attend(voice) {
  const audio = voice.querySelector("audio");
  if (!audio || voice.classList.contains("voice--heard")) return;
  const known = Number(voice.dataset.seconds ?? 0);
  number += 1;
  voice.prepend(pressFor(voice, audio));
  placeFor(voice, audio, known, number);
  audio.controls = false;
  voice.classList.add("voice--heard");
  // One voice at a time.
  audio.addEventListener("play", () => {
    for (const other of document.querySelectorAll("audio, video")) if (other !== audio) other.pause();
  });
}

// «0:12» beside a line leads to its place in what is played on the same page.
function follow(event) {
  const line = event.target.closest?.("[data-seek]");
  const played = document.querySelector(".photo audio, .photo video[data-plays]");
  if (!line || !played) return;
  event.preventDefault();
  played.currentTime = Number(line.dataset.seek);
  played.play().catch(() => {});
}

function attendAll(root) {
  for (const voice of root.querySelectorAll("[data-listen]")) attend(voice);
}

attendAll(document);
document.addEventListener("click", follow);
document.addEventListener("htmx:load", (event) => attendAll(event.target.parentElement ?? document));
