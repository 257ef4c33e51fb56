// Makes the browser keep what may be read without a connection, and says when there is none.
const said = document.querySelector("[data-offline]");

function say() {
  if (said) said.hidden = navigator.onLine;
}

navigator.serviceWorker?.register(document.body.dataset.worker).catch(() => {}); // a browser that keeps nothing works as well
addEventListener("online", say);
addEventListener("offline", say);
say();
