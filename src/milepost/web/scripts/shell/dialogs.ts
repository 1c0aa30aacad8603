/** Forms of commands in a dialog. Without a script the same links lead to the same forms as pages. */

import htmx from "htmx.org";

import { near, one } from "./page";

const dialog = (): HTMLDialogElement => one<HTMLDialogElement>("#form-dialog");

/** Open the form at an address; a form that cannot be shown leads to its page. */
export async function openForm(address: string): Promise<void> {
  await htmx.ajax("GET", address, { target: "#form-dialog", swap: "innerHTML" });
}

document.addEventListener("click", (event) => {
  const link = near<HTMLAnchorElement>(event, "a[data-dialog]");
  if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey && document.querySelector("#form-dialog")) {
    event.preventDefault();
    void openForm(link.href);
  }
  if (near(event, "[data-close]")) near<HTMLElement>(event, "dialog")?.closest("dialog")?.close();
  // A click on the backdrop is a click on the dialog itself.
  if (event.target instanceof HTMLDialogElement) event.target.close();
});

document.addEventListener("htmx:after:swap", () => {
  const shown = document.querySelector<HTMLDialogElement>("#form-dialog");
  if (!shown || !shown.childElementCount) return;
  if (!shown.open) shown.showModal();
  const first = shown.querySelector<HTMLElement>("[aria-invalid], input:not([type=hidden]), select, textarea");
  first?.focus();
});

document.addEventListener("close", (event) => {
  if (event.target === dialog()) dialog().replaceChildren();
}, true);
