/** What one sees of the plan, kept in this browser: as it was left, and under names of one's own. */

import { one, project } from "../shell/page";
import { gantt } from "./gantt";

const key = (name: string): string => `plan:${project() ?? ""}:${name}`;
const LAST = "last", NAMED = "views";

type View = Record<string, unknown>;

function read<T>(name: string, otherwise: T): T {
  try {
    return (JSON.parse(localStorage.getItem(key(name)) ?? "null") as T | null) ?? otherwise;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof DOMException) return otherwise;
    throw error;
  }
}

function write(name: string, value: unknown): void {
  try {
    localStorage.setItem(key(name), JSON.stringify(value));
  } catch (error) {
    // A browser that keeps nothing still shows the plan.
    if (!(error instanceof DOMException)) throw error;
  }
}

export function views(): void {
  const last = read<View | null>(LAST, null);
  if (last) gantt().layoutState = last;
  gantt().addEventListener("mp-view", () => write(LAST, gantt().layoutState));
  one<HTMLFormElement>("#plan-keep").addEventListener("submit", (event) => {
    event.preventDefault();
    const field = one<HTMLInputElement>("#plan-view-name");
    const name = field.value.trim();
    if (!name) return;
    write(NAMED, { ...read<Record<string, View>>(NAMED, {}), [name]: gantt().layoutState });
    field.value = "";
    list();
    gantt().announce(`What is shown is kept as “${name}”.`);
  });
  list();
}

function list(): void {
  const box = one<HTMLElement>("#plan-views");
  for (const old of box.querySelectorAll(".mp-plan-views-line")) old.remove();
  for (const [name, state] of Object.entries(read<Record<string, View>>(NAMED, {}))) {
    const line = document.createElement("div");
    line.className = "mp-plan-views-line";
    line.append(button(name, `Show “${name}”`, () => show(state)), button("×", `Forget “${name}”`, () => forget(name)));
    box.append(line);
  }
}

function button(text: string, label: string, act: () => void): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = text;
  made.setAttribute("aria-label", label);
  if (text === "×") made.className = "mp-tool";
  made.addEventListener("click", act);
  return made;
}

function show(state: View): void {
  gantt().layoutState = state;
  write(LAST, state);
  one<HTMLElement>("#plan-views").closest("details")?.removeAttribute("open");
}

function forget(name: string): void {
  const kept = read<Record<string, View>>(NAMED, {});
  delete kept[name];
  write(NAMED, kept);
  list();
}
