/** A double click on an arrow asks what is to become of the link. */

import type { Editing } from "./editing";
import { call } from "./edits";
import { arrow } from "./links";
import type { Line } from "./model";
import type { Popover } from "./popover";
import { ROW, type View } from "./view";

const NEAR = 5;
const KINDS: [string, string][] = [
  ["FS", "Finish to start"],
  ["SS", "Start to start"],
  ["FF", "Finish to finish"],
  ["SF", "Start to finish"],
];

/** The link whose arrow passes a point of the drawing. */
export function linkAt(view: View, x: number, y: number): Line | null {
  const { model, rows, scale } = view;
  const near = (line: Line) => {
    const [from, to] = [rows.place[line.from]!, rows.place[line.to]!];
    if (from < 0 || to < 0 || y < Math.min(from, to) * ROW || y > (Math.max(from, to) + 1) * ROW) return false;
    return passes(arrow(model, line, scale, from, to, ROW).path, x, y);
  };
  return model.lines.find(near) ?? null;
}

/** Whether a path of right angles (`M`, `H` and `V` only) comes close to a point. */
export function passes(path: string, x: number, y: number): boolean {
  let [atX, atY] = [0, 0];
  for (const [, step, first, second] of path.matchAll(/([MHV])(-?[\d.]+)(?: (-?[\d.]+))?/g)) {
    const [toX, toY] = step === "M" ? [Number(first), Number(second)] : step === "H" ? [Number(first), atY] : [atX, Number(first)];
    const inside = x >= Math.min(atX, toX) - NEAR && x <= Math.max(atX, toX) + NEAR && y >= Math.min(atY, toY) - NEAR && y <= Math.max(atY, toY) + NEAR;
    if (step !== "M" && inside) return true;
    [atX, atY] = [toX, toY];
  }
  return false;
}

/** Ask what kind a link is to be, or whether it is to go. */
export function askAboutLink(view: View, popover: Popover, editing: Editing, line: Line, at: { clientX: number; clientY: number }): void {
  const { ref, name } = view.model.rows;
  const [predecessor, successor] = [ref[line.from]!, ref[line.to]!];
  const cell = { ref: successor, column: "predecessors" };
  const ends = { predecessor, successor };
  const options = KINDS.filter(([kind]) => kind !== line.kind).map(([kind, words]) => ({
    label: `${words} (${kind})`,
    choose: () => void view.send([call("change_link", { ...ends, kind })], `Make the link ${kind}`, cell, "…"),
  }));
  const remove = { label: "Remove the link", choose: () => void view.send([call("remove_link", ends)], "Remove a link", cell, "…") };
  const lag = { label: "Change the lag …", help: "In the cell of its predecessors", choose: () => void editing.open(cell) };
  const title = `${name[line.from]} → ${name[line.to]}: ${line.kind}${line.lag}`;
  popover.ask({ left: at.clientX, right: at.clientX, top: at.clientY, bottom: at.clientY }, title, [remove, lag, ...options], () => {});
}
