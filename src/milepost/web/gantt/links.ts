/** Arrows between bars: orthogonal paths, all of one kind drawn as one path. */

import type { Model } from "./model";
import type { Timescale } from "./timescale";

const MIDDLE = 15;
const STUB = 8;
const MOST = 1200;

export interface Arrows {
  path: string;
  heads: string;
}

export type LinkKind = "plain" | "driving" | "critical";

/** The arrows that touch the lines [first, last) of what is shown, by kind. */
export function arrowsIn(model: Model, place: Int32Array, scale: Timescale, rowHeight: number, first: number, last: number): Record<LinkKind, Arrows> {
  const parts: Record<LinkKind, { path: string[]; heads: string[] }> = { plain: { path: [], heads: [] }, driving: { path: [], heads: [] }, critical: { path: [], heads: [] } };
  const passing: number[] = [];
  let drawn = 0;
  const add = (at: number) => {
    const line = model.lines[at]!;
    const { path, head } = arrow(model, line, scale, place[line.from]!, place[line.to]!, rowHeight);
    const into = parts[kindOf(model, at)];
    into.path.push(path);
    into.heads.push(head);
    drawn++;
  };
  for (let at = 0; at < model.lines.length; at++) {
    const line = model.lines[at]!;
    const [a, b] = [place[line.from]!, place[line.to]!];
    if (model.rows.inactive[line.from] || model.rows.inactive[line.to]) continue;
    if (a < 0 || b < 0 || Math.max(a, b) < first || Math.min(a, b) >= last) continue;
    // Those that begin or end in sight come first; those that only pass through are drawn while there is room.
    if ((a >= first && a < last) || (b >= first && b < last)) add(at);
    else passing.push(at);
  }
  for (const at of passing) if (drawn < MOST) add(at);
  const joined = ({ path, heads }: { path: string[]; heads: string[] }) => ({ path: path.join(""), heads: heads.join("") });
  return { plain: joined(parts.plain), driving: joined(parts.driving), critical: joined(parts.critical) };
}

function kindOf(model: Model, at: number): LinkKind {
  const { from, to, driving } = model.lines[at]!;
  if (!driving) return "plain";
  return model.rows.critical[from] && model.rows.critical[to] ? "critical" : "driving";
}

/** One arrow as a path and its head. */
export function arrow(
  model: Model,
  line: { from: number; to: number; kind: string },
  scale: Timescale,
  fromPlace: number,
  toPlace: number,
  rowHeight: number,
): { path: string; head: string } {
  const { start, finish } = model.rows;
  const leaves = line.kind[0] === "S" ? -1 : 1;
  const enters = line.kind[1] === "F" ? 1 : -1;
  const x1 = edge(model, line.from, scale.x((leaves < 0 ? start : finish)[line.from]!), leaves);
  const x2 = edge(model, line.to, scale.x((enters > 0 ? finish : start)[line.to]!), enters);
  const [y1, y2] = [fromPlace * rowHeight + MIDDLE, toPlace * rowHeight + MIDDLE];
  if (leaves > 0 && enters < 0 && x2 >= x1 - STUB) return drop(x1, y1, model.rows.milestone[line.to] ? x2 + 8 : Math.max(x1, x2) + 4, y2);
  return { path: route(x1, y1, x2, y2, leaves, enters, rowHeight), head: `M${round(x2)} ${y2}l${enters * 6} -4v8Z` };
}

function edge(model: Model, at: number, x: number, side: number): number {
  return model.rows.milestone[at] ? x + side * 8 : x;
}

/** From a finish across and then straight onto the bar that follows: the usual arrow. */
function drop(x1: number, y1: number, x2: number, y2: number): { path: string; head: string } {
  const down = y2 > y1 ? 1 : -1;
  const [x, y] = [round(x2), y2 - down * 8];
  return { path: `M${round(x1)} ${y1}H${x}V${y}`, head: `M${x} ${y}l-4 ${-down * 6}h8Z` };
}

/** Right angles between two ends: across, down, across, through the gap between the rows where it has to turn back. */
export function route(x1: number, y1: number, x2: number, y2: number, leaves: number, enters: number, rowHeight: number): string {
  const out = round(x1 + leaves * STUB);
  const into = round(x2 + enters * STUB);
  const [begin, end] = [`M${round(x1)} ${y1}`, `V${y2}H${round(x2)}`];
  if (leaves === enters) return `${begin}H${leaves > 0 ? Math.max(out, into) : Math.min(out, into)}${end}`;
  if (leaves < 0 && into <= out) return `${begin}H${into}${end}`;
  const lane = y2 > y1 ? y2 - rowHeight / 2 : y2 + rowHeight / 2 + 1;
  return `${begin}H${out}V${lane}H${into}${end}`;
}

const round = (x: number): number => Math.round(x * 2) / 2;
