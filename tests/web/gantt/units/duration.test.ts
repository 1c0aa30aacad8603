import assert from "node:assert/strict";
import { test } from "node:test";
import { daysText, durationText, parseDuration } from "../../../../src/milepost/web/gantt/duration";

const WORK = { minutes_per_day: 480, minutes_per_week: 2400, days_per_month: 20 };

test("durations are read as they are typed", () => {
  const read = (text: string) => parseDuration(text, WORK)?.minutes;
  assert.equal(read("3d"), 1440);
  assert.equal(read("3"), 1440);
  assert.equal(read("1.5 days"), 720);
  assert.equal(read("1,5d"), 720);
  assert.equal(read("2w"), 4800);
  assert.equal(read("1mo"), 9600);
  assert.equal(read("4 hrs"), 240);
  assert.equal(read("90m"), 90);
  assert.equal(read("5d?"), 2400);
  assert.deepEqual(parseDuration("3ed", WORK), { minutes: 4320, elapsed: true, unit: "d" });
});

test("what is no duration is none", () => {
  for (const text of ["", "d", "-3d", "3x", "three days", "3dd", "1e", "3d 4h"]) assert.equal(parseDuration(text, WORK), null, text);
});

test("durations are written in their unit and read back the same", () => {
  assert.equal(durationText(1440, "d", false, WORK), "3d");
  assert.equal(durationText(4320, "ed", true, WORK), "3ed");
  assert.equal(durationText(2400, "w", false, WORK), "1w");
  assert.equal(durationText(720, "d", false, WORK), "1.5d");
  assert.equal(durationText(1, "w", false, WORK), "1m");
  assert.equal(durationText(0, "d", false, WORK), "0d");
  assert.equal(daysText(-720, WORK), "-1.5d");
});
