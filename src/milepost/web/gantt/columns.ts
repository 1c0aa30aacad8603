/** The columns of the outline: what each is called, how wide it is, and the text of a row in it. */

import { isoText, type Calendar } from "./dates";
import { daysText, durationText } from "./duration";
import type { Model } from "./model";

export interface Shown {
  model: Model;
  calendar: Calendar;
}

export interface Column {
  id: string;
  title: string;
  /** The whole name where the title is short. */
  long?: string;
  width: number;
  end?: boolean;
  /** Shown until the reader chooses otherwise. */
  usual?: boolean;
  editable?: boolean;
  text(shown: Shown, at: number): string;
  /** What the editor starts with; the text of the cell where not given. */
  value?(shown: Shown, at: number): string;
}

type Text = Column["text"];

const day = (pick: (model: Model, at: number) => number | null | undefined): Text => ({ model, calendar }, at) => {
  const minutes = pick(model, at);
  return minutes === null || minutes === undefined ? "" : calendar.day(minutes);
};
const iso = (pick: (model: Model, at: number) => number | null | undefined): Text => ({ model }, at) => {
  const minutes = pick(model, at);
  return minutes === null || minutes === undefined ? "" : isoText(minutes, false);
};
const dated = (pick: (model: Model, at: number) => number | null | undefined) => ({ text: day(pick), value: iso(pick) });

/** A value that inactive tasks, which have no dates, do not have either. */
const active = (field: "start" | "finish" | "late_finish") => (model: Model, at: number) => (model.rows.inactive[at] ? null : model.rows[field][at]);
const floatOf = (field: "total_float" | "free_float"): Text => ({ model }, at) =>
  model.rows.inactive[at] ? "" : daysText(model.rows[field][at]!, model.project);

export const COLUMNS: Column[] = [
  { id: "number", title: "#", long: "Row number", width: 46, end: true, usual: true, text: (_, at) => String(at + 1) },
  { id: "signs", title: "Signs", width: 54, usual: true, text: ({ model }, at) => signs(model, at).map(([, words]) => words).join("; ") },
  { id: "name", title: "Name", width: 240, usual: true, editable: true, text: ({ model }, at) => model.rows.name[at]! },
  {
    id: "duration",
    title: "Duration",
    width: 80,
    end: true,
    usual: true,
    editable: true,
    text: ({ model: { rows, project } }, at) => durationText(rows.duration[at]!, rows.duration_unit[at]!, rows.elapsed[at]!, project),
  },
  { id: "start", title: "Start", width: 104, end: true, usual: true, editable: true, ...dated(active("start")) },
  { id: "finish", title: "Finish", width: 104, end: true, usual: true, editable: true, ...dated(active("finish")) },
  { id: "predecessors", title: "Predecessors", width: 112, usual: true, editable: true, text: ({ model }, at) => model.rows.predecessors[at]! },
  { id: "people", title: "People", width: 150, usual: true, editable: true, text: ({ model }, at) => peopleText(model, at) },
  { id: "percent", title: "% done", width: 66, end: true, usual: true, editable: true, text: ({ model }, at) => `${model.rows.percent[at]}%` },
  { id: "deadline", title: "Deadline", width: 108, end: true, editable: true, ...dated((model, at) => model.rows.deadline[at]) },
  { id: "total_float", title: "Total float", width: 90, end: true, text: floatOf("total_float") },
  { id: "free_float", title: "Free float", width: 90, end: true, text: floatOf("free_float") },
  { id: "late_finish", title: "Late finish", width: 108, end: true, text: day(active("late_finish")) },
  { id: "p80", title: "80 % sure by", long: "80 % sure by (P80)", width: 112, end: true, text: day((model, at) => model.rows.p80[at]) },
  { id: "criticality", title: "Criticality", width: 88, end: true, text: ({ model }, at) => percentText(model.rows.criticality[at]) },
  { id: "baseline_start", title: "Baseline start", width: 112, end: true, text: day((model, at) => model.rows.baseline_start[at]) },
  { id: "baseline_finish", title: "Baseline finish", width: 112, end: true, text: day((model, at) => model.rows.baseline_finish[at]) },
  { id: "slip", title: "Slip", long: "Finish against baseline, calendar days", width: 72, end: true, text: slipText },
  { id: "actual_start", title: "Actual start", width: 108, end: true, text: day((model, at) => model.rows.actual_start[at]) },
  { id: "actual_finish", title: "Actual finish", width: 108, end: true, text: day((model, at) => model.rows.actual_finish[at]) },
  { id: "constraint", title: "Constraint", width: 150, text: constraintText },
  { id: "priority", title: "Priority", width: 72, end: true, editable: true, text: ({ model }, at) => String(model.rows.priority[at]) },
  { id: "wbs", title: "WBS", width: 72, text: ({ model }, at) => model.rows.wbs[at]! },
  { id: "code", title: "Code", width: 90, editable: true, text: ({ model }, at) => model.rows.code[at]! },
  { id: "state", title: "State", width: 84, text: ({ model }, at) => STATES[model.rows.state[at]!] },
  { id: "ref", title: "Task", long: "Reference", width: 66, text: ({ model }, at) => model.rows.ref[at]! },
];

const STATES = { planned: "Planned", started: "Under way", done: "Done", late: "Late", inactive: "Inactive" } as const;

export const CONSTRAINTS: Record<string, string> = {
  ASAP: "as soon as possible",
  ALAP: "as late as possible",
  SNET: "start not before",
  SNLT: "start not after",
  FNET: "finish not before",
  FNLT: "finish not after",
  MSO: "must start on",
  MFO: "must finish on",
};

/** Small signs beside a name, each with its words: shape and words carry what colour does. */
export function signs(model: Model, at: number): [sign: string, words: string][] {
  const { state, constraint, notes, deadline, finish, manual, inactive } = model.rows;
  const found: [string, string][] = [];
  if (inactive[at]) found.push(["⊘", "Inactive"]);
  if (state[at] === "done") found.push(["✓", "Done"]);
  if (state[at] === "late") found.push(["!", "Late"]);
  if (deadline[at] !== null && finish[at]! > deadline[at]!) found.push(["⚑", "Misses its deadline"]);
  if (constraint[at]) found.push(["⊢", "Has a constraint"]);
  if (manual[at]) found.push(["✎", "Scheduled by hand"]);
  if (notes[at]) found.push(["≡", "Has notes"]);
  return found;
}

export function peopleText(model: Model, at: number): string {
  const named = ([ref, share]: [string, number]) => {
    const name = model.people.get(ref)?.name ?? ref;
    return share === 1 ? name : `${name} ${Math.round(share * 100)}%`;
  };
  return model.rows.people[at]!.map(named).join(", ");
}

function constraintText({ model, calendar }: Shown, at: number): string {
  const constraint = model.rows.constraint[at];
  return constraint ? `${CONSTRAINTS[constraint[0]] ?? constraint[0]} ${calendar.day(constraint[1])}` : "";
}

function slipText({ model: { rows } }: Shown, at: number): string {
  const baseline = rows.baseline_finish[at];
  if (baseline === null || baseline === undefined) return "";
  const days = Math.round((rows.finish[at]! - baseline) / 144) / 10;
  return `${days > 0 ? "+" : ""}${days}d`;
}

function percentText(share: number | null | undefined): string {
  return share === null || share === undefined ? "" : `${Math.round(share * 100)}%`;
}
