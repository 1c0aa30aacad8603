/** What a reader chose to see, as plain data that a page keeps as a saved view. */

import { COLUMNS } from "./columns";
import { EVERYTHING, type Show } from "./rows";
import { setSplit } from "./resize";
import type { View } from "./view";
import { rescale } from "./zoom";

export interface SavedView {
  columns: string[];
  widths: Record<string, number>;
  /** Minutes per pixel. */
  zoom: number;
  /** Width of the outline in pixels, 0 for the usual one. */
  split: number;
  text: string;
  show: Show;
  collapsed: string[];
}

export function currentView(view: View): SavedView {
  const { filter, collapsed } = view.rows;
  return {
    columns: view.chosenColumns.map((column) => column.id),
    widths: Object.fromEntries(view.widths),
    zoom: view.scale.minutesPerPixel,
    split: view.split,
    text: filter.text,
    show: filter.show,
    collapsed: [...collapsed],
  };
}

/** Show what was kept; what it does not say stays, and columns that are no more are left out. */
export function applyView(view: View, saved: Partial<SavedView>): void {
  if (saved.columns) view.columns = COLUMNS.filter((column) => column.id === "name" || saved.columns!.includes(column.id));
  if (saved.widths) view.widths = new Map(Object.entries(saved.widths));
  if (saved.collapsed) view.rows.collapsed = new Set(saved.collapsed);
  const { text, show, me } = { ...EVERYTHING, ...view.rows.filter };
  view.rows.filter = { text: saved.text ?? text, show: saved.show ?? show, me };
  if (saved.split) setSplit(view, saved.split);
  view.refresh();
  if (saved.zoom) view.zoom = rescale(view, saved.zoom).minutesPerPixel;
}
