/** Writing new tasks: a line opens, Enter sends it and opens the next, the answer turns it into a task. */

import type { Cursor } from "./cursor";
import { depthsAt, LAST, placement, type Draft } from "./drafts";
import type { Editing, Leave } from "./editing";
import { call } from "./edits";
import type { View } from "./view";

export class Writing {
  /** Where the cursor goes once a line is a task. */
  private then: { draft: Draft; column: string } | null = null;

  constructor(
    private readonly view: View,
    private readonly editing: Editing,
    private readonly cursor: Cursor,
  ) {
    editing.written = (ref, text, leave) => this.written(ref, text, leave);
  }

  /** Open a line above a task, at its level. */
  insertAbove(ref: string): void {
    const { view } = this;
    const row = view.model.index.get(ref);
    if (row === undefined) return this.begin();
    this.openLine(row > 0 ? view.model.rows.ref[row - 1]! : "", view.model.rows.depth[row]!);
  }

  /** Open a line below a task: inside an open summary, else after it. */
  insertBelow(ref: string): void {
    const { model, rows } = this.view;
    const row = model.index.get(ref);
    if (row === undefined) return this.begin();
    const inside = model.rows.summary[row]! && !rows.collapsed.has(ref);
    const above = inside ? row : model.end[row]! - 1;
    this.openLine(model.rows.ref[above]!, model.rows.depth[row]! + (inside ? 1 : 0));
  }

  /** Open a line at the end. */
  begin(typed?: string): void {
    const { model } = this.view;
    const last = model.size - 1;
    this.openLine(last < 0 ? "" : model.rows.ref[last]!, last < 0 ? 0 : model.rows.depth[last]!, typed);
  }

  /** Indent or outdent the line that is being written. */
  indent(by: number): void {
    const draft = this.view.drafts.get(this.editing.at?.ref ?? "");
    if (!draft) return;
    const above = this.view.drafts.get(draft.above);
    const [least, most] = above ? [0, above.depth + 1] : depthsAt(this.view.model, this.rowAbove(draft));
    draft.depth = Math.min(most, Math.max(least, draft.depth + by));
    this.view.invalidate();
  }

  /** An answer has come: the line it belongs to becomes a task, and what waited for it is sent. */
  answered(sent: number, added: readonly string[]): void {
    const { view } = this;
    const draft = view.drafts.list.find((one) => one.sent === sent);
    const ref = added[0];
    if (!draft) return;
    const held = view.cursor?.ref === draft.ref;
    for (const below of view.drafts.close(draft, ref)) if (below.sent === -1) this.send(below);
    view.refresh();
    if (!ref) return;
    const column = this.then?.draft === draft ? this.then.column : null;
    if (column) this.then = null;
    if (column || (held && !view.editing)) this.cursor.to(ref, column ?? "name");
  }

  /** A new task was refused: its line is open again with its text. */
  refused(sent: number): boolean {
    const draft = this.view.drafts.list.find((one) => one.sent === sent);
    if (!draft) return false;
    draft.sent = 0;
    draft.refused = draft.name;
    for (const one of this.view.drafts.list) if (one.sent === -1) one.sent = 0;
    this.editing.open({ ref: draft.ref, column: "name" });
    return true;
  }

  private openLine(above: string, depth: number, typed?: string): void {
    const { view } = this;
    if (view.readOnly) return;
    if (view.rows.filtered) return view.say("Clear the filter to add tasks.");
    const row = view.model.index.get(above);
    if (row !== undefined) view.rows.reveal(view.model, Math.min(row + (depth > view.model.rows.depth[row]! ? 1 : 0), view.model.size - 1));
    const draft = view.drafts.open(above, depth);
    view.refresh();
    this.editing.open({ ref: draft.ref, column: "name" }, typed);
  }

  private written(ref: string, text: string, leave: Leave): void {
    const { view } = this;
    const draft = view.drafts.get(ref);
    if (ref === LAST || !draft) return;
    draft.name = text.trim();
    if (!draft.name) return this.drop(draft);
    if (leave === "stay" && draft.name === draft.refused) return view.refresh();
    if (leave === "next") this.then = { draft, column: "duration" };
    if (view.drafts.get(draft.above)) draft.sent = -1;
    else this.send(draft);
    if (leave === "down") {
      const next = view.drafts.open(draft.ref, draft.depth);
      view.refresh();
      this.editing.open({ ref: next.ref, column: "name" });
    }
  }

  private drop(draft: Draft): void {
    const { view } = this;
    const focused = view.cursor?.ref === draft.ref;
    view.drafts.close(draft);
    view.refresh();
    if (focused) this.cursor.to(draft.above || view.refAt(0), "name");
  }

  private send(draft: Draft): void {
    const { view } = this;
    const where = placement(view.model, this.rowAbove(draft), draft.depth);
    draft.sent = view.send([call("insert_task", { name: draft.name, ...where })], `Add “${draft.name}”`);
  }

  private rowAbove(draft: Draft): number {
    return draft.above === "" ? -1 : (this.view.model.index.get(draft.above) ?? this.view.model.size - 1);
  }
}
