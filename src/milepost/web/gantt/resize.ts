/** Widths: of the outline by the splitter, of a column by the right edge of its title. */

import type { Column } from "./columns";
import { follow } from "./drag";
import type { View } from "./view";

const NARROWEST = 40;
const WIDEST = 900;

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
  const columnAt = (event: Event): Column | undefined => {
    const title = (event.target as Element).closest(".mpg-grip")?.parentElement;
    return view.columns.find((one) => one.id === title?.dataset.column);
  };
  head.addEventListener("dblclick", (event) => {
    const column = columnAt(event);
    if (column) fitColumn(view, column);
  });
  head.addEventListener("pointerdown", (event) => {
    const column = columnAt(event);
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

/** Make a column as wide as what is in sight of it needs. */
export function fitColumn(view: View, column: Column): void {
  const cells = [...view.layout.outline.querySelectorAll<HTMLElement>(`[data-column="${column.id}"]`)];
  view.widths.set(column.id, NARROWEST);
  view.paint();
  const needed = Math.max(NARROWEST, ...cells.map(widthNeeded));
  view.widths.set(column.id, Math.min(WIDEST, needed));
  view.invalidate();
  view.emit("mp-view", {});
}

/** How wide a squeezed cell has to be to show all its text. */
function widthNeeded(cell: HTMLElement): number {
  const name = cell.querySelector<HTMLElement>(".mpg-name");
  return name ? name.offsetLeft + name.scrollWidth + 10 : cell.scrollWidth + 10;
}

/** Make the column of the cursor wider or narrower. */
export function widenColumn(view: View, by: number): void {
  const column = view.columns.find((one) => one.id === view.cursor?.column);
  if (!column) return;
  view.widths.set(column.id, Math.min(WIDEST, Math.max(NARROWEST, view.widthOf(column) + by)));
  view.invalidate();
  view.emit("mp-view", {});
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
