/** Zooming and moving through time. */

import { fitted, scaleFor, type Timescale } from "./timescale";
import type { View } from "./view";

const STEP = 1.35;

/** Zoom in (positive) or out by steps; what is under `clientX`, else the middle of the chart, stays where it is. */
export function zoomBy(view: View, steps: number, clientX?: number): void {
  const { chart } = view.layout;
  const box = chart.getBoundingClientRect();
  const x = clientX === undefined ? chart.clientWidth / 2 : clientX - box.left;
  const at = view.scale.at(chart.scrollLeft + x);
  choose(view, view.scale.zoomed(view.scale.minutesPerPixel / STEP ** steps).minutesPerPixel);
  scrollTo(view, view.scale.x(at) - x);
}

/** Show the whole plan. */
export function fit(view: View): void {
  const { start, finish } = view.model.project;
  choose(view, fitted(start, finish, view.layout.chart.clientWidth));
  scrollTo(view, view.scale.x(start) - 24);
}

function choose(view: View, minutesPerPixel: number): void {
  view.zoom = rescale(view, minutesPerPixel).minutesPerPixel;
  view.emit("mp-view", {});
}

export function rescale(view: View, minutesPerPixel: number): Timescale {
  const { start, finish } = view.model.project;
  view.scale = scaleFor(start, finish, minutesPerPixel, view.layout.chart.clientWidth);
  view.paint();
  return view.scale;
}

/** Bring an instant into sight, a third from the left. */
export function showTime(view: View, at: number): void {
  scrollTo(view, view.scale.x(at) - view.layout.chart.clientWidth / 3);
}

/** Where a reader begins: the start of the plan as long as the status date is in sight with it, else the status date. */
export function showBeginning(view: View): void {
  const { start, finish, status_date } = view.model.project;
  const status = Math.min(finish, Math.max(start, status_date ?? start));
  const room = view.layout.chart.clientWidth / 2;
  if (view.scale.x(status) - view.scale.x(start) < room) scrollTo(view, view.scale.x(start) - 24);
  else showTime(view, status);
}

function scrollTo(view: View, left: number): void {
  view.layout.chart.scrollLeft = left;
  view.paint();
}

/** The wheel with Ctrl zooms at the pointer. */
export function zoomOnWheel(view: View): void {
  const wheel = (event: WheelEvent) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    zoomBy(view, -Math.sign(event.deltaY), event.clientX);
  };
  view.layout.chart.addEventListener("wheel", wheel, { passive: false });
}
