/** Files to import: dropped and named where they are given, and followed while the worker takes a large one in. */

interface Progress {
  state: "waiting" | "running" | "done" | "failed";
  share: number;
  told: string;
  path: string;
}

const PAUSE = 700;

function named(zone: HTMLElement): void {
  const field = zone.querySelector<HTMLInputElement>("input[type=file]");
  const name = zone.querySelector<HTMLElement>("[data-drop-name]");
  if (!field || !name) return;
  const show = (): void => {
    const file = field.files?.[0];
    if (file) name.textContent = `${file.name} (${Math.max(1, Math.round(file.size / 1024)).toLocaleString()} KiB)`;
    zone.toggleAttribute("data-chosen", Boolean(file));
  };
  field.addEventListener("change", show);
  for (const word of ["dragenter", "dragover"]) {
    zone.addEventListener(word, (event) => {
      event.preventDefault();
      zone.setAttribute("data-over", "");
    });
  }
  for (const word of ["dragleave", "drop"]) zone.addEventListener(word, () => zone.removeAttribute("data-over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    if (!event.dataTransfer?.files.length) return;
    field.files = event.dataTransfer.files;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

/** A code that a file's name suggests, such as PORTAL-2026 for `portal 2026.mpp`. */
function codeOf(name: string): string {
  const words = name.replace(/\.[^.]*$/, "").normalize("NFD").replace(/\p{M}/gu, "").toUpperCase();
  return words.replace(/[^A-Z0-9]+/g, "-").replace(/^[^A-Z]+/, "").slice(0, 20).replace(/-+$/, "");
}

/** Until somebody writes a code, the chosen file suggests one. */
function suggested(form: HTMLFormElement): void {
  const [file, code] = [form.querySelector<HTMLInputElement>("input[type=file]"), form.querySelector<HTMLInputElement>("input[name=code]")];
  let own = "";
  file?.addEventListener("change", () => {
    const name = file.files?.[0]?.name;
    if (name && code && code.value === own) code.value = own = codeOf(name);
  });
}

/** Reading takes a moment: a second press would send the file again. */
function sentOnce(form: HTMLFormElement): void {
  const button = form.querySelector<HTMLButtonElement>("button.btn-primary");
  const words = button?.textContent ?? "";
  const busy = (reading: boolean): void => {
    if (!button) return;
    button.disabled = reading;
    button.textContent = reading ? "Reading the file…" : words;
  };
  form.addEventListener("submit", (event) => {
    busy(true);
    if (!("keeping" in form.dataset)) return;
    // A page that came back with the refusal would have lost the file.
    event.preventDefault();
    void sent(form).then((gone) => busy(gone));
  });
  // Who comes back with the browser's own button finds a form that works.
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
}

/** Send the form; tells whether the page is being left. */
async function sent(form: HTMLFormElement): Promise<boolean> {
  for (const old of form.querySelectorAll("[data-refused]")) old.remove();
  for (const field of form.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
  const headers = { "HX-Request": "true" };
  const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers, credentials: "same-origin" }).catch(() => null);
  const onward = answer?.headers.get("HX-Redirect");
  if (onward) {
    location.assign(onward);
    return true;
  }
  const piece = new DOMParser().parseFromString((await answer?.text()) ?? "", "text/html");
  const wrong = piece.querySelector<HTMLInputElement>("[aria-invalid=true]");
  const said = piece.querySelector(".mp-error, [role=alert]")?.textContent?.trim();
  refused(form, said || "The server did not answer; nothing was imported. Try again.", wrong?.name ?? "");
  return false;
}

/** Say what is wrong at the field it is about, else at the end of the form. */
function refused(form: HTMLFormElement, words: string, name: string): void {
  const told = document.createElement("p");
  told.className = "mp-error";
  told.dataset["refused"] = "";
  told.setAttribute("role", "alert");
  told.textContent = words;
  const field = form.querySelector<HTMLInputElement>(`[name="${CSS.escape(name)}"]`);
  if (field && name) {
    field.setAttribute("aria-invalid", "true");
    (field.closest(".mp-drop-zone") ?? field).after(told);
    field.focus();
  } else form.querySelector(".mp-form-foot")?.before(told);
}

async function follow(place: HTMLElement): Promise<void> {
  const answer = await fetch(place.dataset["address"] ?? "", { credentials: "same-origin" }).catch(() => null);
  if (answer?.ok) {
    const found = (await answer.json()) as Progress;
    if (found.state === "done" && found.path) return location.assign(found.path);
    if (found.state === "done" || found.state === "failed") return location.reload();
    const bar = place.querySelector("progress");
    if (bar) bar.value = Math.round(found.share * 100);
    const told = place.querySelector("[data-told]");
    if (told && found.state === "running" && told.textContent !== found.told) told.textContent = found.told;
  }
  setTimeout(() => void follow(place), PAUSE);
}

document.querySelectorAll<HTMLElement>("[data-drop-file]").forEach(named);
for (const form of document.querySelectorAll<HTMLFormElement>("form[data-importing]")) {
  suggested(form);
  sentOnce(form);
}
const place = document.querySelector<HTMLElement>("#importing");
if (place && ["waiting", "running"].includes(place.dataset["state"] ?? "")) void follow(place);
