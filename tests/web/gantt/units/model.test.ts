import assert from "node:assert/strict";
import { test } from "node:test";
import { Model } from "../../../../src/milepost/web/gantt/model";
import type { Columns, Plan } from "../../../../src/milepost/web/gantt/plan";
import { ShownRows, windowOf } from "../../../../src/milepost/web/gantt/rows";

/** An outline from indented words: two blanks are one level. */
function outline(...lines: string[]): Plan {
  const depth = lines.map((line) => line.search(/\S/) / 2);
  const rows = {
    ref: lines.map((line) => line.trim()),
    name: lines.map((line) => `Task ${line.trim()}`),
    depth,
    summary: depth.map((level, at) => (depth[at + 1] ?? 0) > level),
  } as unknown as Columns;
  return { project: { revision: 1 } as Plan["project"], closed: [], people: [], rows, links: [["b", "c", "FS", "", true]] };
}

const TREE = () => new Model(outline("a", "  b", "  c", "    d", "e"));
const shown = (model: Model, rows: ShownRows) => [...rows.list].map((row) => (row < 0 ? "+" : model.rows.ref[row]!)).join("");

test("the tree is read from the depths", () => {
  const model = TREE();
  assert.deepEqual([...model.parent], [-1, 0, 0, 2, -1]);
  assert.deepEqual([...model.end], [4, 2, 4, 4, 5]);
  assert.deepEqual([...model.lineage(3)], [3, 2, 0]);
});

test("a patch changes, adds, moves and removes rows and renews links", () => {
  const model = TREE();
  const added = model.apply({
    rows: { ref: ["c", "f"], name: ["Changed", "New"], depth: [0, 0] },
    order: ["f", "c", "a", "b"],
    removed: ["d", "e"],
    links: [["c", "b", "SS", "+1d", false], ["gone", "b", "FS", "", false]],
  });
  assert.deepEqual(added, ["f"]);
  assert.deepEqual(model.rows.ref, ["f", "c", "a", "b"]);
  assert.deepEqual(model.rows.name, ["New", "Changed", "Task a", "Task b"]);
  assert.equal(model.rows.state[0], "planned");
  assert.deepEqual(model.lines, [{ from: 1, to: 3, kind: "SS", lag: "+1d", driving: false }]);
  assert.equal(model.index.get("b"), 3);
});

test("a patch of dates leaves the outline alone", () => {
  const model = TREE();
  model.apply({ rows: { ref: ["d"], start: [77] } });
  assert.equal(model.rows.start[3], 77);
  assert.equal(model.rows.name[3], "Task d");
  assert.deepEqual(model.rows.ref, ["a", "b", "c", "d", "e"]);
});

test("collapsed rows hide what is below them", () => {
  const [model, rows] = [TREE(), new ShownRows()];
  rows.refresh(model);
  assert.equal(shown(model, rows), "abcde");
  rows.collapsed.add("c");
  rows.refresh(model);
  assert.equal(shown(model, rows), "abce");
  assert.deepEqual([...rows.place], [0, 1, 2, -1, 3]);
  rows.level(model, 1);
  rows.refresh(model);
  assert.equal(shown(model, rows), "ae");
  rows.reveal(model, 3);
  rows.refresh(model);
  assert.equal(shown(model, rows), "abcde");
});

test("a filter keeps the parents of what it finds, also of what is collapsed", () => {
  const [model, rows] = [TREE(), new ShownRows()];
  rows.collapsed.add("a");
  rows.filter = { text: "task D", show: "all", me: "" };
  rows.refresh(model, [{ below: 4, line: -1 }]);
  assert.equal(shown(model, rows), "acd");
  assert.equal(rows.matches, 1);
});

test("lines being written stand where they will be", () => {
  const [model, rows] = [TREE(), new ShownRows()];
  rows.refresh(model, [{ below: 1, line: -2 }, { below: 4, line: -1 }]);
  assert.equal(shown(model, rows), "ab+cde+");
  rows.collapsed.add("a");
  rows.refresh(model, [{ below: 3, line: -2 }, { below: -1, line: -1 }]);
  assert.equal(shown(model, rows), "+a+e");
});

test("the window holds what is in sight and a little more", () => {
  assert.deepEqual(windowOf(0, 320, 32, 10_000), [0, 14]);
  assert.deepEqual(windowOf(3200, 320, 32, 10_000), [96, 114]);
  assert.deepEqual(windowOf(319_700, 320, 32, 10_000), [9986, 10_000]);
  assert.deepEqual(windowOf(0, 320, 32, 0), [0, 0]);
  assert.deepEqual(windowOf(9000, 320, 32, 5), [5, 5]);
});
