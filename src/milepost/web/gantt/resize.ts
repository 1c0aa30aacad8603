/** Widths: of the outline by the splitter, of a column by the right edge of its title. */

import { follow } from "./drag";
import type { View } from "./view";

const NARROWEST = 40;

export function resizable(view: View): void {
  const { splitter, head, outline, stage } = view.layout;
  splitter.addEventListener("pointerdown", (event) => {
    const before = outline.offsetWidth;
    follow(event, splitter, () => ({ move: (dx) => setSplit(view, before + dx), drop: () => view.emit("mp-view", {}), end: () => {} }));
  });
  splitter.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -24, ArrowRight: 24, Home: -1e6, End: 1e6 }[event.key];
    if (!step) return;
    event.preventDefault();
    setSplit(view, outline.offsetWidth + step);
    view.emit("mp-view", {});
  });
  splitter.addEventListener("dblclick", () => setSplit(view, stage.offsetWidth / 2));
  head.addEventListener("pointerdown", (event) => {
    const grip = (event.target as Element).closest(".mpg-grip");
    const id = (grip?.parentElement as HTMLElement | undefined)?.dataset.column;
    const column = view.columns.find((one) => one.id === id);
    if (!column) return;
    event.preventDefault();
    const before = view.widthOf(column);
    const widen = (dx: number) => {
      view.widths.set(column.id, Math.max(NARROWEST, before + dx));
      view.invalidate();
    };
    follow(event, head, () => ({ move: widen, drop: () => view.emit("mp-view", {}), end: () => {} }));
  });
}

/** Set the width of the outline; both panes keep some. */
export function setSplit(view: View, width: number): void {
  const { stage, splitter } = view.layout;
  const kept = Math.round(Math.min(stage.offsetWidth - 160, Math.max(160, width)));
  view.split = kept;
  view.host.style.setProperty("--mpg-split", `${kept}px`);
  splitter.setAttribute("aria-valuenow", String(kept));
  view.invalidate();
}
