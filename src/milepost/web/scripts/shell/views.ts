/** Views: what one sees of a page, kept on the server under names of one's own, and shared in a project. */

import { act, type Call, Refusal } from "./acting";
import { project } from "./page";
import { toast } from "./toasts";

export type State = Record<string, unknown>;

interface View {
  view: number;
  name: string;
  shared: boolean;
  mine: boolean;
  owner: string;
  may_share: boolean;
  may_remove: boolean;
  state: State;
}

/** Where views are listed: which page's they are, how one is shown, and who hears of what happened. */
export interface Place {
  box: HTMLElement;
  page: string;
  show: (state: State) => void;
  said?: (words: string) => void;
}

const wanted = (page: string): Record<string, string> => ({ page, ...(project() ? { project: project()! } : {}) });

/** List the views of a page in a box, before what it has already. */
export async function listViews(place: Place): Promise<void> {
  const answer = await fetch(`/views.json?${new URLSearchParams(wanted(place.page))}`, { credentials: "same-origin" });
  if (answer.ok) paint(place, (await answer.json()) as View[]);
}

/** Keep what is shown under a name. */
export async function keepView(place: Place, name: string, state: State): Promise<void> {
  await change(place, { command: "save_view", arguments: { ...wanted(place.page), name, state } }, `What is shown is kept as “${name}”.`);
}

async function change(place: Place, call: Call, words: string): Promise<void> {
  try {
    const answer = await act([call], { site: true, ask: { query: "views", arguments: wanted(place.page) } });
    paint(place, answer.answer as View[]);
    place.said?.(words);
  } catch (problem) {
    if (!(problem instanceof Refusal)) throw problem;
    toast(problem.message, { wrong: true });
  }
}

function paint(place: Place, views: View[]): void {
  for (const old of place.box.querySelectorAll("[data-view]")) old.remove();
  place.box.prepend(...views.map((view) => line(place, view)));
  const none = place.box.querySelector<HTMLElement>("[data-views-none]");
  if (none) none.hidden = views.length > 0;
}

function line(place: Place, view: View): HTMLElement {
  const { view: number, name } = view;
  const row = document.createElement("div");
  row.dataset["view"] = name;
  row.className = "mp-view";
  const shown = button(name, "", () => place.show(view.state));
  if (view.shared) {
    const whose = document.createElement("span");
    whose.className = "mp-quiet";
    whose.textContent = view.mine ? " shared" : ` by ${view.owner}`;
    shown.append(whose);
  }
  row.append(shown);
  const offer = (word: string, call: string, given: State, words: string): void =>
    row.append(button(word, `${word} the view ${name}`, () => void change(place, { command: call, arguments: { view: number, ...given } }, words)));
  if (view.may_share && view.shared) offer("Unshare", "share_view", { shared: false }, `“${name}” is yours alone.`);
  else if (view.may_share) offer("Share", "share_view", { shared: true }, `Everybody in the project is offered “${name}”.`);
  if (view.mine) row.append(button("Rename", `Rename the view ${name}`, () => rename(place, row, view)));
  if (view.may_remove) offer("Remove", "remove_view", {}, `“${name}” is removed.`);
  return row;
}

function rename(place: Place, row: HTMLElement, view: View): void {
  row.replaceChildren(
    nameForm(view.name, (name) => void change(place, { command: "rename_view", arguments: { view: view.view, name } }, `It is called “${name}” now.`)),
  );
  row.querySelector("input")?.select();
}

/** A form of one field, for the name of a view. */
export function nameForm(name: string, then: (name: string) => void): HTMLFormElement {
  const form = document.createElement("form");
  const field = document.createElement("input");
  field.className = "form-control";
  field.placeholder = "Name of the view";
  field.setAttribute("aria-label", "Name of the view");
  field.required = true;
  field.maxLength = 60;
  field.value = name;
  form.append(field);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (field.value.trim()) then(field.value.trim());
  });
  return form;
}

function button(text: string, label: string, then: () => void): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = text;
  if (label) made.setAttribute("aria-label", label);
  made.addEventListener("click", then);
  return made;
}
