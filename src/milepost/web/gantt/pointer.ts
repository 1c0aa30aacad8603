/** The mouse and the finger in the outline: cursor, selection, open and close, and moving rows by their number. */

import type { Actions } from "./actions";
import type { Cursor } from "./cursor";
import { follow, scrollAtEdges, type Drag } from "./drag";
import type { Editing } from "./editing";
import { call } from "./edits";
import { html } from "./svg";
import { ROW, type View } from "./view";
import type { Writing } from "./writing";

export class Pointer {
  constructor(
    private readonly view: View,
    private readonly cursor: Cursor,
    private readonly editing: Editing,
    private readonly writing: Writing,
    private readonly actions: Actions,
  ) {
    const { outline, shift } = view.layout;
    shift.addEventListener("pointerdown", (event) => this.down(event));
    shift.addEventListener("dblclick", (event) => this.twice(event));
    shift.addEventListener("click", (event) => this.tap(event));
    outline.addEventListener("pointermove", (event) => this.hover(event));
    outline.addEventListener("pointerleave", () => this.hoverRow(null));
  }

  private at(event: Event): { ref: string; column: string; cell: HTMLElement } | null {
    const cell = (event.target as Element).closest<HTMLElement>(".mpg-cell");
    const ref = cell?.closest<HTMLElement>(".mpg-row")?.dataset.ref;
    return cell && ref ? { ref, column: cell.dataset.column!, cell } : null;
  }

  private down(event: PointerEvent): void {
    const at = this.at(event);
    if (!at || event.button !== 0 || at.cell.classList.contains("mpg-editing")) return;
    if ((event.target as Element).matches(".mpg-twist:not(.mpg-leaf)")) {
      event.preventDefault();
      this.actions.fold(at.ref, this.view.rows.collapsed.has(at.ref));
      return;
    }
    if (event.pointerType === "touch" && this.view.narrow) return;
    event.preventDefault();
    const place = this.view.placeOf(at.ref);
    if (event.shiftKey) this.cursor.extend(Math.max(0, this.cursor.place), place);
    else if (event.ctrlKey || event.metaKey) this.cursor.toggle(at.ref);
    else if (at.column !== "number" || !this.view.selection.has(at.ref)) this.choose(at);
    this.cursor.to(at.ref, at.column);
    if (at.column === "number" && !this.view.readOnly) follow(event, this.view.layout.shift, () => this.moving());
  }

  private choose(at: { ref: string; column: string }): void {
    this.cursor.clear();
    if (at.column === "number") this.cursor.toggle(at.ref);
  }

  private twice(event: MouseEvent): void {
    const at = this.at(event);
    if (!at) return;
    if (at.ref === "+") this.writing.begin();
    else if (!this.editing.open(at)) this.actions.open(at.ref);
  }

  /** On a narrow screen a tap opens the task's details; a click on the last line begins a new task. */
  private tap(event: MouseEvent): void {
    const at = this.at(event);
    if (!at || (event.target as Element).closest(".mpg-twist:not(.mpg-leaf)")) return;
    if (this.view.narrow && at.ref !== "+") this.actions.open(at.ref);
    else if (at.ref === "+" && at.column === "name") this.writing.begin();
  }

  private hover(event: PointerEvent): void {
    const ref = (event.target as Element).closest<HTMLElement>(".mpg-row")?.dataset.ref ?? null;
    if (event.pointerType !== "touch") this.hoverRow(ref);
  }

  private hoverRow(ref: string | null): void {
    if (this.view.hovered === ref) return;
    this.view.hovered = ref;
    this.view.invalidate();
  }

  /** Move the chosen rows: a line shows where they would go. */
  private moving(): Drag | null {
    const { view } = this;
    const tasks = this.cursor.targets();
    if (!tasks.length || view.rows.filtered) return null;
    const mark = html("div", { class: "mpg-drop", "aria-hidden": "true" });
    view.layout.shift.append(mark);
    let target = -1;
    const move = (_dx: number, _dy: number, event: PointerEvent) => {
      scrollAtEdges(view.layout.scroller, event, "y");
      const y = event.clientY - view.layout.rows.getBoundingClientRect().top + view.layout.scroller.scrollTop;
      target = Math.min(view.rows.list.length - 1, Math.max(0, Math.round(y / ROW)));
      mark.style.transform = `translateY(${target * ROW - 1}px)`;
    };
    return { move, drop: () => this.moveTo(tasks, target), end: () => mark.remove() };
  }

  private moveTo(tasks: string[], place: number): void {
    const { view } = this;
    const below = view.rows.list[place];
    if (below === undefined) return;
    const { model } = view;
    const label = tasks.length === 1 ? "Move a task" : `Move ${tasks.length} tasks`;
    const within = (row: number) => [...model.lineage(row)].some((one) => tasks.includes(model.rows.ref[one]!));
    if (below >= 0) {
      if (within(below)) return;
      view.send([call("move_tasks", { tasks, before: model.rows.ref[below] })], label, view.cursor);
      return;
    }
    const last = [...model.lineage(model.size - 1)].pop();
    if (last !== undefined && !within(last)) view.send([call("move_tasks", { tasks, after: model.rows.ref[last] })], label, view.cursor);
  }
}
