/** Drags in the chart: a bar to another date, its end to another duration, its progress, and from a bar to a bar to link. */

import { spanOf } from "./bars";
import type { Chart } from "./chart";
import { DAY, dayOf, isoText } from "./dates";
import { follow, scrollAtEdges, type Drag } from "./drag";
import type { Editing } from "./editing";
import { call, durationUntil, startAt } from "./edits";
import { hitAt, pointIn, type Hit } from "./hit";
import type { Call } from "./plan";
import { svg } from "./svg";
import type { Tip } from "./tip";
import { ROW, type View } from "./view";

const FORETELL_AFTER = 250;

export class Dragging {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private asked = "";

  constructor(
    private readonly view: View,
    private readonly chart: Chart,
    private readonly editing: Editing,
    private readonly tip: Tip,
  ) {}

  /** The pointer went down in the chart: on a grip, on a bar, or beside, which moves the view. */
  down(event: PointerEvent): void {
    const { view } = this;
    if (event.button !== 0 || event.pointerType === "touch") return;
    const point = pointIn(view, event);
    const grip = (event.target as Element).closest<SVGElement>("[data-grip]");
    const hit = hitAt(view, point.x, point.y);
    follow(event, view.layout.chart, () => {
      if (grip && !view.readOnly) return this.linking(grip.dataset.ref!, grip.dataset.grip as "start" | "finish");
      if (!hit || hit.zone === "row" || view.readOnly) return this.panning();
      if (hit.zone === "progress") return this.progressing(hit);
      if (hit.zone === "end") return this.stretching(hit);
      return view.model.rows.summary[hit.row] ? null : this.moving(hit);
    });
  }

  private panning(): Drag {
    const { chart, scroller } = this.view.layout;
    const [left, top] = [chart.scrollLeft, scroller.scrollTop];
    const move = (dx: number, dy: number) => {
      chart.scrollLeft = left - dx;
      scroller.scrollTop = top - dy;
    };
    return { move, drop: () => {}, end: () => {} };
  }

  private moving(hit: Hit): Drag {
    const { view } = this;
    const { rows } = view.model;
    const shadow = this.shadow(hit);
    const start = rows.start[hit.row]!;
    let iso = "";
    const move = (dx: number, _dy: number, event: PointerEvent) => {
      scrollAtEdges(view.layout.chart, event, "x");
      const at = this.snapped(start, dx);
      iso = isoText(at, view.scale.snap < DAY);
      shadow.setAttribute("transform", `translate(${view.scale.x(at) - view.scale.x(view.scale.snap < DAY ? start : dayOf(start))} 0)`);
      this.foretell(event, `Start ${view.calendar.text(at, "weekdayDay")}`, [call("drag_task", { task: hit.ref, to: iso, mode: "constraint" })]);
    };
    const drop = () => {
      if (iso && iso !== isoText(start, iso.length > 10)) this.editing.carryOut(startAt(view, hit.row, iso), { ref: hit.ref, column: "start" }, this.boxOf(shadow));
    };
    return { move, drop, end: () => this.end(shadow) };
  }

  private stretching(hit: Hit): Drag {
    const { view } = this;
    const { rows } = view.model;
    const shadow = this.shadow(hit);
    const [left] = spanOf({ model: view.model, scale: view.scale, rowHeight: ROW }, hit.row);
    let length: string | null = null;
    const move = (dx: number, _dy: number, event: PointerEvent) => {
      scrollAtEdges(view.layout.chart, event, "x");
      const right = Math.max(left + 2, view.scale.x(rows.finish[hit.row]!) + dx);
      shadow.setAttribute("width", String(right - left));
      length = this.lengthAt(hit.row, view.scale.at(right));
      const calls = length ? [call("change_duration", { task: hit.ref, duration: length })] : [];
      this.foretell(event, length ? `Duration ${length}` : "No shorter than this", calls);
    };
    const drop = () => {
      if (length) view.send([call("change_duration", { task: hit.ref, duration: length })], `Change the duration to ${length}`, { ref: hit.ref, column: "duration" }, length);
    };
    return { move, drop, end: () => this.end(shadow) };
  }

  /** The duration for an end under the pointer: by days, or by hours where these can be seen and the day stays. */
  private lengthAt(row: number, at: number): string | null {
    const { rows } = this.view.model;
    const finish = rows.finish[row]!;
    if (this.view.scale.snap < DAY && dayOf(at) === dayOf(finish - 1)) {
      const minutes = rows.duration[row]! + Math.round((at - finish) / 60) * 60;
      return minutes > 0 ? `${Math.round(minutes / 6) / 10}h` : null;
    }
    return durationUntil(this.view, row, at);
  }

  private progressing(hit: Hit): Drag {
    const { view } = this;
    const [left, right] = spanOf({ model: view.model, scale: view.scale, rowHeight: ROW }, hit.row);
    const shadow = svg("rect", { class: "mpg-shadow-progress", x: left, y: view.rows.place[hit.row]! * ROW + 17, height: 5, width: 0 });
    this.chart.over.append(shadow);
    let percent = view.model.rows.percent[hit.row]!;
    const move = (_dx: number, _dy: number, event: PointerEvent) => {
      const share = (pointIn(view, event).x - left) / (right - left);
      percent = Math.round(Math.min(1, Math.max(0, share)) * 20) * 5;
      shadow.setAttribute("width", String(((right - left) * percent) / 100));
      this.tip.show(event, [`${percent}% done`]);
    };
    const drop = () => {
      if (percent === view.model.rows.percent[hit.row]) return;
      view.send([call("record_progress", { task: hit.ref, percent })], `Record ${percent}%`, { ref: hit.ref, column: "percent" }, `${percent}%`);
    };
    return { move, drop, end: () => this.end(shadow) };
  }

  private linking(ref: string, from: "start" | "finish"): Drag {
    const { view } = this;
    const line = svg("path", { class: "mpg-shadow-link" });
    this.chart.over.append(line);
    const row = view.model.index.get(ref)!;
    const [left, right] = spanOf({ model: view.model, scale: view.scale, rowHeight: ROW }, row);
    const [x1, y1] = [from === "start" ? left : right, view.rows.place[row]! * ROW + 15];
    let link: Call | null = null;
    const move = (_dx: number, _dy: number, event: PointerEvent) => {
      scrollAtEdges(view.layout.scroller, event, "y");
      scrollAtEdges(view.layout.chart, event, "x");
      const { x, y } = pointIn(view, event);
      line.setAttribute("d", `M${x1} ${y1}L${x} ${y}`);
      const to = hitAt(view, x, y);
      link = to && to.row !== row ? this.linkTo(ref, from, to, x) : null;
      view.hovered = link ? to!.ref : null;
      view.invalidate();
      if (link) this.foretell(event, `${link.arguments["kind"]}: ${view.model.rows.name[row]} → ${view.model.rows.name[to!.row]}`, [link]);
      else this.tip.show(event, ["Drop it on another task to link them"]);
    };
    const drop = () => {
      if (link) view.send([link], "Link two tasks", { ref: link.arguments["successor"] as string, column: "predecessors" }, "…");
    };
    return { move, drop, end: () => this.end(line) };
  }

  private linkTo(predecessor: string, from: "start" | "finish", to: Hit, x: number): Call {
    const [left, right] = spanOf({ model: this.view.model, scale: this.view.scale, rowHeight: ROW }, to.row);
    const end = right - left > 30 && x > left + ((right - left) * 2) / 3 && x <= right + 6;
    return call("add_link", { predecessor, successor: to.ref, kind: `${from === "start" ? "S" : "F"}${end ? "F" : "S"}`, lag: "0d" });
  }

  /** Show what is being done, and a moment later what it would do to the project. */
  private foretell(event: PointerEvent, words: string, calls: Call[]): void {
    const wanted = JSON.stringify(calls);
    if (wanted === this.asked) return this.tip.move(event);
    this.asked = wanted;
    this.tip.show(event, [words]);
    clearTimeout(this.timer);
    if (!this.view.foretell || !calls.length) return;
    const ask = this.view.foretell;
    this.timer = setTimeout(() => {
      const answer = (hint: string) => this.asked === wanted && this.tip.show(event, [words, hint]);
      ask(calls).then(answer, (problem: unknown) => answer(problem instanceof Error ? problem.message : String(problem)));
    }, FORETELL_AFTER);
  }

  private snapped(start: number, dx: number): number {
    const { scale } = this.view;
    const moved = dx * scale.minutesPerPixel;
    if (scale.snap < DAY) return Math.round((start + moved) / scale.snap) * scale.snap;
    return this.open(dayOf(start) + Math.round(moved / DAY) * DAY, Math.sign(dx));
  }

  /** The next day that is not closed. */
  private open(day: number, way: number): number {
    const shut = this.view.model.closed.find(([from, to]) => day >= from && day < to);
    return shut ? (way < 0 ? dayOf(shut[0] - 1) : dayOf(shut[1] + DAY - 1)) : day;
  }

  private shadow(hit: Hit): SVGRectElement {
    const { view } = this;
    const [left, right] = spanOf({ model: view.model, scale: view.scale, rowHeight: ROW }, hit.row);
    const shadow = svg("rect", { class: "mpg-shadow", x: left, y: view.rows.place[hit.row]! * ROW + 7, width: right - left, height: 16, rx: 3 });
    this.chart.over.append(shadow);
    return shadow;
  }

  private boxOf(shadow: SVGElement): DOMRect {
    return shadow.getBoundingClientRect();
  }

  private end(mark: SVGElement): void {
    clearTimeout(this.timer);
    this.asked = "";
    mark.remove();
    this.view.hovered = null;
    this.tip.hide();
    this.view.invalidate();
  }
}
