/** Registers: a cell is edited where it stands: Enter, F2 or a double click, then Enter to keep or Escape to leave. */

import { actAloud } from "../shell/acting";
import { base, near, one } from "../shell/page";
import { showRegister } from "./filtering";

/** Fetch the field for a cell from the command's form, so that it is the same widget with the same choices. */
async function fieldFor(cell: HTMLElement, argument: string): Promise<HTMLElement | null> {
  const text = cell.querySelector("time")?.dateTime.slice(0, 10) ?? cell.textContent.trim();
  const asked = new URLSearchParams({ [argument]: text });
  const response = await fetch(`${base()}/do/${cell.dataset["edit"]}?${asked}`, { headers: { "HX-Request": "true" } });
  if (!response.ok) return null;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const field = page.querySelector<HTMLElement>(`[name="${argument}"]`);
  const list = page.querySelector(`#${field?.getAttribute("list") ?? "none"}`);
  if (list) cell.append(list);
  return field;
}

async function edit(cell: HTMLElement): Promise<void> {
  const argument = cell.dataset["argument"] ?? "";
  if (cell.querySelector("form") || !argument) return;
  const before = [...cell.childNodes];
  const field = await fieldFor(cell, argument);
  if (!field) return;
  const form = document.createElement("form");
  form.append(field);
  cell.replaceChildren(form, ...cell.querySelectorAll("datalist"));
  field.focus();
  if (field instanceof HTMLInputElement && field.type === "text") field.select();
  let done = false;
  const leave = (): void => {
    if (done) return;
    done = true;
    cell.replaceChildren(...before);
    cell.focus();
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (done) return;
    done = true;
    void keep(cell, argument, field as HTMLInputElement, before);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape") leave();
    event.stopPropagation();
  });
  field.addEventListener("blur", leave);
  if (field instanceof HTMLSelectElement) field.addEventListener("change", () => form.requestSubmit());
}

async function keep(cell: HTMLElement, argument: string, field: HTMLInputElement, before: ChildNode[]): Promise<void> {
  const register = one<HTMLElement>("#register");
  const key = cell.closest<HTMLElement>("tr")?.dataset["key"] ?? "";
  const value = field.type === "checkbox" ? field.checked : field.value;
  const given = { [register.dataset["argument"] ?? ""]: key, [argument]: value };
  const answer = await actAloud([{ command: cell.dataset["edit"] ?? "", arguments: given }]);
  if (answer) await showRegister(location.pathname + location.search);
  else cell.replaceChildren(...before);
  document.querySelector<HTMLElement>(`tr[data-key="${CSS.escape(key)}"] [data-argument="${argument}"]`)?.focus();
}

document.addEventListener("dblclick", (event) => {
  const cell = near<HTMLElement>(event, "#register td[data-edit]");
  if (cell) void edit(cell);
});
document.addEventListener("keydown", (event) => {
  const cell = event.target instanceof HTMLElement && event.target.matches("#register td[data-edit]") ? event.target : null;
  if (!cell || (event.key !== "Enter" && event.key !== "F2")) return;
  event.preventDefault();
  void edit(cell);
});
