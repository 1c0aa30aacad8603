import assert from "node:assert/strict";
import { test } from "node:test";
import { passes } from "../../../../src/milepost/web/gantt/link-menu";
import { arrowsIn, route } from "../../../../src/milepost/web/gantt/links";
import { Model } from "../../../../src/milepost/web/gantt/model";
import type { Columns, Link, Plan } from "../../../../src/milepost/web/gantt/plan";
import { Timescale } from "../../../../src/milepost/web/gantt/timescale";

const ROW = 32;
const SCALE = new Timescale(0, 10000, 1);

function chain(links: Link[], ...spans: [number, number][]): Model {
  const rows = { ref: spans.map((_, at) => `T-${at}`), start: spans.map(([start]) => start), finish: spans.map(([, finish]) => finish), critical: spans.map((_, at) => at < 2) };
  return new Model({ project: {} as Plan["project"], closed: [], people: [], rows: rows as unknown as Columns, links });
}

const places = (model: Model) => Int32Array.from(model.rows.ref, (_, at) => at);

test("a link onto a later start drops straight onto the bar", () => {
  const model = chain([["T-0", "T-1", "FS", "", true]], [0, 100], [120, 200]);
  const { critical, driving, plain } = arrowsIn(model, places(model), SCALE, ROW, 0, 2);
  assert.equal(critical.path, "M100 15H124V39");
  assert.equal(critical.heads, "M124 39l-4 -6h8Z");
  assert.deepEqual([driving.path, plain.path], ["", ""]);
});

test("a link back in time turns in the gap above its successor", () => {
  assert.equal(route(100, 15, 60, 47, 1, -1, ROW), "M100 15H108V31H52V47H60");
});

test("start to start and finish to finish go around", () => {
  assert.equal(route(100, 15, 60, 47, -1, -1, ROW), "M100 15H52V47H60");
  assert.equal(route(100, 15, 60, 47, 1, 1, ROW), "M100 15H108V47H60");
  assert.equal(route(100, 15, 60, 47, -1, 1, ROW), "M100 15H68V47H60");
});

test("links that touch the lines in sight are drawn, those of hidden rows are not", () => {
  const model = chain([["T-0", "T-1", "FS", "", false], ["T-0", "T-3", "FS", "", true], ["T-2", "T-3", "FS", "", true]], [0, 10], [20, 30], [20, 30], [40, 50]);
  const place = Int32Array.from([0, 1, -1, 2]);
  const count = (path: string) => path.split("M").length - 1;
  const seen = arrowsIn(model, place, SCALE, ROW, 1, 2);
  assert.equal(count(seen.plain.path), 1);
  assert.equal(count(seen.driving.path), 1);
  const none = arrowsIn(model, place, SCALE, ROW, 3, 9);
  assert.equal(none.plain.path + none.driving.path + none.critical.path, "");
});

test("a point is on a path of right angles or not", () => {
  const path = "M100 15H124V39";
  assert.ok(passes(path, 110, 17));
  assert.ok(passes(path, 122, 30));
  assert.ok(!passes(path, 60, 15));
  assert.ok(!passes(path, 110, 30));
});
