/** Copying rows to a spreadsheet and pasting from one: onto names as new tasks, onto other columns as values. */

import { COLUMNS, type Column, type Shown } from "./columns";
import type { Cursor } from "./cursor";
import type { Editing } from "./editing";
import { call, meaningOf } from "./edits";
import type { Call } from "./plan";
import { parseTsv, toTsv } from "./tsv";
import type { View } from "./view";

export function clipboard(view: View, cursor: Cursor, editing: Editing): void {
  const { outline } = view.layout;
  outline.addEventListener("copy", (event) => {
    if (view.editing || !view.cursor) return;
    event.clipboardData?.setData("text/plain", copied(view, cursor));
    event.preventDefault();
    view.say(view.selection.size > 1 ? `${view.selection.size} rows copied.` : "Copied.");
  });
  outline.addEventListener("paste", (event) => {
    if (view.editing || !view.cursor || view.readOnly) return;
    event.preventDefault();
    paste(view, editing, parseTsv(event.clipboardData?.getData("text/plain") ?? ""));
  });
}

function copied(view: View, cursor: Cursor): string {
  if (!view.selection.size) {
    const row = view.model.index.get(view.cursor!.ref);
    const column = view.columns.find((one) => one.id === view.cursor!.column);
    return row === undefined || !column ? "" : (column.value ?? column.text)(view, row);
  }
  const columns = view.columns.filter((column) => column.id !== "signs");
  return toTsv(cursor.targets().map((ref) => columns.map((column) => (column.value ?? column.text)(view, view.model.index.get(ref)!))));
}

function paste(view: View, editing: Editing, cells: string[][]): void {
  const at = view.cursor!;
  const row = view.model.index.get(at.ref);
  const single = cells.length === 1 && cells[0]!.length === 1;
  if (single && row !== undefined) return editing.carryOut(meaningOf(view, row, at.column, cells[0]![0]!), at);
  const { columns, rows } = matched(view.columns, at.column, cells);
  const isNew = columns.some((column) => column?.id === "name");
  if (isNew || row === undefined) return pasteTasks(view, columns, rows);
  const filled = fill(view, view.placeOf(at.ref), columns, rows);
  if (typeof filled === "string") editing.tell(filled, at);
  else view.send(filled, `Paste ${filled.length} values`, at);
}

/** Which column each pasted one is meant for: by titles in the first row, else from the cursor to the right. */
export function matched(shown: readonly Column[], from: string, cells: string[][]): { columns: (Column | null)[]; rows: string[][] } {
  const known = (title: string) => COLUMNS.find((column) => [column.id, column.title.toLowerCase(), column.long?.toLowerCase()].includes(alias(title)));
  const titles = cells[0]!.map((title) => known(title) ?? null);
  if (titles.some((column) => column?.id === "name")) return { columns: titles, rows: cells.slice(1) };
  const first = shown.findIndex((column) => column.id === from);
  return { columns: cells[0]!.map((_, at) => shown[first + at] ?? null), rows: cells };
}

function alias(title: string): string {
  const word = title.trim().toLowerCase();
  return { task: "name", "task name": "name", title: "name", "resource names": "people", resources: "people", "% complete": "percent", "complete": "percent" }[word] ?? word;
}

/** The keys that `paste_tasks` knows. */
const FIELDS = new Set(["name", "duration", "start", "finish", "predecessors", "people", "percent", "deadline", "code", "priority"]);

function pasteTasks(view: View, columns: (Column | null)[], cells: string[][]): void {
  const named = columns.findIndex((column) => column?.id === "name");
  const written = cells.filter((row) => named >= 0 && row[named]?.trim());
  if (!written.length) return view.say("There is no name among the cells to paste.");
  const levels = levelsOf(written.map((row) => row[named]!));
  const rows = written.map((row, at) => {
    const told = row.flatMap((text, cell) => (columns[cell] && FIELDS.has(columns[cell].id) && text.trim() ? [[columns[cell].id, text.trim()]] : []));
    return { ...Object.fromEntries(told), ...(levels[at] && { level: levels[at] }) } as Record<string, unknown>;
  });
  const { ref } = view.model.rows;
  const after = view.model.index.has(view.cursor!.ref) ? view.cursor!.ref : [...view.model.lineage(view.model.size - 1)].map((row) => ref[row]!).pop();
  view.send([call("paste_tasks", { rows, ...(after && { after }) })], `Paste ${rows.length === 1 ? "a task" : `${rows.length} tasks`}`, view.cursor);
}

/** Levels of an outline that is written with blanks before its names. */
export function levelsOf(names: readonly string[]): number[] {
  const open: number[] = [];
  return names.map((name) => {
    const blanks = name.length - name.trimStart().length;
    while (open.length && open[open.length - 1]! >= blanks) open.pop();
    open.push(blanks);
    return open.length - 1;
  });
}

/** The commands that give values to cells, row by row from a place down; a sentence where one of them is wrong. */
function fill(view: View, place: number, columns: (Column | null)[], cells: string[][]): Call[] | string {
  const calls: Call[] = [];
  for (const [down, texts] of cells.entries()) {
    const row = view.rows.list[place + down];
    if (row === undefined || row < 0) return `Row ${down + 1} of what was copied has no task to go to.`;
    for (const [at, text] of texts.entries()) {
      const column = columns[at];
      if (!column?.editable) return `${column?.title ?? "A column beyond the last"} cannot be pasted into.`;
      const meaning = meaningOf(view as Shown, row, column.id, text);
      if (meaning.kind === "wrong") return meaning.words;
      if (meaning.kind === "calls") calls.push(...meaning.calls);
      // Nobody can be asked row by row: a date is taken as "not before".
      if (meaning.kind === "ask") calls.push(...(meaning.choices.find((choice) => choice.label.includes("ot before")) ?? meaning.choices[0]!).calls);
    }
  }
  return calls;
}
