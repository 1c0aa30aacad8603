/** Hovering over a bar: its facts, why it is where it is, what drives it, and grips to link it. */

import { spanOf } from "./bars";
import type { Chart } from "./chart";
import { CONSTRAINTS, peopleText, signs } from "./columns";
import { daysText } from "./duration";
import { hitAt, pointIn } from "./hit";
import { arrow } from "./links";
import type { Reason } from "./plan";
import { svg } from "./svg";
import type { Tip } from "./tip";
import { ROW, type View } from "./view";

const WHY_AFTER = 120;

export class Hovering {
  private shown = "";
  private timer: ReturnType<typeof setTimeout> | undefined;
  private reasons = new Map<string, Promise<Reason>>();
  private revision = -1;
  private readonly grips = svg("g", { class: "mpg-grips" });
  private readonly drivers = svg("g", { class: "mpg-drivers" });
  /** Asks why a task is where it is. */
  ask: ((ref: string) => Promise<Reason>) | null = null;

  constructor(
    private readonly view: View,
    chart: Chart,
    private readonly tip: Tip,
  ) {
    chart.over.append(this.drivers, this.grips);
  }

  move(event: PointerEvent): void {
    const { view } = this;
    if (view.layout.chart.classList.contains("mpg-dragging")) return;
    const { x, y } = pointIn(view, event);
    const grip = (event.target as Element).closest<SVGElement>("[data-grip]");
    const hit = hitAt(view, x, y);
    const on = grip ? { ...hit, zone: "grip" } : hit;
    view.layout.chart.dataset.zone = on?.zone ?? "";
    if (view.hovered !== (hit?.ref ?? null)) {
      view.hovered = hit?.ref ?? null;
      view.invalidate();
    }
    if (!hit || (hit.zone === "row" && !grip)) return this.leave();
    if (this.shown === hit.ref) return this.tip.move(event);
    this.explain(hit.ref, event);
    this.drawGrips(hit.row);
  }

  leave(): void {
    clearTimeout(this.timer);
    this.shown = "";
    this.tip.hide();
    this.grips.replaceChildren();
    this.drivers.replaceChildren();
  }

  /** Show the facts of a task, then its reason; resolves to what a screen reader is told. */
  explain(ref: string, at: { clientX: number; clientY: number }): string {
    const { view } = this;
    const row = view.model.index.get(ref);
    if (row === undefined) return "";
    this.leave();
    this.shown = ref;
    const lines = facts(view, row);
    this.tip.show(at, lines);
    if (this.ask) {
      const show = (reason: Reason) => {
        if (this.shown !== ref) return;
        this.tip.show(at, [...lines, reason.sentence]);
        this.drawDrivers(ref, reason);
      };
      this.timer = setTimeout(() => {
        this.reason(ref).then(show, (problem: unknown) => show({ sentence: problem instanceof Error ? problem.message : String(problem), driver_refs: [], links: [] }));
      }, WHY_AFTER);
    }
    return lines.map((line) => (typeof line === "string" ? line : line.join(": "))).join(". ");
  }

  /** Kept until the plan changes. */
  private reason(ref: string): Promise<Reason> {
    const { revision } = this.view.model.project;
    if (revision !== this.revision) this.reasons.clear();
    this.revision = revision;
    let reason = this.reasons.get(ref);
    if (!reason) {
      reason = this.ask!(ref);
      this.reasons.set(ref, reason);
      reason.catch(() => this.reasons.delete(ref));
    }
    return reason;
  }

  private drawGrips(row: number): void {
    const { view } = this;
    if (view.readOnly || view.model.rows.inactive[row]) return;
    const [left, right] = spanOf({ model: view.model, scale: view.scale, rowHeight: ROW }, row);
    const y = view.rows.place[row]! * ROW + 15;
    const grip = (x: number, end: string) => {
      const group = svg("g", { class: "mpg-linkgrip" }, svg("circle", { cx: x, cy: y, r: 9, class: "mpg-linkgrip-area" }), svg("circle", { cx: x, cy: y, r: 4, class: "mpg-linkgrip-dot" }));
      group.dataset.ref = view.model.rows.ref[row]!;
      group.dataset.grip = end;
      return group;
    };
    this.grips.replaceChildren(grip(left - 12, "start"), grip(right + 12, "finish"));
  }

  private drawDrivers(ref: string, reason: Reason): void {
    const { view } = this;
    const { model, rows, scale } = view;
    const pairs = reason.links.map(([from, to]) => [model.index.get(from), model.index.get(to)] as const);
    const arrows = pairs.flatMap(([from, to]) => {
      const line = model.lines.find((one) => one.from === from && one.to === to);
      if (!line || rows.place[line.from]! < 0 || rows.place[line.to]! < 0) return [];
      const { path, head } = arrow(model, line, scale, rows.place[line.from]!, rows.place[line.to]!, ROW);
      return [svg("path", { class: "mpg-drive", d: path }), svg("path", { class: "mpg-drivehead", d: head })];
    });
    const rings = [...new Set([...reason.driver_refs, ref])].flatMap((name) => {
      const row = model.index.get(name);
      if (row === undefined || rows.place[row]! < 0) return [];
      const [left, right] = spanOf({ model, scale, rowHeight: ROW }, row);
      return [svg("rect", { class: name === ref ? "mpg-ring mpg-ring-own" : "mpg-ring", x: left - 3, y: rows.place[row]! * ROW + 5, width: right - left + 6, height: 20, rx: 5 })];
    });
    this.drivers.replaceChildren(...arrows, ...rings);
  }
}

/** What a bar says of itself. */
export function facts(view: View, row: number): (string | [string, string])[] {
  const { model, calendar } = view;
  const { rows, project } = model;
  const date = (at: number) => calendar.text(at, view.scale.snap < 1440 ? "full" : "weekdayDay");
  const lines: (string | [string, string])[] = [rows.name[row]!];
  if (rows.milestone[row]) lines.push(["Date", date(rows.start[row]!)]);
  else lines.push(["Start", date(rows.start[row]!)], ["Finish", date(rows.finish[row]!)]);
  if (!rows.summary[row] && rows.state[row] !== "done") {
    lines.push(["Total float", rows.critical[row] ? `${daysText(rows.total_float[row]!, project)} (critical)` : daysText(rows.total_float[row]!, project)]);
  }
  if (rows.p80[row] !== null) lines.push(["80 % sure by (P80)", date(rows.p80[row]!)]);
  if (rows.percent[row]! > 0) lines.push(["Done", `${rows.percent[row]}%`]);
  if (rows.baseline_finish[row] !== null) lines.push(["Baseline finish", date(rows.baseline_finish[row]!)]);
  if (rows.deadline[row] !== null) lines.push(["Deadline", date(rows.deadline[row]!)]);
  const constraint = rows.constraint[row];
  if (constraint) lines.push(["Constraint", `${CONSTRAINTS[constraint[0]] ?? constraint[0]} ${date(constraint[1])}`]);
  const people = peopleText(model, row);
  if (people) lines.push(["People", people]);
  const words = signs(model, row).map(([, meaning]) => meaning).filter((meaning) => ["Late", "Inactive", "Scheduled by hand", "Misses its deadline"].includes(meaning));
  if (words.length) lines.push(["State", words.join(", ")]);
  return lines;
}
