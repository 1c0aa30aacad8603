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

/** Reading takes a moment: a second press would send the file again. */
function sentOnce(form: HTMLFormElement): void {
  form.addEventListener("submit", () => {
    const button = form.querySelector<HTMLButtonElement>("button.btn-primary");
    if (!button) return;
    button.disabled = true;
    button.textContent = "Reading the file…";
  });
  // Who comes back with the browser's own button finds a form that works.
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
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
document.querySelectorAll<HTMLFormElement>("form[data-importing]").forEach(sentOnce);
const place = document.querySelector<HTMLElement>("#importing");
if (place && ["waiting", "running"].includes(place.dataset["state"] ?? "")) void follow(place);
