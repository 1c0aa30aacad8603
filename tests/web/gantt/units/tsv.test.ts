import assert from "node:assert/strict";
import { test } from "node:test";
import { levelsOf } from "../../../../src/milepost/web/gantt/clipboard";
import { parsePredecessors, predecessorsText } from "../../../../src/milepost/web/gantt/predecessors";
import { parseTsv, toTsv } from "../../../../src/milepost/web/gantt/tsv";

test("cells of a spreadsheet are read", () => {
  assert.deepEqual(parseTsv("a\tb\r\nc\t\r\n"), [["a", "b"], ["c", ""]]);
  assert.deepEqual(parseTsv('"two\nlines"\t"a ""word"""\n"tab\there"'), [["two\nlines", 'a "word"'], ["tab\there"]]);
  assert.deepEqual(parseTsv('5" pipe\t"odd" end'), [['5" pipe', '"odd" end']]);
  assert.deepEqual(parseTsv('"never closed'), [['"never closed']]);
  assert.deepEqual(parseTsv("one"), [["one"]]);
  assert.deepEqual(parseTsv("a\n\nb"), [["a"], [""], ["b"]]);
});

test("what is copied is read back the same", () => {
  const rows = [["plain", "two\nlines", 'a "word"'], ["", "tab\there", "end"]];
  assert.deepEqual(parseTsv(toTsv(rows)), rows);
});

test("blanks before names are levels", () => {
  assert.deepEqual(levelsOf(["a", "  b", "    c", "  d", "e"]), [0, 1, 2, 1, 0]);
  assert.deepEqual(levelsOf(["  a", "b", "\tc"]), [0, 0, 1]);
});

test("predecessors may be named by their codes", () => {
  assert.deepEqual(parsePredecessors("a.1ss+1d, A.12", ["A.1", "A.12", ""]), [
    { task: "A.1", kind: "SS", lag: "+1d" },
    { task: "A.12", kind: "FS", lag: "" },
  ]);
});

test("predecessors are read in any spelling and written in one", () => {
  const said = (text: string) => {
    const read = parsePredecessors(text);
    return typeof read === "string" ? `? ${read}` : predecessorsText(read);
  };
  assert.equal(said("12"), "12");
  assert.equal(said(" 12fs + 2d ; 3SS-50% "), "12FS+2d,3SS-50%");
  assert.equal(said("7FF,8sf-1.5 w"), "7FF,8SF-1.5w");
  assert.equal(said("12+2ed"), "12FS+2ed");
  assert.equal(said("t-4ss"), "T-4SS");
  assert.equal(said(""), "");
  for (const text of ["12XX", "FS", "12FS2d", "12 13", "1.5", "-3", "12FS+d"]) assert.equal(said(text), `? ${text}`);
});
