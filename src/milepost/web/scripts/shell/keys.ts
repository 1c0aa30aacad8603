/** Keys: `?` lists them, `/` searches, and those that pages of the menu name lead there. */

import { near, writing } from "./page";

const PATIENCE = 1200;
let typed = "";
let timer = 0;

function forget(): void {
  typed = "";
}

function showKeys(): void {
  document.querySelector<HTMLDialogElement>("#keyboard")?.showModal();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || writing(event) || event.defaultPrevented) return;
  if (document.querySelector("dialog[open]")) return;
  if (event.key === "?") return showKeys();
  if (event.key === "/") {
    const field = document.querySelector<HTMLInputElement>("[data-search]");
    if (field) {
      event.preventDefault();
      field.focus();
    }
    return;
  }
  if (event.key.length !== 1) return;
  // Where letters mean something of their own, such as in the plan, they are not waited for.
  if (near(event, "mp-gantt, [role=grid], [role=treegrid]")) return;
  typed = `${typed} ${event.key}`.trim();
  window.clearTimeout(timer);
  timer = window.setTimeout(forget, PATIENCE);
  for (const link of document.querySelectorAll<HTMLAnchorElement>("a[data-keys]")) {
    if (link.dataset["keys"] === typed) {
      forget();
      link.click();
      return;
    }
  }
});
document.addEventListener("click", (event) => {
  if (near(event, "[data-keyboard]")) showKeys();
});
