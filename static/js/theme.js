// Light and dark without a new page: the same two buttons, the same cookie as the form sends. Of a person the
// site is told as well, so that their next browser knows.
const A_YEAR = 365 * 24 * 3600;

function wear(theme) {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.documentElement.dataset.theme = theme;
  document.cookie = `theme=${theme}; Path=/; Max-Age=${A_YEAR}; SameSite=Lax${secure}`;
}

for (const form of document.querySelectorAll("[data-theme-form]")) {
  form.addEventListener("submit", (event) => {
    if (!event.submitter) return;
    event.preventDefault();
    const chosen = new FormData(form, event.submitter);
    wear(event.submitter.value);
    if (form.dataset.themeForm) fetch(form.action, { method: "POST", body: chosen, redirect: "manual", keepalive: true });
    // The button that was pressed is gone now; the keyboard goes on from its twin.
    [...form.querySelectorAll("button")].find((button) => button !== event.submitter)?.focus();
  });
}
