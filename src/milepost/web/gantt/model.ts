/** The plan as the element holds it: columns, the tree they form, and links as row numbers. */

import { BLANK, FIELDS, type Columns, type Field, type Link, type Patch, type Person, type Plan, type Project, type Row } from "./plan";

export interface Line {
  from: number;
  to: number;
  kind: string;
  lag: string;
  driving: boolean;
}

const NOWHERE: Project = {
  code: "",
  name: "",
  revision: 0,
  start: 0,
  finish: 0,
  status_date: null,
  minutes_per_day: 480,
  minutes_per_week: 2400,
  days_per_month: 20,
  currency: "",
  zone: "UTC",
  read_only: false,
};

export class Model {
  project: Project = NOWHERE;
  closed: [number, number][] = [];
  rows: Columns = emptyColumns();
  lines: Line[] = [];
  index = new Map<string, number>();
  people = new Map<string, Person>();
  /** The row above in the tree, -1 at the top. */
  parent: Int32Array = new Int32Array(0);
  /** The first row after a row and everything below it in the tree. */
  end: Int32Array = new Int32Array(0);
  private links: Link[] = [];

  constructor(plan?: Plan) {
    if (!plan) return;
    this.project = { ...NOWHERE, ...plan.project };
    this.closed = plan.closed;
    this.rows = filled(plan.rows);
    this.links = plan.links;
    this.meet(plan.people);
    this.grow();
  }

  get size(): number {
    return this.rows.ref.length;
  }

  row(at: number): Row {
    return Object.fromEntries(FIELDS.map((field) => [field, this.rows[field][at]])) as unknown as Row;
  }

  /** The row below which the given one hangs, itself first, up to the top. */
  *lineage(at: number): Generator<number> {
    for (let row = at; row >= 0; row = this.parent[row] ?? -1) yield row;
  }

  /** Take a patch over; returns the references of rows that are new. */
  apply(patch: Patch): string[] {
    Object.assign(this.project, patch.project ?? {});
    if (patch.closed) this.closed = patch.closed;
    if (patch.people) this.meet(patch.people);
    const added = this.write(patch.rows ?? {});
    if (patch.order || patch.removed) this.arrange(patch.order, new Set(patch.removed ?? []));
    if (patch.links) this.links = patch.links;
    this.grow();
    return added;
  }

  private meet(people: Person[]): void {
    for (const person of people) this.people.set(person.ref, person);
  }

  private write(changed: Partial<Columns>): string[] {
    const added: string[] = [];
    (changed.ref ?? []).forEach((ref, at) => {
      let row = this.index.get(ref);
      if (row === undefined) {
        row = this.size;
        for (const field of FIELDS) put(this.rows, field, row, BLANK[field]);
        this.index.set(ref, row);
        added.push(ref);
      }
      for (const field of FIELDS) {
        const column = changed[field];
        if (column && at < column.length) put(this.rows, field, row, column[at] as Row[Field]);
      }
    });
    return added;
  }

  private arrange(order: string[] | undefined, removed: ReadonlySet<string>): void {
    const wanted = (order ?? this.rows.ref).filter((ref) => !removed.has(ref));
    const from = wanted.map((ref) => this.index.get(ref)).filter((row): row is number => row !== undefined);
    const arranged = emptyColumns();
    for (const field of FIELDS) {
      const column = this.rows[field] as unknown[];
      (arranged[field] as unknown[]) = from.map((row) => column[row]);
    }
    this.rows = arranged;
  }

  private grow(): void {
    const { ref, depth } = this.rows;
    this.index = new Map(ref.map((name, at) => [name, at]));
    this.parent = new Int32Array(ref.length).fill(-1);
    this.end = new Int32Array(ref.length);
    const open: number[] = [];
    for (let at = 0; at < ref.length; at++) {
      while (open.length && depth[open[open.length - 1]!]! >= depth[at]!) this.end[open.pop()!] = at;
      this.parent[at] = open.length ? open[open.length - 1]! : -1;
      open.push(at);
    }
    for (const at of open) this.end[at] = ref.length;
    this.lines = this.links.flatMap(([from, to, kind, lag, driving]) => {
      const [a, b] = [this.index.get(from), this.index.get(to)];
      return a === undefined || b === undefined ? [] : [{ from: a, to: b, kind, lag, driving }];
    });
  }
}

function emptyColumns(): Columns {
  return Object.fromEntries(FIELDS.map((field) => [field, []])) as unknown as Columns;
}

function filled(rows: Partial<Columns>): Columns {
  const size = rows.ref?.length ?? 0;
  const columns = emptyColumns();
  for (const field of FIELDS) {
    const given = (rows[field] ?? []) as unknown[];
    const column = given.slice(0, size);
    while (column.length < size) column.push(BLANK[field]);
    (columns[field] as unknown[]) = column;
  }
  return columns;
}

function put<F extends Field>(rows: Columns, field: F, at: number, value: Row[F]): void {
  (rows[field] as Row[F][])[at] = value;
}
