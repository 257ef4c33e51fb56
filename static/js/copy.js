// A button that copies the field beside it. Where the browser does not let it, the field is there to be marked.
for (const place of document.querySelectorAll("[data-copy]")) {
  const button = place.querySelector("[data-copy-button]");
  const field = place.querySelector("input");
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    field.select();
    await navigator.clipboard.writeText(field.value);
    button.textContent = button.dataset.done;
  });
}
