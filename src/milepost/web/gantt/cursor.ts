/** The cursor and the selected rows. One cell can be reached with Tab; arrows move from there. */

import type { Outline } from "./outline";
import type { View } from "./view";

export class Cursor {
  constructor(
    private readonly view: View,
    private readonly outline: Outline,
  ) {
    // A row that moved takes the focus with it: its cell may now be another element.
    view.onPaint(() => {
      if (view.layout.outline.contains(document.activeElement) && !view.editing) this.focus();
    });
  }

  get place(): number {
    return this.view.cursor ? this.view.placeOf(this.view.cursor.ref) : -1;
  }

  /** Put the cursor into a cell and the focus with it. */
  to(ref: string, column: string): void {
    const changed = this.view.cursor?.ref !== ref;
    this.view.cursor = { ref, column };
    const place = this.view.placeOf(ref);
    if (place >= 0) this.view.reveal(place);
    this.revealColumn(column);
    this.view.paint();
    this.focus();
    if (changed) this.announce();
  }

  focus(): void {
    const { cursor } = this.view;
    const cell = cursor && this.outline.cell(cursor.ref, cursor.column);
    if (cell && document.activeElement !== cell) cell.focus({ preventScroll: true });
  }

  /** Move by rows and columns; with `extend`, select all rows from where the range began. */
  step(rows: number, columns: number, extend = false): void {
    const { view } = this;
    const last = view.rows.list.length - 1;
    if (last < 0) return;
    const from = Math.max(0, this.place);
    const place = Math.min(last, Math.max(0, from + rows));
    const at = view.columns.findIndex((column) => column.id === view.cursor?.column);
    const column = view.columns[Math.min(view.columns.length - 1, Math.max(0, at + columns))]!;
    if (extend) this.extend(from, place);
    else if (rows) this.clear();
    this.to(view.refAt(place), column.id);
  }

  /** Move to the next or last cell that Tab reaches; false at the ends of the grid. */
  tab(backwards: boolean): boolean {
    const { view } = this;
    const step = backwards ? -1 : 1;
    const wide = view.columns.length;
    const at = view.columns.findIndex((column) => column.id === view.cursor?.column) + step;
    const place = this.place + (at < 0 ? -1 : at >= wide ? 1 : 0);
    if (place < 0 || place >= view.rows.list.length) return false;
    this.clear();
    this.to(view.refAt(place), view.columns[(at + wide) % wide]!.id);
    return true;
  }

  /** The tasks that a command is about: the selected ones, else the one under the cursor. */
  targets(): string[] {
    const { view } = this;
    const chosen = view.selection.size ? [...view.selection] : view.cursor ? [view.cursor.ref] : [];
    const known = chosen.filter((ref) => view.model.index.has(ref));
    return known.sort((a, b) => view.model.index.get(a)! - view.model.index.get(b)!);
  }

  toggle(ref: string): void {
    if (!this.view.model.index.has(ref)) return;
    if (!this.view.selection.delete(ref)) this.view.selection.add(ref);
    this.view.anchor = ref;
    this.announce();
    this.view.invalidate();
  }

  all(): void {
    for (const row of this.view.rows.list) if (row >= 0) this.view.selection.add(this.view.model.rows.ref[row]!);
    this.announce();
    this.view.invalidate();
  }

  clear(): boolean {
    const had = this.view.selection.size > 0;
    this.view.selection.clear();
    this.view.anchor = null;
    if (had) this.announce();
    this.view.invalidate();
    return had;
  }

  extend(from: number, to: number): void {
    const { view } = this;
    view.anchor ??= view.refAt(from);
    const start = view.placeOf(view.anchor);
    view.selection.clear();
    for (let place = Math.min(start, to); place <= Math.max(start, to); place++) {
      if (view.rows.list[place]! >= 0) view.selection.add(view.refAt(place));
    }
    this.announce();
  }

  private announce(): void {
    this.view.emit("mp-selection", { refs: this.targets() });
  }

  private revealColumn(id: string): void {
    const { outline } = this.view.layout;
    let left = 0;
    for (const column of this.view.columns) {
      const width = this.view.widthOf(column);
      if (column.id === id) {
        if (this.view.stays(id)) return;
        const covered = this.view.frozen("");
        if (left - covered < outline.scrollLeft) outline.scrollLeft = Math.max(0, left - covered);
        else if (left + width > outline.scrollLeft + outline.clientWidth) outline.scrollLeft = left + width - outline.clientWidth;
        return;
      }
      left += width;
    }
  }
}
