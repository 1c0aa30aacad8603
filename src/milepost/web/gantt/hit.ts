/** What is under the pointer in the chart. */

import { spanOf } from "./bars";
import { ROW, type View } from "./view";

export type Zone = "bar" | "end" | "progress" | "row";

export interface Hit {
  row: number;
  ref: string;
  zone: Zone;
}

const NEAR = 6;

/** Where the pointer is on the drawing, in the chart's own pixels. */
export function pointIn(view: View, event: { clientX: number; clientY: number }): { x: number; y: number } {
  const { chart, scroller, sight } = view.layout;
  const box = sight.getBoundingClientRect();
  return { x: event.clientX - box.left + chart.scrollLeft, y: event.clientY - box.top + scroller.scrollTop };
}

/** The task of the line under the pointer, and which part of its bar. */
export function hitAt(view: View, x: number, y: number): Hit | null {
  const row = view.rows.list[Math.floor(y / ROW)];
  if (row === undefined || row < 0) return null;
  const { rows } = view.model;
  const [left, right] = spanOf({ model: view.model, scale: view.scale, rowHeight: ROW }, row);
  const hit = (zone: Zone): Hit => ({ row, ref: rows.ref[row]!, zone });
  if (x < left - NEAR || x > right + NEAR) return hit("row");
  if (rows.summary[row] || rows.milestone[row]) return hit("bar");
  const width = right - left;
  const progress = left + (width * rows.percent[row]!) / 100;
  const low = y % ROW > 15;
  if (low && width > 24 && Math.abs(x - progress) <= NEAR && progress < right - NEAR) return hit("progress");
  if (x >= right - Math.min(NEAR, width / 3)) return hit("end");
  return hit("bar");
}
