// A living photograph: still until pressed, plays once, and returns to stillness.
// Without this file the film has the browser's own controls and works as well.
const SVG = "http://www.w3.org/2000/svg";
const { play, stop, icons } = document.body.dataset;

function buttonFor(video) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "living__play";
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "icon icon--solid");
  svg.setAttribute("aria-hidden", "true");
  svg.append(document.createElementNS(SVG, "use"));
  button.append(svg);
  show(button, video, false);
  return button;
}

function show(button, video, moving) {
  button.querySelector("use").setAttribute("href", `${icons}#${moving ? "i-pause" : "i-play"}`);
  button.setAttribute("aria-label", `${moving ? stop : play}: ${video.getAttribute("aria-label") ?? ""}`);
}

function enliven(place) {
  const video = place.querySelector("video");
  if (!video || place.dataset.living === "ready") return;
  place.dataset.living = "ready";
  const button = buttonFor(video);
  const still = () => {
    video.pause();
    video.load(); // back to the poster, which is the photograph itself
    show(button, video, false);
  };
  video.controls = false;
  if (place.classList.contains("living")) place.classList.add("living--still");
  place.append(button);
  button.addEventListener("click", () => {
    if (!video.paused) return still();
    place.classList.remove("living--still");
    place.classList.add("living--open");
    place.scrollIntoView({ block: "nearest" });
    show(button, video, true);
    video.play().catch(still);
  });
  video.addEventListener("ended", still);
}

function enlivenAll(root) {
  for (const place of root.querySelectorAll("[data-living]")) enliven(place);
}

enlivenAll(document);
document.addEventListener("htmx:load", (event) => enlivenAll(event.target.parentElement ?? document));
