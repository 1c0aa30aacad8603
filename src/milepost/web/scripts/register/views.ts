/** Registers: what one sees can be kept under a name and shown again. Views are kept in this browser. */

import { near } from "../shell/page";
import { showRegister } from "./filtering";

type Views = Record<string, string>;

const place = (list: HTMLElement): string => `views:${list.dataset["views"]}`;
const kept = (list: HTMLElement): Views => JSON.parse(localStorage.getItem(place(list)) ?? "{}") as Views;

function paint(list: HTMLElement): void {
  for (const old of list.querySelectorAll("[data-view]")) old.remove();
  const views = kept(list);
  const names = Object.keys(views).sort();
  const none = list.querySelector<HTMLElement>("[data-views-none]");
  if (none) none.hidden = names.length > 0;
  for (const name of names) {
    const row = document.createElement("div");
    row.dataset["view"] = name;
    row.className = "mp-view";
    const show = document.createElement("button");
    show.type = "button";
    show.dataset["viewShow"] = views[name] ?? "";
    show.textContent = name;
    const remove = document.createElement("button");
    remove.type = "button";
    remove.dataset["viewRemove"] = name;
    remove.textContent = "Remove";
    remove.setAttribute("aria-label", `Remove the view ${name}`);
    row.append(show, remove);
    list.prepend(row);
  }
}

function save(list: HTMLElement): void {
  if (list.querySelector("form")) return;
  const form = document.createElement("form");
  const field = document.createElement("input");
  field.className = "form-control";
  field.placeholder = "Name of the view";
  field.setAttribute("aria-label", "Name of the view");
  field.required = true;
  field.maxLength = 60;
  form.append(field);
  list.append(form);
  field.focus();
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    localStorage.setItem(place(list), JSON.stringify({ ...kept(list), [field.value.trim()]: location.search }));
    form.remove();
    paint(list);
  });
}

document.addEventListener("toggle", (event) => {
  const list = event.target instanceof Element ? event.target.querySelector<HTMLElement>(":scope > [data-views]") : null;
  if (list) paint(list);
}, true);
document.addEventListener("click", (event) => {
  const list = near<HTMLElement>(event, "[data-views]");
  if (!list) return;
  if (near(event, "[data-view-save]")) save(list);
  const show = near<HTMLElement>(event, "[data-view-show]");
  if (show) void showRegister(location.pathname + (show.dataset["viewShow"] ?? ""));
  const remove = near<HTMLElement>(event, "[data-view-remove]");
  if (!remove) return;
  const views = kept(list);
  delete views[remove.dataset["viewRemove"] ?? ""];
  localStorage.setItem(place(list), JSON.stringify(views));
  paint(list);
});
