/**
 * The chart: paints the bars, arrows and backdrop in sight. The backdrop stands still while the rows scroll; the drawing of
 * the rows is moved as a whole, so that the browser draws only what is new.
 */

import { Beyond } from "./beyond";
import { drawTask, kindOf, type Drawing } from "./bars";
import { arrowsIn, type LinkKind } from "./links";
import { windowOf } from "./rows";
import { svg } from "./svg";
import { ticks } from "./timescale";
import { paintTimes } from "./times";
import { HEAD, ROW, type View } from "./view";

/** Arrows are drawn for so many lines more than are in sight, so that they are drawn anew only once in a while. */
const CHUNK = 16;
const LINKS: LinkKind[] = ["plain", "driving", "critical"];

export class Chart {
  private readonly back = svg("g");
  private readonly closed = svg("path", { class: "mpg-closed" });
  private readonly grid = svg("path", { class: "mpg-grid" });
  private readonly stripe = svg("rect", { class: "mpg-stripe", height: ROW });
  private readonly arrows = svg("g", { class: "mpg-links" });
  private readonly tasks = svg("g");
  private readonly status = svg("path", { class: "mpg-statusline" });
  /** Where drags and explanations draw; moves with the rows. */
  readonly over = svg("g", { class: "mpg-over" });
  private readonly beyond: Beyond;
  private painted = new Map<number, { group: SVGGElement; row: number }>();
  private stamp = "";
  private linkStamp = "";
  private backStamp = "";

  constructor(private readonly view: View) {
    this.back.append(this.closed, this.grid);
    this.beyond = new Beyond(view);
    view.layout.back.append(this.back, this.status);
    view.layout.bars.append(hatch(), this.stripe, this.arrows, this.tasks, this.beyond.group, this.over);
    view.onPaint(() => this.paint());
  }

  /** The group of a task that is in sight. */
  group(ref: string): SVGGElement | null {
    return this.painted.get(this.view.placeOf(ref))?.group ?? null;
  }

  private paint(): void {
    const { layout, scale } = this.view;
    const { width, chartHeight: height, left, top } = this.view.sight;
    if (width <= 0 || height <= 0) return;
    layout.wide.style.width = `${Math.max(scale.width, width)}px`;
    layout.frame.style.width = `${width}px`;
    layout.sight.style.height = `${height}px`;
    size(layout.back, width, height);
    size(layout.times, width, HEAD);
    paintTimes(this.view, left, width);
    this.paintBack(left, width, height);
    this.paintRows(top, height, width, left);
    layout.bars.style.transform = `translate(${-left}px, ${-top}px)`;
  }

  private paintBack(left: number, width: number, height: number): void {
    const { scale, model } = this.view;
    const stamp = `${this.view.version} ${scale.minutesPerPixel} ${scale.origin} ${left} ${width} ${height}`;
    if (stamp === this.backStamp) return;
    this.backStamp = stamp;
    const [from, to] = [scale.at(left), scale.at(left + width)];
    this.back.setAttribute("transform", `translate(${-left} 0)`);
    let path = "";
    if (1440 / scale.minutesPerPixel >= 2.5) {
      for (let at = firstEnding(model.closed, from); at < model.closed.length && model.closed[at]![0] < to; at++) {
        const [begin, end] = model.closed[at]!;
        path += `M${scale.x(begin)} 0H${scale.x(end)}V${height}H${scale.x(begin)}Z`;
      }
    }
    this.closed.setAttribute("d", path);
    const [upper] = scale.tiers;
    const lines = ticks(from, to, upper).map(([at]) => `M${Math.round(scale.x(at)) + 0.5} 0V${height}`);
    this.grid.setAttribute("d", lines.join(""));
    const status = model.project.status_date;
    const x = status === null ? 0 : Math.round(scale.x(status)) - left + 0.5;
    this.status.setAttribute("d", status === null ? "" : `M${x} 0V${height}`);
  }

  private paintRows(top: number, height: number, width: number, left: number): void {
    const { view } = this;
    const { list, place } = view.rows;
    const [first, last] = windowOf(top, height, ROW, list.length);
    const stamp = `${view.version} ${view.scale.minutesPerPixel} ${view.scale.origin}`;
    if (stamp !== this.stamp) this.clear(stamp);
    for (const [at, { group }] of this.painted) {
      if (at >= first && at < last) continue;
      group.remove();
      this.painted.delete(at);
    }
    const drawing: Drawing = { model: view.model, scale: view.scale, rowHeight: ROW };
    for (let at = first; at < last; at++) {
      const row = list[at]!;
      if (row >= 0 && !this.painted.has(at)) this.draw(drawing, at, row);
    }
    const current = view.hovered ?? view.cursor?.ref;
    const stripe = current ? view.placeOf(current) : -1;
    set(this.stripe, "y", String(stripe * ROW));
    set(this.stripe, "x", String(left));
    set(this.stripe, "width", stripe < 0 ? "0" : String(width));
    this.paintLinks(place, first - (first % CHUNK), last + CHUNK - (last % CHUNK), stamp);
    // A bar that lies to the left is named by its mark and the outline, not by the rest of a cut name.
    for (const { group, row } of this.painted.values()) {
      group.classList.toggle("mpg-past", view.scale.x(view.model.rows.finish[row]!) < left);
    }
    this.beyond.paint(first, last);
  }

  private clear(stamp: string): void {
    this.stamp = stamp;
    this.painted.clear();
    this.tasks.replaceChildren();
  }

  private draw(drawing: Drawing, at: number, row: number): void {
    const group = svg("g", { class: kindOf(drawing.model, row), transform: `translate(0 ${at * ROW})` }, ...drawTask(drawing, row));
    group.dataset.ref = drawing.model.rows.ref[row]!;
    const was = this.view.moved.get(group.dataset.ref);
    if (was) group.classList.add("mpg-moved");
    if (was) group.append(this.outlineOf(was));
    this.tasks.append(group);
    this.painted.set(at, { group, row });
  }

  /** Where a bar was before the last change. */
  private outlineOf([start, finish]: [number, number]): SVGRectElement {
    const [left, right] = [this.view.scale.x(start), this.view.scale.x(finish)];
    return svg("rect", { class: "mpg-was", x: left, y: 7, width: Math.max(2, right - left), height: 16, rx: 3 });
  }

  private paintLinks(place: Int32Array, first: number, last: number, stamp: string): void {
    const { model, scale } = this.view;
    const linkStamp = `${stamp} ${first} ${last}`;
    if (linkStamp === this.linkStamp) return;
    this.linkStamp = linkStamp;
    const found = arrowsIn(model, place, scale, ROW, first, last);
    this.arrows.replaceChildren(
      ...LINKS.flatMap((kind) => [
        svg("path", { class: `mpg-link mpg-link-${kind}`, d: found[kind].path }),
        svg("path", { class: `mpg-head-${kind}`, d: found[kind].heads }),
      ]),
    );
  }
}

/** Critical bars carry this pattern beside their colour. */
function hatch(): SVGDefsElement {
  const lines = svg("path", { class: "mpg-hatchline", d: "M-1 7L7 -1M3 11L11 3M-5 3L3 -5" });
  return svg("defs", {}, svg("pattern", { id: "mpg-hatch", width: 8, height: 8, patternUnits: "userSpaceOnUse" }, lines));
}

function size(drawing: SVGSVGElement, width: number, height: number): void {
  set(drawing, "width", String(width));
  set(drawing, "height", String(height));
}

function set(element: Element, name: string, value: string): void {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

/** The first closed stretch that ends after an instant. */
function firstEnding(closed: readonly [number, number][], at: number): number {
  let [low, high] = [0, closed.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (closed[middle]![1] > at) high = middle;
    else low = middle + 1;
  }
  return low;
}

