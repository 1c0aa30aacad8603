/** What a text typed into a cell, or a date a bar was dragged to, asks for: commands, a question, or a sentence that says what is wrong. */

import { peopleText, type Shown } from "./columns";
import { isoText, openDays, parseDate } from "./dates";
import { durationText, parseDuration } from "./duration";
import type { Call } from "./plan";
import { parsePredecessors, predecessorsText } from "./predecessors";

export interface Choice {
  label: string;
  help: string;
  calls: Call[];
}

export type Meaning =
  | { kind: "nothing" }
  | { kind: "calls"; calls: Call[]; label: string; text: string }
  | { kind: "ask"; title: string; choices: Choice[] }
  | { kind: "wrong"; words: string };

const NOTHING: Meaning = { kind: "nothing" };
const wrong = (words: string): Meaning => ({ kind: "wrong", words });
export const call = (command: string, args: Record<string, unknown>): Call => ({ command, arguments: args });

type Reader = (shown: Shown, at: number, text: string) => Meaning;

const READERS: Record<string, Reader> = { name, duration, start, finish, predecessors, people, percent, deadline, priority, code };

/** What a text in a cell means. */
export function meaningOf(shown: Shown, at: number, column: string, text: string): Meaning {
  return READERS[column]?.(shown, at, text.trim()) ?? NOTHING;
}

const taskOf = ({ model }: Shown, at: number) => model.rows.ref[at]!;
const nameOf = ({ model }: Shown, at: number) => `“${model.rows.name[at]}”`;

function one(command: string, args: Record<string, unknown>, label: string, text: string): Meaning {
  return { kind: "calls", calls: [call(command, args)], label, text };
}

function name(shown: Shown, at: number, text: string): Meaning {
  if (text === shown.model.rows.name[at]) return NOTHING;
  if (!text) return wrong("A task needs a name. Press Delete on the name to remove the task.");
  return one("rename_task", { task: taskOf(shown, at), name: text }, `Rename ${nameOf(shown, at)} to “${text}”`, text);
}

function duration(shown: Shown, at: number, text: string): Meaning {
  const { rows, project } = shown.model;
  const read = parseDuration(text, project);
  if (!read) return wrong(`“${text}” is no duration. Write 3d, 4h, 2w or, for elapsed time, 3ed.`);
  if (rows.summary[at]) return wrong(`${nameOf(shown, at)} lasts as long as the tasks below it.`);
  if (read.minutes === rows.duration[at] && read.elapsed === rows.elapsed[at]) return NOTHING;
  const words = durationText(read.minutes, read.unit, read.elapsed, project);
  return one("change_duration", { task: taskOf(shown, at), duration: words }, `Change the duration of ${nameOf(shown, at)} to ${words}`, words);
}

function typedDate(shown: Shown, text: string, near: number): { at: number; iso: string } | null {
  const read = parseDate(text, near, shown.calendar.habits);
  return read && { at: read.at, iso: isoText(read.at, read.time) };
}

const noDate = (text: string) => wrong(`“${text}” is no date. Write 2026-03-12 or 12 Mar 2026.`);

/** Whether a day can have happened: up to the status date, else today. */
function past({ model }: Shown, at: number): boolean {
  const now = new Date();
  const tonight = Date.UTC(now.getFullYear(), now.getMonth(), now.getDate() + 1) / 60000;
  return model.project.status_date === null ? at < tonight : at <= model.project.status_date;
}

function start(shown: Shown, at: number, text: string): Meaning {
  const { rows } = shown.model;
  const task = taskOf(shown, at);
  if (!text && rows.constraint[at]) return one("clear_constraint", { task }, `Let ${nameOf(shown, at)} start as soon as possible`, "");
  const date = typedDate(shown, text, rows.start[at]!);
  if (!date) return noDate(text);
  if (isoText(rows.start[at]!, date.iso.length > 10) === date.iso) return NOTHING;
  return startAt(shown, at, date.iso);
}

/** A typed or dragged date as the reader writes dates. */
function dateWords(shown: Shown, iso: string): string {
  const read = parseDate(iso, 0)!;
  return read.time ? `${shown.calendar.day(read.at)} ${shown.calendar.text(read.at, "time")}` : shown.calendar.day(read.at);
}

/** A task is to start at a date: what that means depends on what holds it now. */
export function startAt(shown: Shown, at: number, iso: string): Meaning {
  const { rows, lines } = shown.model;
  const task = taskOf(shown, at);
  if (rows.summary[at]) return wrong(`${nameOf(shown, at)} takes its dates from the tasks below it.`);
  const date = dateWords(shown, iso);
  const label = `Start ${nameOf(shown, at)} on ${date}`;
  if (rows.actual_start[at] !== null) return one("record_actual_start", { task, at: iso }, label, date);
  const drag = (mode: string) => [call("drag_task", { task, to: iso, mode })];
  if (!lines.some((line) => line.to === at)) return { kind: "calls", calls: drag("constraint"), label, text: date };
  const choices = [
    { label: `Not before ${date}`, help: "A constraint; its predecessors still hold it", calls: drag("constraint") },
    { label: "Keep this distance to its predecessor", help: "A lag on the link that drives it", calls: drag("lag") },
  ];
  if (past(shown, parseDate(iso, 0)!.at)) choices.push({ label: `It did start on ${date}`, help: "An actual start", calls: drag("actual") });
  return { kind: "ask", title: `${nameOf(shown, at)} is driven by a predecessor. What is meant?`, choices };
}

function finish(shown: Shown, at: number, text: string): Meaning {
  const date = typedDate(shown, text, shown.model.rows.finish[at]!);
  if (!date) return noDate(text);
  if (isoText(shown.model.rows.finish[at]!, date.iso.length > 10) === date.iso) return NOTHING;
  const { rows } = shown.model;
  const task = taskOf(shown, at);
  if (rows.summary[at]) return wrong(`${nameOf(shown, at)} takes its dates from the tasks below it.`);
  const words = dateWords(shown, date.iso);
  const label = `Finish ${nameOf(shown, at)} on ${words}`;
  if (rows.actual_finish[at] !== null) return one("record_actual_finish", { task, at: date.iso }, label, words);
  const length = durationUntil(shown, at, date.at);
  const choices: Choice[] = [];
  if (length) choices.push({ label: `Change the duration to ${length}`, help: "The start stays", calls: [call("change_duration", { task, duration: length })] });
  choices.push({ label: `Finish not before ${words}`, help: "A constraint", calls: [call("set_constraint", { task, kind: "FNET", at: date.iso })] });
  if (past(shown, date.at)) {
    choices.push({ label: `It did finish on ${words}`, help: "An actual finish", calls: [call("record_actual_finish", { task, at: date.iso })] });
  }
  return { kind: "ask", title: `${nameOf(shown, at)} is to finish on ${words}. What is meant?`, choices };
}

/** The duration with which a task would finish on a day, counting open days; null where there is none. */
export function durationUntil(shown: Shown, at: number, day: number): string | null {
  const { rows, project, closed } = shown.model;
  if (rows.milestone[at] || rows.summary[at]) return null;
  // A finish at midnight is the end of the day before.
  const last = rows.finish[at]! - 1;
  const minutes = rows.elapsed[at]
    ? rows.duration[at]! + Math.round((day - rows.finish[at]!) / 1440) * 1440
    : rows.duration[at]! + openDays(last, day, closed) * project.minutes_per_day;
  if (minutes <= 0) return null;
  return durationText(minutes, "d", rows.elapsed[at]!, project);
}

function predecessors(shown: Shown, at: number, text: string): Meaning {
  const { rows, index, size } = shown.model;
  const read = parsePredecessors(text, rows.code);
  if (typeof read === "string") return wrong(`“${read}” names no predecessor. Write the row's number, and where needed the kind and lag: 12FS+2d.`);
  const codes = new Map(rows.code.map((known, row) => [known.toUpperCase(), row]));
  for (const { task } of read) {
    const row = /^\d+$/.test(task) ? Number(task) - 1 : (index.get(task) ?? codes.get(task));
    if (row === undefined || row < 0 || row >= size) return wrong(`There is no row ${task}; the outline has ${size}.`);
    if (row === at) return wrong("A task cannot be its own predecessor.");
  }
  const words = predecessorsText(read);
  const now = parsePredecessors(rows.predecessors[at]!, rows.code);
  if (typeof now !== "string" && words === predecessorsText(now)) return NOTHING;
  const label = words ? `Set the predecessors of ${nameOf(shown, at)} to ${words}` : `Remove the predecessors of ${nameOf(shown, at)}`;
  return one("set_predecessors", { task: taskOf(shown, at), text: words }, label, words);
}

function people(shown: Shown, at: number, text: string): Meaning {
  if (text === peopleText(shown.model, at)) return NOTHING;
  const label = text ? `Assign ${text} to ${nameOf(shown, at)}` : `Take everybody off ${nameOf(shown, at)}`;
  return one("set_people", { task: taskOf(shown, at), text }, label, text);
}

function percent(shown: Shown, at: number, text: string): Meaning {
  const value = whole(text.replace(/\s*%$/, ""), 0, 100);
  if (value === null) return wrong(`“${text}” is no share of done work. Write a number from 0 to 100.`);
  if (shown.model.rows.summary[at]) return wrong(`${nameOf(shown, at)} is as far as the tasks below it.`);
  if (value === shown.model.rows.percent[at]) return NOTHING;
  return one("record_progress", { task: taskOf(shown, at), percent: value }, `Record ${value}% of ${nameOf(shown, at)}`, `${value}%`);
}

function deadline(shown: Shown, at: number, text: string): Meaning {
  const now = shown.model.rows.deadline[at] ?? null;
  const task = taskOf(shown, at);
  if (!text) return now === null ? NOTHING : one("set_deadline", { task, at: null }, `Remove the deadline of ${nameOf(shown, at)}`, "");
  const date = typedDate(shown, text, shown.model.rows.finish[at]!);
  if (!date) return noDate(text);
  if (now !== null && isoText(now, date.iso.length > 10) === date.iso) return NOTHING;
  return one("set_deadline", { task, at: date.iso }, `Set the deadline of ${nameOf(shown, at)} to ${dateWords(shown, date.iso)}`, dateWords(shown, date.iso));
}

function priority(shown: Shown, at: number, text: string): Meaning {
  const value = whole(text, 0, 1000);
  if (value === null) return wrong(`“${text}” is no priority. Write a number from 0 to 1000; 500 is usual.`);
  if (value === shown.model.rows.priority[at]) return NOTHING;
  return one("set_priority", { task: taskOf(shown, at), priority: value }, `Give ${nameOf(shown, at)} priority ${value}`, text);
}

function code(shown: Shown, at: number, text: string): Meaning {
  if (text === shown.model.rows.code[at]) return NOTHING;
  return one("set_task_code", { task: taskOf(shown, at), code: text }, `Give ${nameOf(shown, at)} the code ${text}`, text);
}

function whole(text: string, least: number, most: number): number | null {
  const value = Number(text);
  return /^\d+$/.test(text) && value >= least && value <= most ? value : null;
}
