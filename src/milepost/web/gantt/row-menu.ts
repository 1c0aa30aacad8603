/** A menu on the right button, the menu key or Shift+F10: what can be done with the chosen tasks, with its keys. */

import type { Actions } from "./actions";
import type { Cursor } from "./cursor";
import { hitAt, pointIn } from "./hit";
import { linkAt } from "./link-menu";
import type { Option, Place, Popover } from "./popover";
import type { View } from "./view";
import { showTime } from "./zoom";

/** Listens for the right button; what comes back opens the menu at the cursor. */
export function rowMenu(view: View, cursor: Cursor, actions: Actions, popover: Popover): () => void {
  const { outline, chart } = view.layout;
  outline.addEventListener("contextmenu", (event) => {
    const cell = (event.target as Element).closest<HTMLElement>(".mpg-row .mpg-cell");
    // While one writes, the browser's own menu is wanted.
    if (view.editing || !cell) return;
    const ref = cell.closest<HTMLElement>(".mpg-row")?.dataset.ref ?? "";
    if (show(ref, point(event), cell.dataset.column)) event.preventDefault();
  });
  chart.addEventListener("contextmenu", (event) => {
    const { x, y } = pointIn(view, event);
    const hit = hitAt(view, x, y);
    if (!hit || (hit.zone === "row" && linkAt(view, x, y))) return;
    if (show(hit.ref, point(event))) event.preventDefault();
  });
  return () => {
    const cell = document.activeElement?.closest(".mpg-cell");
    if (view.cursor && cell) show(view.cursor.ref, cell.getBoundingClientRect());
  };

  function show(ref: string, at: Place, column = view.cursor?.column ?? "name"): boolean {
    const row = view.model.index.get(ref);
    if (row === undefined) return false;
    if (!view.selection.has(ref)) {
      cursor.clear();
      cursor.to(ref, column);
    }
    const chosen = cursor.targets();
    const title = chosen.length > 1 ? `${chosen.length} tasks` : view.model.rows.name[row]!;
    popover.ask(at, title, options(ref, row, chosen), () => cursor.focus(), [], true);
    return true;
  }

  function options(ref: string, row: number, chosen: string[]): Option[] {
    const { rows } = view.model;
    const several = chosen.length > 1;
    const dormant = chosen.every((task) => rows.inactive[view.model.index.get(task)!]);
    const look: Option[] = [{ label: "Details", keys: "Alt+Enter", choose: () => actions.open(ref) }];
    // What is inactive has no dates.
    if (!rows.inactive[row]) look.push({ label: "Go to its bar", choose: () => then(() => showTime(view, rows.start[row]!)) });
    if (view.readOnly) return look;
    const alone: Option[] = [
      ...look,
      { label: "Insert a task above", keys: "Insert", choose: () => actions.insert() },
      { label: "Add a task below", choose: () => actions.add() },
    ];
    const link: Option = { label: "Link one after the other", keys: "Ctrl+F2", choose: () => then(() => actions.link()) };
    return [
      ...(several ? [link] : alone),
      { label: "Indent", keys: "Alt+Shift+→", choose: () => then(() => actions.indent()) },
      { label: "Outdent", keys: "Alt+Shift+←", choose: () => then(() => actions.outdent()) },
      { label: "Move up", keys: "Alt+↑", choose: () => then(() => actions.move(-1)) },
      { label: "Move down", keys: "Alt+↓", choose: () => then(() => actions.move(1)) },
      { label: "Remove links", keys: "Ctrl+Shift+F2", choose: () => then(() => actions.unlink()) },
      { label: "Milestone or not", choose: () => then(() => actions.milestone()) },
      { label: dormant ? "Activate" : "Deactivate", choose: () => then(() => actions.activate(dormant)) },
      { label: "Remove", keys: "Delete", choose: () => then(() => actions.remove()) },
    ];
  }

  /** Act with the focus back where it was. */
  function then(act: () => void): void {
    cursor.focus();
    act();
  }
}

function point({ clientX, clientY }: MouseEvent): Place {
  return { left: clientX, right: clientX, top: clientY, bottom: clientY };
}
