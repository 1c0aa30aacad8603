/** The tools above the plan. */

import type { Actions } from "./actions";
import { COLUMNS } from "./columns";
import type { Show } from "./rows";
import { html, icon } from "./svg";
import type { View } from "./view";
import { fit, showTime, zoomBy } from "./zoom";

const ICONS = {
  add: "M8 3v10M3 8h10",
  outdent: "M3 3h10M8 6.5h5M8 9.5h5M3 13h10M5.5 6l-2.5 2 2.5 2",
  indent: "M3 3h10M8 6.5h5M8 9.5h5M3 13h10M3 6l2.5 2L3 10",
  link: "M6.5 9.5l3-3M7 4.5l1.2-1.2a2.8 2.8 0 0 1 4 4L11 8.5M9 11.5l-1.2 1.2a2.8 2.8 0 0 1-4-4L5 7.5",
  unlink: "M7 4.5l1.2-1.2a2.8 2.8 0 0 1 4 4L11 8.5M9 11.5l-1.2 1.2a2.8 2.8 0 0 1-4-4L5 7.5M3 3l10 10",
  undo: "M6 3L3 6l3 3M3 6h6a4 4 0 0 1 0 8H6",
  redo: "M10 3l3 3-3 3M13 6H7a4 4 0 0 0 0 8h3",
  columns: "M2.5 3h11v10h-11zM6.2 3v10M9.8 3v10",
  less: "M3 8h10",
  more: "M8 3v10M3 8h10",
  fit: "M2 8h12M4.5 5.5L2 8l2.5 2.5M11.5 5.5L14 8l-2.5 2.5",
  status: "M8 2v12M5 2h6L8 6z",
  chart: "M3 4h5M5 8h6M8 12h5",
};

export interface Toolbar {
  /** Put the focus into the filter. */
  find(): void;
  /** Show what the view is now. */
  refresh(): void;
}

export function toolbar(view: View, actions: Actions, choose: (ids: string[]) => void): Toolbar {
  const filter = html("input", { type: "search", class: "mpg-find", placeholder: "Filter tasks", "aria-label": "Filter tasks", "aria-keyshortcuts": "/ Control+F", autocomplete: "off", spellcheck: "false" });
  const show = picker("Show", [["all", "All tasks"], ["critical", "Critical"], ["late", "Late"], ["mine", "Mine"]]);
  const levels = picker("Outline level", [["0", "All levels"], ["1", "Level 1"], ["2", "Level 2"], ["3", "Level 3"], ["4", "Level 4"]]);
  const found = html("span", { class: "mpg-found" });
  const edits = html("div", { class: "mpg-group mpg-edits", role: "group", "aria-label": "Edit" }, ...editButtons(actions));
  const undone = html("div", { class: "mpg-group mpg-edits", role: "group", "aria-label": "Undo" }, button("undo", "Undo (Ctrl+Z)", () => actions.undo()), button("redo", "Redo (Ctrl+Y)", () => actions.redo()));
  const times = html("div", { class: "mpg-group mpg-times-tools", role: "group", "aria-label": "Time" }, ...timeButtons(view));
  const panel = columnPanel(view, choose);
  const pane = button("chart", "Show the chart", () => swap(view, pane));
  pane.classList.add("mpg-pane");
  view.layout.tools.append(edits, undone, html("div", { class: "mpg-group mpg-filters" }, filter, show, levels, found), html("span", { class: "mpg-gap" }), panel, times, pane);
  const refresh = () => {
    filter.value = view.rows.filter.text;
    show.value = view.rows.filter.show;
    levels.disabled = view.rows.filtered;
    found.textContent = view.rows.filtered ? `${view.rows.matches} found` : "";
    for (const group of [edits, undone]) group.hidden = view.readOnly;
  };
  const apply = () => {
    view.rows.filter = { ...view.rows.filter, text: filter.value, show: show.value as Show };
    view.refresh();
    refresh();
    view.say(view.rows.filtered ? `${view.rows.matches} tasks found.` : "All tasks are shown.");
    view.emit("mp-view", {});
  };
  filter.addEventListener("input", apply);
  show.addEventListener("change", apply);
  filter.addEventListener("keydown", (event) => leave(event, view, filter, apply));
  levels.addEventListener("change", () => {
    view.rows.level(view.model, Number(levels.value));
    view.refresh();
    view.emit("mp-view", {});
  });
  const find = () => {
    filter.focus();
    filter.select();
  };
  return { find, refresh };
}

/** Escape empties the filter, and then goes back to the outline; so does the arrow down. */
function leave(event: KeyboardEvent, view: View, filter: HTMLInputElement, apply: () => void): void {
  if (event.key === "Escape" && filter.value) {
    filter.value = "";
    apply();
  } else if (event.key === "Escape" || event.key === "ArrowDown" || event.key === "Enter") {
    const cell = view.layout.shift.querySelector<HTMLElement>('.mpg-cell[tabindex="0"]') ?? view.layout.shift.querySelector<HTMLElement>('.mpg-cell[data-column="name"]');
    cell?.focus();
  } else return;
  event.preventDefault();
}

function editButtons(actions: Actions): HTMLElement[] {
  return [
    button("add", "Add a task below (Insert: above)", () => actions.add()),
    button("outdent", "Outdent (Alt+Shift+Left)", () => actions.outdent()),
    button("indent", "Indent (Alt+Shift+Right)", () => actions.indent()),
    button("link", "Link the selected tasks (Ctrl+F2)", () => actions.link()),
    button("unlink", "Remove links (Ctrl+Shift+F2)", () => actions.unlink()),
  ];
}

function timeButtons(view: View): HTMLElement[] {
  const status = () => showTime(view, view.model.project.status_date ?? view.model.project.start);
  return [
    button("less", "Zoom out (-)", () => zoomBy(view, -1)),
    button("more", "Zoom in (+)", () => zoomBy(view, 1)),
    button("fit", "Show the whole plan", () => fit(view)),
    button("status", "Go to the status date", status),
  ];
}

function button(name: keyof typeof ICONS, label: string, act: () => void): HTMLButtonElement {
  const made = html("button", { type: "button", class: "mpg-button", "aria-label": label, title: label }, icon(ICONS[name]));
  made.addEventListener("click", act);
  return made;
}

function picker(label: string, options: [string, string][]): HTMLSelectElement {
  return html("select", { class: "mpg-pick", "aria-label": label }, ...options.map(([value, text]) => html("option", { value }, text)));
}

/** On a narrow screen one pane is shown at a time. */
function swap(view: View, pane: HTMLButtonElement): void {
  const chart = view.host.dataset.pane !== "chart";
  view.host.dataset.pane = chart ? "chart" : "outline";
  const label = chart ? "Show the outline" : "Show the chart";
  pane.setAttribute("aria-label", label);
  pane.title = label;
  view.invalidate();
}

function columnPanel(view: View, choose: (ids: string[]) => void): HTMLElement {
  const boxes = COLUMNS.map((column) => html("input", { type: "checkbox", value: column.id }));
  const labels = COLUMNS.map((column, at) => html("label", { class: "mpg-check" }, boxes[at]!, ` ${column.long ?? column.title}`));
  const summary = html("summary", { class: "mpg-button", "aria-label": "Columns", title: "Columns" }, icon(ICONS.columns));
  const list = html("div", { class: "mpg-panel", role: "group", "aria-label": "Columns shown" }, ...labels);
  const panel = html("details", { class: "mpg-columns" }, summary, list);
  for (const box of boxes) {
    box.disabled = box.value === "name";
    box.addEventListener("change", () => choose(boxes.filter((one) => one.checked).map((one) => one.value)));
  }
  panel.addEventListener("toggle", () => {
    for (const box of boxes) box.checked = view.chosenColumns.some((column) => column.id === box.value);
  });
  panel.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    panel.open = false;
    summary.focus();
  });
  document.addEventListener("pointerdown", (event) => {
    if (panel.open && !panel.contains(event.target as Node)) panel.open = false;
  });
  return panel;
}
