/** Registers: a cell is edited where it stands: Enter, F2 or a double click, then Enter to keep or Escape to leave. */

import { actAloud } from "../shell/acting";
import { near, one } from "../shell/page";
import { showRegister } from "./filtering";

type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** The field for a cell: the same widget, with the same choices, as the command's form has. */
function fieldFor(cell: HTMLElement, argument: string): { field: Field; list: Element | null } | null {
  const kept = document.querySelector<HTMLTemplateElement>(`template[data-field="${cell.dataset["edit"]}.${argument}"]`);
  const piece = kept?.content.cloneNode(true) as DocumentFragment | undefined;
  const field = piece?.querySelector<Field>(`[name="${argument}"]`);
  if (!piece || !field) return null;
  const text = cell.querySelector("time")?.dateTime.slice(0, 10) ?? cell.textContent.trim();
  if (field instanceof HTMLInputElement && field.type === "checkbox") field.checked = text === "yes";
  else field.value = field.type === "number" ? text.replace(/[^0-9.-]/g, "") : text;
  field.removeAttribute("aria-describedby");
  field.setAttribute("aria-label", piece.querySelector("label")?.textContent.replace("*", "").trim() ?? argument);
  return { field, list: piece.querySelector("datalist") };
}

function edit(cell: HTMLElement): void {
  const argument = cell.dataset["argument"] ?? "";
  const found = cell.querySelector("form") ? null : fieldFor(cell, argument);
  if (!found) return;
  const { field, list } = found;
  const before = [...cell.childNodes];
  const form = document.createElement("form");
  form.append(field, ...(list ? [list] : []));
  cell.replaceChildren(form);
  field.focus();
  if (field instanceof HTMLInputElement && field.type === "text") field.select();
  let done = false;
  const leave = (): void => {
    if (done) return;
    done = true;
    cell.replaceChildren(...before);
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (done) return;
    done = true;
    void keep(cell, argument, field, before);
  });
  field.addEventListener("keydown", (event) => {
    const key = (event as KeyboardEvent).key;
    event.stopPropagation();
    if (key !== "Escape") return;
    leave();
    cell.focus();
  });
  field.addEventListener("blur", leave);
  if (field instanceof HTMLSelectElement) field.addEventListener("change", () => form.requestSubmit());
}

async function keep(cell: HTMLElement, argument: string, field: Field, before: ChildNode[]): Promise<void> {
  const register = one<HTMLElement>("#register");
  const key = cell.closest<HTMLElement>("tr")?.dataset["key"] ?? "";
  const value = field instanceof HTMLInputElement && field.type === "checkbox" ? field.checked : field.value;
  const given = { [register.dataset["argument"] ?? ""]: key, [argument]: value };
  const answer = await actAloud([{ command: cell.dataset["edit"] ?? "", arguments: given }]);
  if (answer) await showRegister(location.pathname + location.search);
  else cell.replaceChildren(...before);
  document.querySelector<HTMLElement>(`tr[data-key="${CSS.escape(key)}"] [data-argument="${argument}"]`)?.focus();
}

document.addEventListener("dblclick", (event) => {
  const cell = near<HTMLElement>(event, "#register td[data-edit]");
  if (cell) edit(cell);
});
document.addEventListener("keydown", (event) => {
  const cell = event.target instanceof HTMLElement && event.target.matches("#register td[data-edit]") ? event.target : null;
  if (!cell || (event.key !== "Enter" && event.key !== "F2")) return;
  event.preventDefault();
  edit(cell);
});
