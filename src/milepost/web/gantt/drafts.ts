/** Lines that are being written: the empty line at the end, and new tasks until the answer brings their reference. */

import type { Model } from "./model";

/** The empty line at the end of the outline. */
export const LAST = "+";

export interface Draft {
  ref: string;
  /** The task, or the line being written, above; empty at the very top. */
  above: string;
  depth: number;
  name: string;
  /** Sent under this number; 0 while it is typed; -1 while it waits for the line above. */
  sent: number;
  /** The name that was refused last: it is sent again only where somebody says so, not because the cell is left. */
  refused?: string;
}

/** A draft and the row of the plan below which it is shown (-1: above all). */
export interface DraftLine {
  below: number;
  line: number;
}

export class Drafts {
  list: Draft[] = [];
  private serial = 0;

  /** Row numbers of drafts are negative: -1 is the empty line at the end. */
  lines(model: Model): DraftLine[] {
    const kept = this.list.map((draft, at) => ({ below: this.below(draft, model), line: -2 - at }));
    return [...kept, { below: model.size - 1, line: -1 }];
  }

  at(line: number): Draft | null {
    return this.list[-2 - line] ?? null;
  }

  get(ref: string): Draft | null {
    return this.list.find((draft) => draft.ref === ref) ?? null;
  }

  refOf(line: number): string {
    return this.at(line)?.ref ?? LAST;
  }

  rowOf(ref: string): number {
    if (ref === LAST) return -1;
    const at = this.list.findIndex((draft) => draft.ref === ref);
    return at < 0 ? Number.NaN : -2 - at;
  }

  open(above: string, depth: number): Draft {
    const draft = { ref: `+${++this.serial}`, above, depth, name: "", sent: 0 };
    const at = this.list.findIndex((one) => one.ref === above);
    this.list.splice(at < 0 ? this.list.length : at + 1, 0, draft);
    return draft;
  }

  /** A line is gone, or has become a task: what stood below it now stands below that. */
  close(draft: Draft, became = draft.above): Draft[] {
    this.list = this.list.filter((one) => one !== draft);
    const below = this.list.filter((one) => one.above === draft.ref);
    for (const one of below) one.above = became;
    return below;
  }

  private below(draft: Draft, model: Model): number {
    if (draft.above === "") return -1;
    const above = this.get(draft.above);
    if (above) return this.below(above, model);
    return model.index.get(draft.above) ?? model.size - 1;
  }
}

/** How deep a line may stand: from the depth of what follows to one below what is above it. */
export function depthsAt(model: Model, above: number): [least: number, most: number] {
  if (above < 0) return [0, 0];
  return [model.rows.depth[above + 1] ?? 0, model.rows.depth[above]! + 1];
}

/** Where a new task goes, as arguments of `insert_task`. */
export function placement(model: Model, above: number, depth: number): Record<string, string> {
  const { ref, depth: depths } = model.rows;
  if (above < 0) return model.size ? { before: ref[0]! } : {};
  if (depth > depths[above]!) {
    const first = model.end[above]! > above + 1 ? ref[above + 1] : undefined;
    return first ? { before: first } : { under: ref[above]! };
  }
  for (const row of model.lineage(above)) if (depths[row] === depth) return { after: ref[row]! };
  return { after: ref[above]! };
}
