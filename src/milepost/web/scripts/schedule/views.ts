/** What one sees of the plan: as it was left is kept in this browser, under names of one's own on the server. */

import { one, project } from "../shell/page";
import { keepView, listViews, type Place, type State } from "../shell/views";
import { gantt } from "./gantt";

const key = (): string => `plan:${project() ?? ""}:last`;

function read(): State | null {
  try {
    return JSON.parse(localStorage.getItem(key()) ?? "null") as State | null;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof DOMException) return null;
    throw error;
  }
}

function write(state: State): void {
  try {
    localStorage.setItem(key(), JSON.stringify(state));
  } catch (error) {
    // A browser that keeps nothing still shows the plan.
    if (!(error instanceof DOMException)) throw error;
  }
}

export function views(): void {
  const last = read();
  if (last) gantt().layoutState = last;
  gantt().addEventListener("mp-view", () => write(gantt().layoutState));
  const box = one<HTMLElement>("#plan-views");
  const place: Place = { box, page: "plan", show, said: (words) => gantt().announce(words) };
  one<HTMLFormElement>("#plan-keep").addEventListener("submit", (event) => {
    event.preventDefault();
    const field = one<HTMLInputElement>("#plan-view-name");
    const name = field.value.trim();
    if (!name) return;
    field.value = "";
    void keepView(place, name, gantt().layoutState);
  });
  box.closest("details")?.addEventListener("toggle", (event) => {
    if ((event.target as HTMLDetailsElement).open) void listViews(place);
  });
}

function show(state: State): void {
  gantt().layoutState = state;
  write(state);
  one<HTMLElement>("#plan-views").closest("details")?.removeAttribute("open");
}
