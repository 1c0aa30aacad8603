/** Which rows are shown: the outline less what is collapsed and what the filter leaves out. */

import type { DraftLine } from "./drafts";
import type { Model } from "./model";

export type Show = "all" | "critical" | "late" | "mine";

export interface Filter {
  text: string;
  show: Show;
  /** The person that "mine" means. */
  me: string;
}

export const EVERYTHING: Filter = { text: "", show: "all", me: "" };

export class ShownRows {
  /** Row numbers of the plan from top to bottom. */
  list: Int32Array = new Int32Array(0);
  /** Where each row of the plan is shown, -1 when it is not. */
  place: Int32Array = new Int32Array(0);
  /** Rows that the filter asked for; the others are there as their parents. */
  matches = 0;
  collapsed = new Set<string>();
  filter: Filter = EVERYTHING;

  get filtered(): boolean {
    return this.filter.text.trim() !== "" || this.filter.show !== "all";
  }

  refresh(model: Model, drafts: readonly DraftLine[] = []): void {
    const wanted = this.filtered ? wantedRows(model, this.filter) : null;
    this.matches = wanted ? wanted.count : model.size;
    const list: number[] = [];
    const written = this.filtered ? [] : drafts;
    const insert = (below: number) => written.forEach((draft) => draft.below === below && list.push(draft.line));
    const below = new Set(written.map((draft) => draft.below));
    if (below.has(-1)) insert(-1);
    this.place = new Int32Array(model.size).fill(-1);
    for (let at = 0; at < model.size; ) {
      const kept = !wanted || wanted.kept[at];
      if (kept) {
        this.place[at] = list.length;
        list.push(at);
      }
      const skip = !kept || (!wanted && this.collapsed.has(model.rows.ref[at]!));
      const after = skip ? model.end[at]! : at + 1;
      for (let row = at; below.size && row < after; row++) if (below.has(row)) insert(row);
      at = after;
    }
    this.list = Int32Array.from(list);
  }

  /** Collapse everything at and below a level of the outline (1 is the top); 0 opens all. */
  level(model: Model, level: number): void {
    this.collapsed.clear();
    const { ref, depth, summary } = model.rows;
    if (level > 0) ref.forEach((name, at) => summary[at] && depth[at]! >= level - 1 && this.collapsed.add(name));
  }

  /** Open every parent of a row, so that it can be shown. */
  reveal(model: Model, at: number): void {
    for (const row of model.lineage(at)) if (row !== at) this.collapsed.delete(model.rows.ref[row]!);
  }
}

function wantedRows(model: Model, filter: Filter): { kept: Uint8Array; count: number } {
  const kept = new Uint8Array(model.size);
  const words = filter.text.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  let count = 0;
  for (let at = 0; at < model.size; at++) {
    if (!passes(model, at, filter) || !words.every((word) => haystack(model, at).includes(word))) continue;
    count++;
    for (const row of model.lineage(at)) {
      if (kept[row]) break;
      kept[row] = 1;
    }
  }
  return { kept, count };
}

function passes(model: Model, at: number, filter: Filter): boolean {
  const { critical, summary, state, people } = model.rows;
  if (filter.show === "critical") return critical[at]! && !summary[at];
  if (filter.show === "late") return state[at] === "late";
  if (filter.show === "mine") return people[at]!.some(([ref]) => ref === filter.me);
  return true;
}

function haystack(model: Model, at: number): string {
  const { name, ref, code, wbs, people } = model.rows;
  const names = people[at]!.map(([person]) => model.people.get(person)?.name ?? "");
  return [name[at], ref[at], code[at], wbs[at], ...names].join(" ").toLocaleLowerCase();
}

/** The rows of a window onto a tall list, with some spare above and below. */
export function windowOf(scroll: number, height: number, rowHeight: number, count: number, spare = 4): [number, number] {
  const first = Math.max(0, Math.floor(scroll / rowHeight) - spare);
  const last = Math.min(count, Math.ceil((scroll + height) / rowHeight) + spare);
  return [Math.min(first, last), last];
}
