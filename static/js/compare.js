// Two pictures laid over one another: a cut that can be dragged, moved by the arrow keys, or sent to
// either end by two buttons. Without this file they stand side by side.
function lay(place) {
  const range = place.querySelector("input[type=range]");
  if (!range || place.classList.contains("compare--cut")) return;
  const cut = (share) => {
    range.value = share;
    place.style.setProperty("--cut", `${share}%`);
  };
  place.classList.add("compare--cut");
  range.addEventListener("input", () => cut(range.value));
  for (const button of place.querySelectorAll("[data-cut]")) {
    button.addEventListener("click", () => cut(button.dataset.cut));
  }
  cut(range.value);
}

function layAll(root) {
  for (const place of root.querySelectorAll("[data-compare]")) lay(place);
}

layAll(document);
document.addEventListener("htmx:load", (event) => layAll(event.target.parentElement ?? document));
