/** Ctrl-K: go to a page or project, or do something, by typing a part of its name. */

import { openForm } from "./dialogs";
import { base, near, one } from "./page";

interface Goal {
  group: string;
  title: string;
  address: string;
  hint?: string;
  keys?: string;
  dialog?: string;
}

const MOST = 40;
const WAIT = 120;
let goals: Goal[] | null = null;
let found: Goal[] = [];
let chosen = 0;
let tasks: Goal[] = [];
let timer = 0;

const box = (): HTMLDialogElement => one<HTMLDialogElement>("#palette");
const field = (): HTMLInputElement => one<HTMLInputElement>("#palette-text");

/** Open the palette; what it offers is fetched once for each page. */
export async function openPalette(): Promise<void> {
  if (!document.querySelector("#palette")) return;
  field().value = "";
  tasks = [];
  box().showModal();
  if (!goals) {
    const response = await fetch(`${base()}/palette.json`, { headers: { Accept: "application/json" } });
    goals = response.ok ? ((await response.json()) as Goal[]) : [];
  }
  search();
}

/** How well a goal fits: words at the beginning of its title first, anywhere in it next, in its description last. */
export function fit(goal: Goal, words: string[]): number {
  const title = goal.title.toLowerCase();
  const all = `${title} ${(goal.hint ?? "").toLowerCase()} ${goal.group.toLowerCase()}`;
  let sum = 0;
  for (const word of words) {
    if (title.startsWith(word)) sum += 4;
    else if (title.includes(` ${word}`)) sum += 3;
    else if (title.includes(word)) sum += 2;
    else if (all.includes(word)) sum += 1;
    else return 0;
  }
  return sum + 1;
}

/** Records of the project that are called what was typed; asked for once somebody has stopped typing for a moment. */
async function askForTasks(text: string): Promise<void> {
  const asked = new URLSearchParams({ table: "tasks", text, most: "8" });
  const response = await fetch(`${base()}/choices.json?${asked}`, { headers: { Accept: "application/json" } });
  if (!response.ok || field().value !== text) return;
  const known = (await response.json()) as { ref: string; name: string }[];
  tasks = known.map(({ ref, name }) => ({ group: "Tasks", title: name, hint: ref, address: `${base()}/tasks/${ref}` }));
  search();
}

function typed(): void {
  tasks = [];
  search();
  window.clearTimeout(timer);
  const text = field().value;
  if (base() && text.trim().length > 1) timer = window.setTimeout(() => void askForTasks(text), WAIT);
}

function search(): void {
  const words = field().value.toLowerCase().split(/\s+/).filter(Boolean);
  const fitting = [...(goals ?? []), ...tasks].map((goal): [number, Goal] => [fit(goal, words), goal]).filter(([points]) => points);
  if (words.length) fitting.sort((one, other) => other[0] - one[0]);
  found = fitting.slice(0, MOST).map(([, goal]) => goal);
  chosen = 0;
  paint(words.length === 0);
}

function paint(grouped: boolean): void {
  const list = one<HTMLUListElement>("#palette-list");
  list.replaceChildren();
  let group = "";
  found.forEach((goal, place) => {
    if (grouped && goal.group !== group) {
      group = goal.group;
      const head = document.createElement("li");
      head.setAttribute("role", "presentation");
      head.textContent = group;
      list.append(head);
    }
    list.append(line(goal, place));
  });
  if (!found.length) {
    const none = document.createElement("li");
    none.setAttribute("role", "presentation");
    none.textContent = "Nothing is called that.";
    list.append(none);
  }
  choose(0);
}

function line(goal: Goal, place: number): HTMLLIElement {
  const item = document.createElement("li");
  item.id = `palette-${place}`;
  item.setAttribute("role", "option");
  item.dataset["place"] = String(place);
  const title = document.createElement("span");
  title.textContent = goal.title;
  item.append(title);
  const hint = document.createElement("small");
  hint.textContent = goal.keys || goal.hint || "";
  item.append(hint);
  return item;
}

function choose(place: number): void {
  chosen = Math.max(0, Math.min(place, found.length - 1));
  for (const item of document.querySelectorAll<HTMLElement>("#palette-list [role=option]")) {
    const here = item.dataset["place"] === String(chosen);
    item.setAttribute("aria-selected", String(here));
    if (here) item.scrollIntoView({ block: "nearest" });
  }
  field().setAttribute("aria-activedescendant", found.length ? `palette-${chosen}` : "");
}

function go(): void {
  const goal = found[chosen];
  if (!goal) return;
  box().close();
  if (goal.dialog) void openForm(`${goal.address}?_next=${encodeURIComponent(location.pathname + location.search)}`);
  else location.assign(goal.address);
}

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
    event.preventDefault();
    void openPalette();
    return;
  }
  if (!(event.target instanceof Element) || event.target.id !== "palette-text") return;
  const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 };
  const step = steps[event.key];
  if (step !== undefined) {
    event.preventDefault();
    choose(chosen + step);
  } else if (event.key === "Enter") {
    event.preventDefault();
    go();
  }
});
document.addEventListener("input", (event) => {
  if (event.target instanceof Element && event.target.id === "palette-text") typed();
});
document.addEventListener("click", (event) => {
  if (near(event, "[data-palette]")) void openPalette();
  const item = near<HTMLElement>(event, "#palette-list [role=option]");
  if (!item) return;
  choose(Number(item.dataset["place"]));
  go();
});
