// Files are sent in parts (tus 1.0), two at a time, and go on where they stopped: after a lost connection by
// themselves, after the page was closed once the same file is chosen again. Without this file the plain form
// is there, and sends them whole.
const place = document.querySelector("[data-adding]");
const PART = 8 * 2 ** 20;
const MEGABYTE = 2 ** 20;
const AT_ONCE = 2;
const SHORTEST_REST = 1000;
const LONGEST_REST = 30000;
const LONGEST_REQUEST = 10 * 60000; // a part over a slow line; after that the line is taken for broken
const MOST_NAMED = 150; // so many fit into an address
const LATER = [0, 408, 423, 429, 460, 500, 502, 503, 504]; // 0 is no answer at all
const memory = `rodnik.upload.${place?.dataset.of}.`;
const token = place?.closest("form").querySelector("[name=csrfmiddlewaretoken]").value;
const number = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 });
const rows = [];

// What is remembered of a file tells nobody else its name.
function mark(file) {
  let [one, other] = [0xdeadbeef, 0x41c6ce57];
  for (const sign of `${file.name}|${file.size}|${file.lastModified}`) {
    one = Math.imul(one ^ sign.codePointAt(0), 2654435761);
    other = Math.imul(other ^ sign.codePointAt(0), 1597334677);
  }
  return `${memory}${(one >>> 0).toString(36)}${(other >>> 0).toString(36)}`;
}

const store = {
  get(key) {
    try {
      const kept = JSON.parse(localStorage.getItem(key) ?? "null");
      if (kept && kept.until > Date.now()) return kept.where;
      localStorage.removeItem(key);
    } catch {} // a browser that remembers nothing begins anew
    return null;
  },
  set(key, where, until) {
    try {
      localStorage.setItem(key, JSON.stringify({ where, until }));
    } catch {}
  },
  remove(key) {
    try {
      localStorage.removeItem(key);
    } catch {}
  },
  any() {
    try {
      return Object.keys(localStorage).some((key) => key.startsWith(memory) && store.get(key));
    } catch {
      return false;
    }
  },
};

function inBase64(text) {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}

function filled(words, values) {
  return words.replace(/\{([a-z]+)\}/g, (whole, name) => values[name] ?? whole);
}

class Answer {
  constructor(request) {
    this.status = request.status;
    this.header = (name) => request.getResponseHeader(name);
    try {
      this.sentence = JSON.parse(request.responseText).detail ?? "";
    } catch {
      this.sentence = "";
    }
  }
  get isGood() {
    return this.status >= 200 && this.status < 300;
  }
}

class Row {
  constructor(file) {
    this.file = file;
    this.key = mark(file);
    this.state = "waits";
    this.where = store.get(this.key);
    this.offset = null; // what the server has; null where it has to be asked
    this.draw();
    this.say("waits");
  }

  draw() {
    const template = place.querySelector("[data-adding-row]");
    this.words = template.dataset;
    this.element = template.content.firstElementChild.cloneNode(true);
    this.part = (name) => this.element.querySelector(`[data-file-${name}]`);
    this.bar = this.element.querySelector("progress");
    this.part("name").textContent = this.file.name;
    for (const control of [this.bar, this.part("pause"), this.part("cancel")]) {
      const label = control === this.bar ? this.file.name : `${control.textContent}: ${this.file.name}`;
      control.setAttribute("aria-label", label);
    }
    this.part("pause").addEventListener("click", () => (this.state === "paused" ? this.resume() : this.pause()));
    this.part("cancel").addEventListener("click", () => this.cancel());
    place.querySelector("[data-adding-files]").append(this.element);
  }

  say(word, values = {}) {
    this.part("state").textContent = filled(this.words[word] ?? word, values);
  }

  showButton(word) {
    const button = this.part("pause");
    button.textContent = this.words[word];
    button.setAttribute("aria-label", `${this.words[word]}: ${this.file.name}`);
  }

  // What has been sent, and the time that is left where enough was measured to tell it.
  showProgress(sent) {
    this.bar.value = this.file.size ? sent / this.file.size : 0;
    const values = { sent: number.format(sent / MEGABYTE), size: number.format(this.file.size / MEGABYTE) };
    const seconds = (Date.now() - this.since) / 1000;
    const left = ((this.file.size - sent) * seconds) / (sent - this.sentBefore);
    const isKnown = seconds > 10 && left > 60 && Number.isFinite(left);
    this.say(isKnown ? "soon" : "goes", { ...values, m: Math.round(left / 60) });
  }

  ask(method, url, headers = {}, body = null, onProgress = null) {
    return new Promise((resolve) => {
      const request = (this.request = new XMLHttpRequest());
      request.open(method, url);
      request.timeout = LONGEST_REQUEST;
      const all = { "Tus-Resumable": "1.0.0", "X-CSRFToken": token, ...headers };
      for (const [name, value] of Object.entries(all)) request.setRequestHeader(name, value);
      if (onProgress) request.upload.addEventListener("progress", onProgress);
      request.addEventListener("loadend", () => resolve(new Answer(request)));
      request.send(body);
    });
  }

  // One step on: to its place, to how far it has come, to its next part.
  async step() {
    if (!this.where) return this.create();
    if (this.offset === null) return this.look();
    return this.sendPart();
  }

  async create() {
    const said = `filename ${inBase64(this.file.name)}`;
    const headers = { "Upload-Length": this.file.size, "Upload-Metadata": said };
    const answer = await this.ask("POST", place.dataset.adding, headers);
    if (answer.isGood) {
      this.where = answer.header("Location");
      store.set(this.key, this.where, Date.parse(answer.header("Upload-Expires")));
      this.arrived(answer);
    }
    return answer;
  }

  async look() {
    const answer = await this.ask("HEAD", this.where);
    if (answer.isGood) {
      this.arrived(answer);
      [this.since, this.sentBefore] = [Date.now(), this.offset];
    } else if (answer.status === 404) this.forget(); // it has expired: from the beginning
    else if (answer.status === 422 || answer.status === 413) this.offset = this.file.size; // why, the next step tells
    else return answer;
    return { ...answer, isGood: true };
  }

  async sendPart() {
    const from = this.offset;
    const part = this.file.slice(from, from + PART);
    const headers = { "Content-Type": "application/offset+octet-stream", "Upload-Offset": from };
    const isLast = from + part.size === this.file.size;
    const answer = await this.ask("PATCH", this.where, headers, part, ({ loaded }) => {
      if (this.state !== "going") return;
      this.showProgress(Math.min(from + loaded, this.file.size));
      if (isLast && from + loaded >= this.file.size) this.say("looked");
    });
    if (answer.isGood) this.arrived(answer);
    else this.offset = null;
    return answer.status === 409 || answer.status === 404 ? { ...answer, isGood: true } : answer;
  }

  arrived(answer) {
    this.offset = Number(answer.header("Upload-Offset"));
    this.media = answer.header("Rodnik-Media");
    this.showProgress(this.offset);
  }

  forget() {
    store.remove(this.key);
    [this.where, this.offset] = [null, null];
  }

  async go() {
    this.state = "going";
    this.showButton("pause");
    [this.since, this.sentBefore] = [Date.now(), this.offset ?? 0];
    let rest = SHORTEST_REST;
    while (this.state === "going") {
      const answer = await this.step();
      if (this.state !== "going") break;
      if (this.media) this.keep();
      else if (answer.isGood) rest = SHORTEST_REST;
      else if (LATER.includes(answer.status)) {
        this.offset = null;
        this.say(answer.sentence || "broken");
        await this.sleep(Math.max(rest, 1000 * Number(answer.header("Retry-After") ?? 0)));
        rest = Math.min(2 * rest, LONGEST_REST);
      } else this.refuse(answer);
    }
    turn();
  }

  sleep(time) {
    return new Promise((wake) => {
      this.wake = wake;
      setTimeout(wake, Math.min(time, 2 * LONGEST_REST));
    });
  }

  keep() {
    this.end("kept", "kept");
    if (/^audio\/|^application\/pdf$/.test(this.file.type)) return; // there is nothing to see of them
    const picture = new Image();
    picture.alt = "";
    picture.addEventListener("load", () => this.part("picture")?.replaceWith(picture));
    picture.src = `/files/media/${this.media}/thumb`;
  }

  refuse(answer) {
    const word = answer.status === 401 ? "signedOut" : answer.sentence || "failed";
    this.end("wrong", word);
    if (answer.status === 401 || !answer.sentence) {
      this.state = "paused";
      this.part("pause").hidden = this.part("cancel").hidden = false;
      this.showButton("again");
    }
  }

  end(state, word) {
    this.state = state;
    if (word !== "signedOut") store.remove(this.key);
    this.element.classList.add(`file--${state}`);
    this.say(word);
    this.part("pause").hidden = this.part("cancel").hidden = true;
  }

  pause() {
    this.state = "paused";
    this.request?.abort();
    this.wake?.();
    this.say("paused");
    this.showButton("resume");
    turn();
  }

  resume() {
    this.state = "waits";
    this.offset = null;
    this.element.classList.remove("file--wrong");
    this.say("waits");
    this.showButton("pause");
    turn();
  }

  cancel() {
    this.state = "gone";
    this.request?.abort();
    this.wake?.();
    if (this.where) this.ask("DELETE", this.where);
    this.forget();
    const next = this.element.nextElementSibling ?? this.element.previousElementSibling;
    (next?.querySelector("button:not([hidden])") ?? input).focus();
    this.element.remove();
    rows.splice(rows.indexOf(this), 1);
    turn();
  }
}

function count(...states) {
  return rows.filter((row) => states.includes(row.state)).length;
}

// Whoever waits begins, as long as there are places; when all have come, the words are next.
function turn() {
  for (const row of rows) {
    if (row.state === "waits" && count("going") < AT_ONCE) row.go();
  }
  const [kept, unsettled] = [rows.filter((row) => row.state === "kept"), count("waits", "going", "paused")];
  const sum = place.querySelector("[data-adding-sum]");
  const word = unsettled ? "going" : kept.length === rows.length ? "done" : "partly";
  sum.textContent = rows.length ? filled(sum.dataset[word], { k: kept.length, n: rows.length }) : "";
  const codes = kept.map((row) => row.media);
  const named = codes.length <= MOST_NAMED ? `?of=${codes.join(".")}` : "";
  const on = place.querySelector("[data-adding-on]");
  on.hidden = Boolean(count("waits", "going")) || !kept.length;
  on.querySelector("a").href = place.dataset.words + named;
  if (kept.length && !unsettled && kept.length === rows.length) location.assign(on.querySelector("a").href);
}

function take(files) {
  place.querySelector("[data-adding-left]").hidden = true;
  const known = new Set(rows.map((row) => row.key));
  for (const file of files) {
    if (!known.has(mark(file))) rows.push(new Row(file));
  }
  turn();
}

function takeDropped(event) {
  if (!event.dataTransfer?.types.includes("Files")) return;
  event.preventDefault();
  place.classList.toggle("adding--over", event.type === "dragover");
  if (event.type === "drop") take(event.dataTransfer.files);
}

const input = place?.querySelector("input[type=file]");
if (place) {
  input.name = ""; // what is sent here does not come with the form once more
  place.querySelector("[data-adding-scripted]").hidden = false;
  place.querySelector("[data-adding-left]").hidden = !store.any();
  place.closest("form").querySelector(".wizard__end [type=submit]").hidden = true;
  place.closest("form").addEventListener("submit", (event) => event.preventDefault());
  input.addEventListener("change", () => {
    take([...input.files]);
    input.value = "";
  });
  for (const kind of ["dragover", "dragleave", "drop"]) document.addEventListener(kind, takeDropped);
  document.addEventListener("paste", (event) => take(event.clipboardData?.files ?? []));
  window.addEventListener("online", () => rows.forEach((row) => row.wake?.()));
  window.addEventListener("beforeunload", (event) => {
    if (count("going")) event.preventDefault();
  });
}
