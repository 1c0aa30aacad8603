import assert from "node:assert/strict";
import { test } from "node:test";
import { Calendar, isoText, localeFor, openDays, parseDate } from "../../../../src/milepost/web/gantt/dates";

const NEAR = Date.UTC(2026, 2, 2) / 60000;
const iso = (text: string, monthFirst = false) => {
  const read = parseDate(text, NEAR, new Calendar(monthFirst ? "en-US" : "en-GB").habits);
  return read && isoText(read.at);
};

test("dates are read as they are typed", () => {
  assert.equal(iso("2026-03-12"), "2026-03-12");
  assert.equal(iso("2026-03-12 08:30"), "2026-03-12T08:30");
  assert.equal(iso("12.3.26"), "2026-03-12");
  assert.equal(iso("12/3/2026"), "2026-03-12");
  assert.equal(iso("12/3/2026", true), "2026-12-03");
  assert.equal(iso("12 Mar"), "2026-03-12");
  assert.equal(iso("Thu 12 March 2027 16:00"), "2027-03-12T16:00");
  assert.equal(iso("Dec 18, 2026", true), "2026-12-18");
  assert.equal(iso("18 dec"), "2026-12-18");
  assert.equal(iso("18.12.2026", true), "2026-12-18");
  assert.equal(iso("12/18/2026"), "2026-12-18");
});

test("a date can be typed as every locale shows it", () => {
  for (const locale of ["en-US", "en-GB", "de", "fr", "es", "nl", "it", "sv", "pl"]) {
    const calendar = new Calendar(locale);
    for (let month = 0; month < 12; month++) {
      const at = Date.UTC(2026, month, 18) / 60000;
      const read = parseDate(calendar.day(at), NEAR, calendar.habits);
      assert.equal(read?.at, at, `${locale}: ${calendar.day(at)}`);
    }
  }
});

test("days that do not exist are refused", () => {
  for (const text of ["", "soon", "2026-02-30", "31.4.2026", "2026-03-12 25:00", "12 Foo"]) assert.equal(iso(text), null, text);
});

test("only open days are counted, in both directions", () => {
  const saturday = Date.UTC(2026, 2, 7) / 60000;
  const closed: [number, number][] = [[saturday, saturday + 2880]];
  assert.equal(openDays(NEAR, NEAR + 7 * 1440, closed), 5);
  assert.equal(openDays(NEAR + 480, saturday + 3000, closed), 5);
  assert.equal(openDays(NEAR + 7 * 1440, NEAR, closed), -5);
});

test("the reader's locale is followed", () => {
  assert.equal(new Calendar("en-GB").day(NEAR + 480), "2 Mar 2026");
  assert.equal(new Calendar("en-US").habits.monthFirst, true);
  assert.equal(new Calendar("de-CH").habits.monthFirst, false);
});

test("a locale that speaks the language of the page is taken, if it is one", () => {
  assert.equal(localeFor("en", "en-US"), "en-US");
  assert.equal(localeFor("en", "de-CH"), "en");
  assert.equal(localeFor("", "de-CH"), "de-CH");
  assert.equal(localeFor("en", "en-US@posix"), "en");
});
