// The square of the portrait follows the two sliders. Without this file it is seen after saving.
const place = document.querySelector("[data-crop] svg");
const [across, down] = ["cover_x", "cover_y"].map((name) => document.querySelector(`[name=${name}]`));

function follow() {
  const image = place.querySelector("image");
  const [width, height] = ["width", "height"].map((name) => Number(image.getAttribute(name)));
  const side = Math.min(width, height);
  const start = (length, share) => Math.min(Math.max(0, (length * share) / 100 - side / 2), length - side);
  place.setAttribute("viewBox", [start(width, across.value), start(height, down.value), side, side].join(" "));
}

if (place && across && down) for (const slider of [across, down]) slider.addEventListener("input", follow);
