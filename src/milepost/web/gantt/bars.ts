/** Bars: one group per row in sight, drawn in the row's own coordinates. Shape and pattern carry what colour does. */

import type { Model } from "./model";
import { svg } from "./svg";
import type { Timescale } from "./timescale";

export interface Drawing {
  model: Model;
  scale: Timescale;
  rowHeight: number;
}

const TOP = 8;
const THICK = 14;
const NAME_GAP = 8;
/** A name stands behind what follows its bar up to so far, else at the bar. */
const FAR = 160;
/** About how wide a letter is. */
const LETTER = 6.6;

/** All that is drawn for one task. */
export function drawTask(drawing: Drawing, at: number): SVGElement[] {
  const { rows } = drawing.model;
  if (rows.inactive[at]) return ghost(drawing, at);
  const marks = [...ghost(drawing, at), ...slack(drawing, at)];
  if (rows.milestone[at]) marks.push(diamond(drawing, at));
  else if (rows.summary[at]) marks.push(...bracket(drawing, at));
  else marks.push(...bar(drawing, at));
  marks.push(...whisker(drawing, at), ...deadline(drawing, at), ...constraint(drawing, at), ...lateness(drawing, at), label(drawing, at));
  return marks;
}

/** The classes that say how a task's group is painted. */
export function kindOf({ rows }: Model, at: number): string {
  const kinds = ["mpg-task", `mpg-is-${rows.state[at]}`];
  if (rows.critical[at] && rows.state[at] !== "done") kinds.push("mpg-is-critical");
  if (rows.inactive[at]) kinds.push("mpg-is-inactive");
  if (rows.manual[at]) kinds.push("mpg-is-manual");
  return kinds.join(" ");
}

export function spanOf({ model, scale }: Drawing, at: number): [left: number, right: number] {
  const left = scale.x(model.rows.start[at]!);
  const right = scale.x(model.rows.finish[at]!);
  return model.rows.milestone[at] ? [left - THICK / 2, left + THICK / 2] : [left, Math.max(left + 2, right)];
}

function bar(drawing: Drawing, at: number): SVGElement[] {
  const { rows } = drawing.model;
  const [left, right] = spanOf(drawing, at);
  const width = right - left;
  const box = { y: TOP, height: THICK, rx: 3 };
  const marks: SVGElement[] = [svg("rect", { class: "mpg-bar", x: left, width, ...box })];
  if (rows.critical[at] && rows.state[at] !== "done") {
    marks.push(svg("rect", { class: "mpg-hatch", x: left, width, ...box }));
  }
  const done = (width * rows.percent[at]!) / 100;
  if (done > 0) marks.push(svg("rect", { class: "mpg-progress", x: left, y: TOP + THICK - 5, width: Math.max(2, done), height: 5, rx: 2 }));
  return marks;
}

function bracket(drawing: Drawing, at: number): SVGElement[] {
  const [left, right] = spanOf(drawing, at);
  const tip = Math.min(6, (right - left) / 2);
  const [top, low] = [TOP + 2, TOP + 13];
  const path = `M${left} ${low}V${top}H${right}V${low}L${right - tip} ${top + 5}H${left + tip}Z`;
  const marks: SVGElement[] = [svg("path", { class: "mpg-bracket", d: path })];
  const done = ((right - left) * drawing.model.rows.percent[at]!) / 100;
  if (done > 1) marks.push(svg("rect", { class: "mpg-progress", x: left, y: top, width: done, height: 2 }));
  return marks;
}

function diamond(drawing: Drawing, at: number): SVGElement {
  const x = drawing.scale.x(drawing.model.rows.start[at]!);
  const y = TOP + THICK / 2;
  const half = THICK / 2 + 1;
  return svg("path", { class: "mpg-diamond", d: `M${x - half} ${y}L${x} ${y - half}L${x + half} ${y}L${x} ${y + half}Z` });
}

/** Where the baseline had it: a thin bar under the bar. */
function ghost({ model, scale }: Drawing, at: number): SVGElement[] {
  const [start, finish] = [model.rows.baseline_start[at], model.rows.baseline_finish[at]];
  if (finish === null || finish === undefined) return [];
  const [left, right] = [scale.x(start ?? finish), scale.x(finish)];
  const y = TOP + THICK + 2;
  if (model.rows.milestone[at]) {
    return [svg("path", { class: "mpg-ghost", d: `M${right - 5} ${y + 1}L${right} ${y - 4}L${right + 5} ${y + 1}L${right} ${y + 6}Z` })];
  }
  return [svg("rect", { class: "mpg-ghost", x: left, y, width: Math.max(2, right - left), height: 4, rx: 1 })];
}

/** Total float: a line from the finish to how late it may become. */
function slack({ model, scale }: Drawing, at: number): SVGElement[] {
  const { total_float, late_finish, finish, summary, state } = model.rows;
  if (total_float[at]! <= 0 || summary[at] || state[at] === "done") return [];
  const [from, to] = [scale.x(finish[at]!), scale.x(late_finish[at]!)];
  if (to - from < 4) return [];
  const y = TOP + THICK / 2;
  // A name that stands between is not struck through.
  const free = to - from < FAR ? from : from + NAME_GAP + 6 + model.rows.name[at]!.length * LETTER;
  return [svg("path", { class: "mpg-slack", d: `${free < to ? `M${free} ${y}H${to}` : ""}M${to} ${y - 3}v6` })];
}

/** From the finish to the date that is 80 % sure. */
function whisker({ model, scale }: Drawing, at: number): SVGElement[] {
  const sure = model.rows.p80[at];
  if (sure === null || sure === undefined || model.rows.state[at] === "done") return [];
  const [from, to] = [scale.x(model.rows.finish[at]!), scale.x(sure)];
  if (Math.abs(to - from) < 3) return [];
  const y = TOP + THICK / 2 - 4;
  return [svg("path", { class: "mpg-whisker", d: `M${from} ${y}H${to}M${to} ${y - 4}v8` })];
}

function deadline({ model, scale }: Drawing, at: number): SVGElement[] {
  const due = model.rows.deadline[at];
  if (due === null || due === undefined) return [];
  const x = scale.x(due);
  const missed = model.rows.finish[at]! > due;
  return [svg("path", { class: missed ? "mpg-deadline mpg-missed" : "mpg-deadline", d: `M${x} ${TOP - 3}v${THICK - 1}M${x} ${TOP + THICK + 1}l-5 -7h10Z` })];
}

/** A constraint holds the bar at a date: a small bracket that opens to where the bar may go. */
function constraint({ model, scale }: Drawing, at: number): SVGElement[] {
  const held = model.rows.constraint[at];
  if (!held || held[0] === "ASAP" || held[0] === "ALAP") return [];
  const x = scale.x(held[1]);
  const way = held[0].endsWith("NET") ? 4 : held[0].endsWith("NLT") ? -4 : 0;
  const arms = way ? `h${way}M${x} ${TOP + THICK + 2}h${way}` : "";
  return [svg("path", { class: "mpg-constraint", d: `M${x} ${TOP + THICK + 2}v${-THICK - 4}${arms}` })];
}

/** A late task says so beside its start, not only by its colour. */
function lateness(drawing: Drawing, at: number): SVGElement[] {
  if (drawing.model.rows.state[at] !== "late") return [];
  const mark = svg("text", { class: "mpg-latemark", x: spanOf(drawing, at)[0] - 8, y: TOP + THICK - 2 });
  mark.textContent = "!";
  return [mark];
}

function label(drawing: Drawing, at: number): SVGElement {
  const { model, scale } = drawing;
  const [, right] = spanOf(drawing, at);
  const { p80, late_finish, total_float, deadline: due, baseline_finish, state, summary } = model.rows;
  const open = state[at] !== "done";
  const ends = [right, due[at] === null ? right : scale.x(due[at]!) + 5];
  if (open && p80[at] !== null) ends.push(scale.x(p80[at]!));
  if (open && total_float[at]! > 0 && !summary[at]) ends.push(scale.x(late_finish[at]!));
  if (model.rows.milestone[at] && baseline_finish[at] !== null) ends.push(scale.x(baseline_finish[at]!) + 5);
  const near = ends.filter((end) => end - right < FAR);
  const text = svg("text", { class: "mpg-label", x: Math.max(...near) + NAME_GAP, y: TOP + THICK - 2 });
  text.textContent = model.rows.name[at]!;
  return text;
}
