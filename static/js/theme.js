// Light, dark, or as the system, without a new page: the same buttons, the same cookie as the forms send. Of a
// person the site is told as well, so that their next browser knows.
const A_YEAR = 365 * 24 * 3600;

function wear(theme) {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  const chosen = theme !== "system";
  if (chosen) document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
  document.cookie = `theme=${theme}; Path=/; Max-Age=${A_YEAR}; SameSite=Lax${secure}`;
  for (const bar of document.querySelectorAll("meta[name=theme-color]")) {
    const { of } = bar.dataset;
    bar.media = chosen ? (of === theme ? "all" : "not all") : `(prefers-color-scheme: ${of})`;
  }
  for (const button of document.querySelectorAll("[data-theme-form] [aria-pressed]")) {
    button.setAttribute("aria-pressed", String(button.value === theme));
  }
}

for (const form of document.querySelectorAll("[data-theme-form]")) {
  form.addEventListener("submit", (event) => {
    if (!event.submitter) return;
    event.preventDefault();
    const chosen = new FormData(form, event.submitter);
    wear(event.submitter.value);
    if (form.dataset.themeForm) fetch(form.action, { method: "POST", body: chosen, redirect: "manual", keepalive: true });
    // A button of the head is gone once it was pressed; the keyboard goes on from its twin.
    if (event.submitter.offsetParent === null) [...form.querySelectorAll("button")].find((button) => button !== event.submitter)?.focus();
  });
}
