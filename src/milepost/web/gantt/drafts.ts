/** Lines that are being written: the empty line at the end, and new tasks until the answer brings their reference. */

import type { Model } from "./model";

export interface Draft {
  id: number;
  /** The task above; empty at the very top. */
  above: string;
  depth: number;
  name: string;
  /** Sent with this number and not yet answered. */
  sent: number;
}

/** A draft and the row of the plan below which it is shown (-1: above all). */
export interface DraftLine {
  below: number;
  line: number;
}

export class Drafts {
  private list: Draft[] = [];
  private serial = 0;

  /** Row numbers of drafts are negative: -1 is the empty line at the end. */
  lines(model: Model): DraftLine[] {
    const kept = this.list.map((draft) => {
      const above = model.index.get(draft.above);
      return { below: draft.above === "" ? -1 : above ?? model.size - 1, line: -2 - this.list.indexOf(draft) };
    });
    return [...kept, { below: model.size - 1, line: -1 }];
  }

  at(line: number): Draft | null {
    return this.list[-2 - line] ?? null;
  }

  get(ref: string): Draft | null {
    return this.list.find((draft) => refFor(draft) === ref) ?? null;
  }

  refOf(line: number): string {
    const draft = this.at(line);
    return draft ? refFor(draft) : "+";
  }

  rowOf(ref: string): number {
    if (ref === "+") return -1;
    const at = this.list.findIndex((draft) => refFor(draft) === ref);
    return at < 0 ? Number.NaN : -2 - at;
  }

  open(above: string, depth: number): string {
    const draft = { id: ++this.serial, above, depth, name: "", sent: 0 };
    this.list.push(draft);
    return refFor(draft);
  }

  close(ref: string): void {
    this.list = this.list.filter((draft) => refFor(draft) !== ref);
  }

  bySent(sent: number): Draft | null {
    return this.list.find((draft) => draft.sent === sent) ?? null;
  }
}

const refFor = (draft: Draft) => `+${draft.id}`;
