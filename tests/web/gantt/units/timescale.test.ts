import assert from "node:assert/strict";
import { test } from "node:test";
import { isoText } from "../../../../src/milepost/web/gantt/dates";
import { fitted, floorTo, monday, scaleFor, ticks, Timescale, type Unit } from "../../../../src/milepost/web/gantt/timescale";

const at = (year: number, month: number, day: number, hour = 0) => Date.UTC(year, month - 1, day, hour) / 60000;

test("each zoom has two tiers that can be read", () => {
  const tiers = (minutesPerPixel: number) => new Timescale(0, 1, minutesPerPixel).tiers.map(({ unit, count }) => `${count} ${unit}`);
  assert.deepEqual(tiers(2), ["1 day", "1 hour"]);
  assert.deepEqual(tiers(10), ["1 day", "6 hour"]);
  assert.deepEqual(tiers(40), ["1 week", "1 day"]);
  assert.deepEqual(tiers(250), ["1 month", "1 week"]);
  assert.deepEqual(tiers(1000), ["1 year", "1 month"]);
  assert.deepEqual(tiers(4000), ["1 year", "1 quarter"]);
  assert.deepEqual(tiers(12000), ["10 year", "1 year"]);
});

test("ticks begin where the calendar's units do", () => {
  const first = (unit: Unit, count = 1) => isoText(floorTo(at(2026, 5, 14, 11), { unit, count }));
  assert.equal(first("hour", 6), "2026-05-14T06:00");
  assert.equal(first("day"), "2026-05-14");
  assert.equal(first("week"), "2026-05-11");
  assert.equal(first("month"), "2026-05-01");
  assert.equal(first("quarter"), "2026-04-01");
  assert.equal(first("year", 10), "2020-01-01");
});

test("ticks follow each other without a gap over leap days and years", () => {
  for (const unit of ["hour", "day", "week", "month", "quarter", "year"] as const) {
    const found = ticks(at(2027, 11, 3), at(2028, 4, 3), { unit, count: 1 });
    assert.ok(found[0]![0] <= at(2027, 11, 3) && found.at(-1)![1] >= at(2028, 4, 3), unit);
    found.slice(1).forEach(([from], index) => assert.equal(from, found[index]![1], unit));
  }
});

test("instants and pixels are each other's inverse", () => {
  const scale = scaleFor(at(2026, 3, 2, 8), at(2026, 9, 1), 45, 800);
  assert.equal(scale.at(scale.x(at(2026, 5, 5, 13))), at(2026, 5, 5, 13));
  assert.equal(monday(scale.origin), scale.origin);
  assert.ok(scale.origin <= at(2026, 2, 23) && scale.finish >= at(2026, 9, 29));
  assert.ok(scale.width >= 800);
});

test("zoom stays within hours and years, and a fit shows the whole plan", () => {
  const scale = new Timescale(0, 525600, 100);
  assert.equal(scale.zoomed(0.01).minutesPerPixel, 1.5);
  assert.equal(scale.zoomed(1e9).minutesPerPixel, 20160);
  assert.ok(525600 / fitted(0, 525600, 800) < 800);
});
