/** What can be done with the chosen tasks: each is one action for the keyboard, the tools and the page. */

import type { Cursor } from "./cursor";
import { call } from "./edits";
import type { Call } from "./plan";
import type { View } from "./view";
import type { Writing } from "./writing";

export class Actions {
  constructor(
    private readonly view: View,
    private readonly cursor: Cursor,
    private readonly writing: Writing,
  ) {}

  indent(): void {
    if (this.view.editing) this.writing.indent(1);
    else this.withChosen("indent_tasks", "Indent");
  }

  outdent(): void {
    if (this.view.editing) this.writing.indent(-1);
    else this.withChosen("outdent_tasks", "Outdent");
  }

  insert(): void {
    this.writing.insertAbove(this.view.cursor?.ref ?? "");
  }

  add(): void {
    const ref = this.view.cursor?.ref;
    if (ref && this.view.model.index.has(ref)) this.writing.insertBelow(ref);
    else this.writing.begin();
  }

  /** Remove the chosen tasks; undo brings them back, so nobody is asked. */
  remove(): void {
    const tasks = this.tops();
    if (!tasks.length || this.view.readOnly) return;
    this.view.send([call("remove_tasks", { tasks })], `Remove ${this.named(tasks)}`);
    const next = this.neighbour(tasks);
    this.cursor.clear();
    if (next) this.cursor.to(next, this.view.cursor?.column ?? "name");
  }

  /** Move the chosen tasks with all below them past their neighbour. */
  move(by: 1 | -1): void {
    const { model } = this.view;
    const tasks = this.tops();
    const first = model.index.get(tasks[0] ?? "");
    const last = model.index.get(tasks[tasks.length - 1] ?? "");
    if (first === undefined || last === undefined) return;
    const { ref, depth } = model.rows;
    if (by > 0) {
      const after = model.end[last]!;
      if (depth[after] !== depth[last]) return this.view.say("It is the last of its level.");
      this.send("move_tasks", { tasks, after: ref[after] }, `Move ${this.named(tasks)} down`);
    } else {
      let before = first - 1;
      while (before >= 0 && depth[before]! > depth[first]!) before--;
      if (before < 0 || depth[before] !== depth[first]) return this.view.say("It is the first of its level.");
      this.send("move_tasks", { tasks, before: ref[before] }, `Move ${this.named(tasks)} up`);
    }
  }

  /** Link the chosen tasks one after the other. */
  link(): void {
    const tasks = this.cursor.targets();
    if (tasks.length < 2) return this.view.say("Select at least two tasks to link them.");
    const calls = tasks.slice(1).map((successor, at) => call("add_link", { predecessor: tasks[at], successor, kind: "FS", lag: "0d" }));
    this.view.send(calls, `Link ${this.named(tasks)}`);
  }

  /** Remove the links among the chosen tasks; of one task, all links to its predecessors. */
  unlink(): void {
    const chosen = new Set(this.cursor.targets());
    const { lines, rows } = this.view.model;
    const own = (at: number) => chosen.has(rows.ref[at]!);
    const cut = lines.filter((line) => own(line.to) && (chosen.size === 1 || own(line.from)));
    const calls = cut.map((line) => call("remove_link", { predecessor: rows.ref[line.from], successor: rows.ref[line.to] }));
    if (calls.length) this.view.send(calls, `Remove ${calls.length === 1 ? "a link" : `${calls.length} links`}`);
    else this.view.say("There is no link to remove.");
  }

  milestone(): void {
    const { model } = this.view;
    const calls = this.cursor.targets().map((task) => call("make_milestone", { task, milestone: !model.rows.milestone[model.index.get(task)!] }));
    this.view.send(calls, "Change milestones");
  }

  activate(active: boolean): void {
    const tasks = this.cursor.targets();
    const calls = tasks.map((task) => call(active ? "activate" : "deactivate", { task }));
    this.view.send(calls, `${active ? "Activate" : "Deactivate"} ${this.named(tasks)}`);
  }

  undo(): void {
    this.send("undo", {}, "Undo");
  }

  redo(): void {
    this.send("redo", {}, "Redo");
  }

  /** Open or close a summary; false where there is nothing to do. */
  fold(ref: string, open: boolean): boolean {
    const { view } = this;
    const row = view.model.index.get(ref);
    if (row === undefined || !view.model.rows.summary[row] || view.rows.filtered) return false;
    if (view.rows.collapsed.has(ref) !== open) return false;
    if (open) view.rows.collapsed.delete(ref);
    else view.rows.collapsed.add(ref);
    view.refresh();
    view.emit("mp-view", {});
    return true;
  }

  open(ref: string): void {
    if (this.view.model.index.has(ref)) this.view.emit("mp-open", { ref });
  }

  private withChosen(command: string, word: string): void {
    const tasks = this.cursor.targets();
    if (tasks.length) this.send(command, { tasks }, `${word} ${this.named(tasks)}`);
  }

  private send(command: string, args: Call["arguments"], label: string): void {
    this.view.send([call(command, args)], label, this.view.cursor);
  }

  /** The chosen tasks without those that move with a chosen summary anyway. */
  private tops(): string[] {
    const { model } = this.view;
    const chosen = this.cursor.targets();
    const rows = new Set(chosen.map((ref) => model.index.get(ref)!));
    return chosen.filter((ref) => {
      for (const row of model.lineage(model.parent[model.index.get(ref)!]!)) if (rows.has(row)) return false;
      return true;
    });
  }

  private neighbour(tasks: string[]): string | null {
    const { model, rows } = this.view;
    const gone = new Set(tasks);
    const stays = (row: number) => row >= 0 && ![...model.lineage(row)].some((one) => gone.has(model.rows.ref[one]!));
    const from = this.view.placeOf(tasks[0]!);
    const order = [...rows.list.slice(from), ...rows.list.slice(0, from).reverse()];
    const row = order.find(stays);
    return row === undefined ? null : model.rows.ref[row]!;
  }

  private named(tasks: string[]): string {
    const { model } = this.view;
    return tasks.length === 1 ? `“${model.rows.name[model.index.get(tasks[0]!)!]}”` : `${tasks.length} tasks`;
  }
}
