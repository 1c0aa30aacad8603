import assert from "node:assert/strict";
import { test } from "node:test";
import { namesFor, typedPart } from "../../../../src/milepost/web/gantt/suggestions";

const NAMES = ["Anna Keller", "Ben Okafor", "Keller Klaus", "Hanna Lund"];

test("the part after the last comma is completed", () => {
  assert.deepEqual(typedPart("Anna 50%, b"), ["Anna 50%,", "b"]);
  assert.deepEqual(typedPart("b"), ["", "b"]);
});

test("names that begin so come first, then those with such a word", () => {
  assert.deepEqual(namesFor("kel", NAMES), ["Keller Klaus", "Anna Keller"]);
  assert.deepEqual(namesFor("ann", NAMES), ["Anna Keller"]);
  assert.deepEqual(namesFor("", NAMES), []);
  assert.deepEqual(namesFor("x", NAMES), []);
});
