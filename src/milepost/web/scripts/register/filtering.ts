/** Registers: searching and filtering while one types, and choosing columns. */

import htmx from "htmx.org";

import { near } from "../shell/page";

const WAIT = 250;
let timer = 0;

/** Show the register as another address has it, without loading the page anew. */
export async function showRegister(address: string): Promise<void> {
  await htmx.ajax("GET", address, { target: "#register", select: "#register", swap: "outerHTML" });
  history.replaceState(null, "", address);
}

function asked(form: HTMLFormElement): string {
  const found = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && value) found.append(name, value);
  }
  return `${location.pathname}?${found}`;
}

document.addEventListener("input", (event) => {
  const field = near<HTMLInputElement>(event, "[data-filter] [data-search]");
  const form = field?.form;
  if (!field || !form) return;
  window.clearTimeout(timer);
  timer = window.setTimeout(async () => {
    await showRegister(asked(form));
    const again = document.querySelector<HTMLInputElement>("[data-filter] [data-search]");
    again?.focus();
    again?.setSelectionRange(again.value.length, again.value.length);
  }, WAIT);
});
document.addEventListener("change", (event) => {
  const form = near<HTMLSelectElement>(event, "[data-filter] [data-submit]")?.form;
  if (form) void showRegister(asked(form));
});
document.addEventListener("submit", (event) => {
  const form = near<HTMLFormElement>(event, "[data-filter]");
  if (!form) return;
  event.preventDefault();
  void showRegister(asked(form));
});
document.addEventListener("click", (event) => {
  if (!near(event, "[data-columns-apply]")) return;
  const list = near<HTMLElement>(event, "[data-columns]");
  const names = [...(list?.querySelectorAll<HTMLInputElement>("input:checked") ?? [])].map((box) => box.value);
  const address = new URL(location.href);
  address.searchParams.set("columns", names.join(","));
  void showRegister(address.pathname + address.search);
});
