import assert from "node:assert/strict";
import { test } from "node:test";
import { Calendar } from "../../../../src/milepost/web/gantt/dates";
import { placement, depthsAt } from "../../../../src/milepost/web/gantt/drafts";
import { durationUntil, meaningOf } from "../../../../src/milepost/web/gantt/edits";
import { Model } from "../../../../src/milepost/web/gantt/model";
import { BLANK, FIELDS, type Columns, type Row } from "../../../../src/milepost/web/gantt/plan";

const at = (day: number, hour = 0) => Date.UTC(2026, 2, day, hour) / 60000;

/** Monday to Friday of March 2026, one task a day or longer; the second follows the first. */
function world(...rows: Partial<Row>[]) {
  const all = rows.map((row, index) => ({ ...BLANK, ref: `T-${index + 1}`, name: `Task ${index + 1}`, ...row }));
  const columns = Object.fromEntries(FIELDS.map((field) => [field, all.map((row) => row[field])])) as unknown as Columns;
  const project = { code: "X", name: "X", revision: 1, start: at(2), finish: at(30), status_date: at(18), minutes_per_day: 480, minutes_per_week: 2400, days_per_month: 20, currency: "EUR", zone: "UTC", read_only: false };
  const closed: [number, number][] = [7, 14, 21, 28].map((day) => [at(day), at(day + 2)]);
  const model = new Model({ project, closed, people: [{ ref: "P-1", name: "Anna", initials: "A" }], rows: columns, links: [["T-1", "T-2", "FS", "", true]] });
  return { model, calendar: new Calendar("en-GB") };
}

const plan = () =>
  world(
    { start: at(2, 8), finish: at(4, 16), duration: 1440 },
    { start: at(5, 8), finish: at(6, 16), duration: 960, predecessors: "1" },
    { start: at(2, 8), finish: at(10, 16), duration: 3360, summary: true },
    { start: at(9, 8), finish: at(10, 16), duration: 960, depth: 1, actual_start: at(9, 8), percent: 30, deadline: at(12, 16), people: [["P-1", 0.5]] },
    { start: at(11, 8), finish: at(11, 8), milestone: true },
  );

const calls = (row: number, column: string, text: string) => {
  const meaning = meaningOf(plan(), row, column, text);
  return meaning.kind === "calls" ? meaning.calls : meaning.kind;
};

test("an unchanged text asks for nothing", () => {
  for (const [row, column, text] of [
    [0, "name", "Task 1"],
    [0, "duration", "3d"],
    [0, "duration", "24h"],
    [0, "start", "2026-03-02"],
    [0, "finish", "4 Mar 2026"],
    [1, "predecessors", "1FS"],
    [3, "people", "Anna 50%"],
    [3, "percent", "30%"],
    [3, "deadline", "2026-03-12"],
    [0, "deadline", ""],
    [0, "priority", "500"],
    [0, "code", ""],
  ] as const) {
    assert.equal(calls(row, column, text), "nothing", `${column} ${text}`);
  }
});

test("a date means a constraint, an actual, or has to be asked", () => {
  assert.deepEqual(calls(0, "start", "2026-03-05"), [{ command: "drag_task", arguments: { task: "T-1", to: "2026-03-05", mode: "constraint" } }]);
  assert.deepEqual(calls(3, "start", "2026-03-05 09:30"), [{ command: "record_actual_start", arguments: { task: "T-4", at: "2026-03-05T09:30" } }]);
  assert.equal(calls(2, "start", "2026-03-05"), "wrong");
  const driven = meaningOf(plan(), 1, "start", "2026-03-10");
  assert.equal(driven.kind, "ask");
  assert.deepEqual(driven.kind === "ask" && driven.choices.map((choice) => choice.calls[0]!.arguments["mode"]), ["constraint", "lag", "actual"]);
});

test("a finish is a duration, a constraint or an actual, which only the past can be", () => {
  const commands = (text: string) => {
    const meaning = meaningOf(plan(), 0, "finish", text);
    return meaning.kind === "ask" ? meaning.choices.map((choice) => choice.calls[0]!.command) : meaning.kind;
  };
  assert.deepEqual(commands("2026-03-06"), ["change_duration", "set_constraint", "record_actual_finish"]);
  assert.deepEqual(commands("2026-03-24"), ["change_duration", "set_constraint"]);
});

test("an end on another day changes the duration by the open days between", () => {
  const shown = plan();
  assert.equal(durationUntil(shown, 0, at(6, 16)), "5d");
  assert.equal(durationUntil(shown, 0, at(10)), "7d");
  assert.equal(durationUntil(shown, 0, at(2, 10)), "1d");
  assert.equal(durationUntil(shown, 0, at(1)), null);
  assert.equal(durationUntil(shown, 4, at(12)), null);
});

test("an emptied cell takes away what it held", () => {
  assert.deepEqual(calls(1, "predecessors", ""), [{ command: "set_predecessors", arguments: { task: "T-2", text: "" } }]);
  assert.deepEqual(calls(3, "deadline", ""), [{ command: "set_deadline", arguments: { task: "T-4", at: null } }]);
  assert.deepEqual(calls(3, "people", ""), [{ command: "set_people", arguments: { task: "T-4", text: "" } }]);
  assert.equal(calls(0, "name", "  "), "wrong");
});

test("new tasks go where their line stands", () => {
  const { model } = plan();
  assert.deepEqual(placement(model, -1, 0), { before: "T-1" });
  assert.deepEqual(placement(model, 0, 0), { after: "T-1" });
  assert.deepEqual(placement(model, 0, 1), { under: "T-1" });
  assert.deepEqual(placement(model, 2, 1), { before: "T-4" });
  assert.deepEqual(placement(model, 3, 1), { after: "T-4" });
  assert.deepEqual(placement(model, 3, 0), { after: "T-3" });
  assert.deepEqual(placement(new Model(), -1, 0), {});
  assert.deepEqual(depthsAt(model, 2), [1, 1]);
  assert.deepEqual(depthsAt(model, 3), [0, 2]);
});
