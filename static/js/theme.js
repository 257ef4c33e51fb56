// Light and dark without a new page: the same two buttons, the same cookie as the form sends.
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
    wear(event.submitter.value);
    // The button that was pressed is gone now; the keyboard goes on from its twin.
    [...form.querySelectorAll("button")].find((button) => button !== event.submitter)?.focus();
  });
}
