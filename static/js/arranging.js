// A picture is dragged to another place of its period. Without this file the two buttons under it do the same,
// one place at a time.
const form = document.querySelector("[data-arrange]");
let held = null;

function place(item) {
  return [...item.parentElement.children].indexOf(item);
}

// Let go over another one, it takes that one's place.
function over(event) {
  const under = event.target.closest?.("[data-code]");
  if (!held || !under || under === held.item || under.parentElement !== held.item.parentElement) return;
  event.preventDefault();
  under[place(under) < place(held.item) ? "before" : "after"](held.item);
}

async function keep() {
  const { item, from } = held;
  held = null;
  item.classList.remove("arrange__item--held");
  const by = place(item) - from;
  if (!by) return;
  const body = new FormData();
  for (const [name, value] of Object.entries({ moved: item.dataset.code, by })) body.append(name, value);
  body.append("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
  const kept = await fetch(location.href, { method: "POST", body }).then((answer) => answer.ok, () => false);
  if (kept) settle(item.parentElement);
  else location.reload();
}

// The first has no earlier and the last no later place; a page that holds a part of a period keeps its own.
function settle(list) {
  const buttons = (name) => [...list.querySelectorAll(`[name=${name}]`)];
  for (const name of ["earlier", "later"]) {
    const all = buttons(name);
    const had = all.some((button) => button.disabled);
    for (const button of all) button.disabled = false;
    if (had) all.at(name === "earlier" ? 0 : -1).disabled = true;
  }
}

if (form) {
  form.querySelector("[data-arrange-scripted]")?.removeAttribute("hidden");
  for (const item of form.querySelectorAll("[data-code]")) {
    item.draggable = true;
    item.addEventListener("dragstart", (event) => {
      held = { item, from: place(item) };
      item.classList.add("arrange__item--held");
      event.dataTransfer.effectAllowed = "move";
    });
    item.addEventListener("dragend", keep);
  }
  form.addEventListener("dragover", over);
  form.addEventListener("drop", (event) => event.preventDefault());
}
