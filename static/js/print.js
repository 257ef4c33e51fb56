// A button that prints the page. Without this script it is not shown: the browser's own menu does the same.
for (const button of document.querySelectorAll("[data-print]")) {
  button.closest("[hidden]").hidden = false;
  button.addEventListener("click", () => window.print());
}
