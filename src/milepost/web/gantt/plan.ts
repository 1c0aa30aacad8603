/** What the plan page is told: the answer of the query `plan`, column by column. Instants are minutes since 1970. */

export type Minutes = number;
export type Maybe<T> = T | null;

export interface Project {
  code: string;
  name: string;
  revision: number;
  start: Minutes;
  finish: Minutes;
  status_date: Maybe<Minutes>;
  minutes_per_day: number;
  minutes_per_week: number;
  days_per_month: number;
  currency: string;
  zone: string;
  read_only: boolean;
}

export interface Person {
  ref: string;
  name: string;
  initials: string;
}

export type State = "planned" | "started" | "done" | "late" | "inactive";

/** One task as its values; the plan keeps a column for each of these. */
export interface Row {
  ref: string;
  name: string;
  depth: number;
  summary: boolean;
  milestone: boolean;
  start: Minutes;
  finish: Minutes;
  duration: Minutes;
  elapsed: boolean;
  duration_unit: string;
  percent: number;
  critical: boolean;
  total_float: Minutes;
  free_float: Minutes;
  late_finish: Minutes;
  deadline: Maybe<Minutes>;
  constraint: Maybe<[string, Minutes]>;
  baseline_start: Maybe<Minutes>;
  baseline_finish: Maybe<Minutes>;
  actual_start: Maybe<Minutes>;
  actual_finish: Maybe<Minutes>;
  p80: Maybe<Minutes>;
  people: [string, number][];
  predecessors: string;
  wbs: string;
  code: string;
  inactive: boolean;
  manual: boolean;
  priority: number;
  notes: boolean;
  state: State;
  criticality: Maybe<number>;
}

export type Field = keyof Row;
export type Columns = { [F in Field]: Row[F][] };
export type Link = [predecessor: string, successor: string, kind: string, lag: string, driving: boolean];

export interface Plan {
  project: Project;
  closed: [Minutes, Minutes][];
  people: Person[];
  rows: Columns;
  links: Link[];
}

/** What changed since a revision: whole new columns for the rows that did, and the order where the outline did. */
export interface Patch {
  project?: Partial<Project>;
  closed?: [Minutes, Minutes][];
  people?: Person[];
  rows?: Partial<Columns>;
  order?: string[];
  removed?: string[];
  links?: Link[];
}

export type Moved = [ref: string, oldStart: Minutes, start: Minutes, oldFinish: Minutes, finish: Minutes];

/** The answer to commands that were carried out. */
export interface Answer {
  revision: number;
  entry?: number | string | null;
  sentence?: string;
  moved?: Moved[];
  undo?: Maybe<{ entry: number | string }>;
  patch?: Patch;
}

/** The answer to commands that were refused: a sentence and, on a conflict, both values. */
export interface Problem {
  title?: string;
  detail?: string;
  code?: string;
  field?: string;
  yours?: unknown;
  theirs?: unknown;
}

export interface Call {
  command: string;
  arguments: Record<string, unknown>;
}

/** Why a task is where it is. */
export interface Reason {
  sentence: string;
  driver_refs: string[];
  links: [string, string][];
}

/** What a row is when its column is missing or shorter than the plan. */
export const BLANK: Row = {
  ref: "",
  name: "",
  depth: 0,
  summary: false,
  milestone: false,
  start: 0,
  finish: 0,
  duration: 0,
  elapsed: false,
  duration_unit: "d",
  percent: 0,
  critical: false,
  total_float: 0,
  free_float: 0,
  late_finish: 0,
  deadline: null,
  constraint: null,
  baseline_start: null,
  baseline_finish: null,
  actual_start: null,
  actual_finish: null,
  p80: null,
  people: [],
  predecessors: "",
  wbs: "",
  code: "",
  inactive: false,
  manual: false,
  priority: 500,
  notes: false,
  state: "planned",
  criticality: null,
};

export const FIELDS = Object.keys(BLANK) as Field[];
