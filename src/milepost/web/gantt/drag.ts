/** One way to drag: follows a pointer from where it went down, until it is let go or Escape takes it back. */

export interface Drag {
  /** The pointer has moved by so much since it went down. */
  move(dx: number, dy: number, event: PointerEvent): void;
  drop(event: PointerEvent): void;
  /** Called last, also when nothing was dropped. */
  end(): void;
}

const SLACK = 4;

/** Follow the pointer; `begin` is asked once it has really moved, and may decline. */
export function follow(start: PointerEvent, target: HTMLElement, begin: () => Drag | null): void {
  let drag: Drag | null = null;
  const listening = new AbortController();
  const { signal } = listening;
  const stop = () => {
    listening.abort();
    target.classList.remove("mpg-dragging");
    drag?.end();
  };
  const move = (event: PointerEvent) => {
    if (event.pointerId !== start.pointerId) return;
    const [dx, dy] = [event.clientX - start.clientX, event.clientY - start.clientY];
    if (!drag && Math.hypot(dx, dy) < SLACK) return;
    if (!drag) {
      drag = begin();
      if (!drag) return stop();
      target.setPointerCapture(start.pointerId);
      target.classList.add("mpg-dragging");
    }
    drag.move(dx, dy, event);
  };
  const drop = (event: PointerEvent) => {
    if (event.pointerId !== start.pointerId) return;
    if (drag) drag.drop(event);
    stop();
  };
  const key = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || !drag) return;
    event.preventDefault();
    event.stopPropagation();
    stop();
  };
  target.addEventListener("pointermove", move, { signal });
  target.addEventListener("pointerup", drop, { signal });
  target.addEventListener("pointercancel", stop, { signal });
  document.addEventListener("keydown", key, { signal, capture: true });
}

/** Scroll a pane while something is dragged near its edges. */
export function scrollAtEdges(pane: HTMLElement, event: PointerEvent, axis: "x" | "y"): void {
  const box = pane.getBoundingClientRect();
  const [at, from, to] = axis === "x" ? [event.clientX, box.left, box.right] : [event.clientY, box.top + 52, box.bottom];
  const step = at < from + 24 ? -16 : at > to - 24 ? 16 : 0;
  if (step) pane.scrollBy(axis === "x" ? step : 0, axis === "y" ? step : 0);
}
