/** Registers: choosing rows, and doing one thing to all of them. */

import { openForm } from "../shell/dialogs";
import { near } from "../shell/page";

let last: HTMLInputElement | null = null;

const boxes = (): HTMLInputElement[] => [...document.querySelectorAll<HTMLInputElement>("#register [data-pick]")];
const picked = (): string[] => boxes().filter((box) => box.checked).map((box) => box.value);

function tell(): void {
  const bar = document.querySelector<HTMLElement>("#register [data-bulk]");
  if (!bar) return;
  const count = picked().length;
  bar.hidden = count === 0;
  const words = bar.querySelector("[data-bulk-count]");
  if (words) words.textContent = `${count} chosen`;
}

document.addEventListener("click", (event) => {
  const all = near<HTMLInputElement>(event, "[data-pick-all]");
  if (all) for (const box of boxes()) box.checked = all.checked;
  const box = near<HTMLInputElement>(event, "[data-pick]");
  if (box) {
    // With Shift everything from the last one chosen to this one.
    const every = boxes();
    const from = last && event.shiftKey ? every.indexOf(last) : -1;
    if (from >= 0) {
      const to = every.indexOf(box);
      for (const each of every.slice(Math.min(from, to), Math.max(from, to) + 1)) each.checked = box.checked;
    }
    last = box;
  }
  if (near(event, "[data-bulk-none]")) for (const each of boxes()) each.checked = false;
  if (all || box || near(event, "[data-bulk-none]")) tell();
  const doing = near<HTMLElement>(event, "[data-bulk-do]");
  if (!doing) return;
  const argument = document.querySelector<HTMLElement>("#register")?.dataset["argument"] ?? "";
  const asked = new URLSearchParams({ _each: argument, _keys: picked().join(","), _next: location.pathname + location.search });
  void openForm(`${doing.dataset["bulkDo"]}?${asked}`);
});
