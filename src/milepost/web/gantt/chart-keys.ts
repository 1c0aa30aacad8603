/** The chart by keyboard: up and down go from bar to bar and say each, left and right move through time. */

import type { Actions } from "./actions";
import type { Chart } from "./chart";
import type { Hovering } from "./hovering";
import type { View } from "./view";
import { showTime, zoomBy } from "./zoom";

export function chartKeys(view: View, chart: Chart, hovering: Hovering, actions: Actions): void {
  const { layout } = view;
  const show = () => {
    const ref = view.cursor?.ref ?? "";
    const row = view.model.index.get(ref);
    if (row === undefined) return;
    view.reveal(view.placeOf(ref));
    const x = view.scale.x(view.model.rows.start[row]!) - layout.chart.scrollLeft;
    if (x < 0 || x > layout.chart.clientWidth) showTime(view, view.model.rows.start[row]!);
    view.paint();
    const box = (chart.group(ref)?.querySelector(".mpg-bar, .mpg-bracket, .mpg-diamond") ?? layout.chart).getBoundingClientRect();
    view.say(hovering.explain(ref, { clientX: box.left, clientY: box.bottom }));
  };
  const step = (by: number) => {
    const last = view.rows.list.length - 1;
    const from = view.cursor ? view.placeOf(view.cursor.ref) : -1;
    let place = Math.min(last, Math.max(0, from + by));
    if ((view.rows.list[place] ?? -1) < 0) place = Math.max(0, from);
    view.cursor = { ref: view.refAt(place), column: view.cursor?.column ?? "name" };
    show();
  };
  const keys: Record<string, () => void> = {
    ArrowUp: () => step(-1),
    ArrowDown: () => step(1),
    ArrowLeft: () => layout.chart.scrollBy(-120, 0),
    ArrowRight: () => layout.chart.scrollBy(120, 0),
    Enter: () => actions.open(view.cursor?.ref ?? ""),
    " ": show,
    "+": () => zoomBy(view, 1),
    "-": () => zoomBy(view, -1),
    Escape: () => hovering.leave(),
  };
  layout.chart.addEventListener("keydown", (event) => {
    const key = event.ctrlKey || event.metaKey || event.altKey ? undefined : keys[event.key];
    if (!key) return;
    event.preventDefault();
    key();
  });
  layout.chart.addEventListener("blur", () => hovering.leave());
}
