/** Keys in the outline, as people know them from Microsoft Project and spreadsheets. */

import type { Actions } from "./actions";
import type { Cursor } from "./cursor";
import type { Editing } from "./editing";
import { widenColumn } from "./resize";
import { ROW, type View } from "./view";
import type { Writing } from "./writing";

export interface Hands {
  view: View;
  cursor: Cursor;
  editing: Editing;
  writing: Writing;
  actions: Actions;
  /** Put the focus into the filter. */
  find(): void;
  zoom(steps: number): void;
  /** Show what can be done with the row. */
  menu(): void;
}

type Key = (hands: Hands, event: KeyboardEvent) => boolean | void;

/** Escape pressed once lets the next Tab leave the outline, so that Tab traps nobody. */
let leaving = false;

/** A key with its modifiers in one fixed order: `Ctrl+Alt+Shift+X`. */
function named(event: KeyboardEvent): string {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const shift = event.shiftKey && event.key.length > 1 ? "Shift+" : "";
  return `${event.ctrlKey || event.metaKey ? "Ctrl+" : ""}${event.altKey ? "Alt+" : ""}${shift}${key}`;
}

const page = ({ view }: Hands) => Math.max(1, Math.floor(view.layout.rowsHeight() / ROW) - 1);
const FAR = 1e9;

/** Keys anywhere in the element, also while a cell is edited. */
const ALWAYS: Record<string, Key> = {
  "Alt+Shift+ArrowRight": ({ actions }) => actions.indent(),
  "Alt+Shift+ArrowLeft": ({ actions }) => actions.outdent(),
};

const GRID: Record<string, Key> = {
  ArrowUp: ({ cursor }) => cursor.step(-1, 0),
  ArrowDown: ({ cursor }) => cursor.step(1, 0),
  ArrowLeft: (hands) => sideways(hands, false),
  ArrowRight: (hands) => sideways(hands, true),
  "Shift+ArrowUp": ({ cursor }) => cursor.step(-1, 0, true),
  "Shift+ArrowDown": ({ cursor }) => cursor.step(1, 0, true),
  "Alt+ArrowUp": ({ actions }) => actions.move(-1),
  "Alt+ArrowDown": ({ actions }) => actions.move(1),
  Home: ({ cursor }) => cursor.step(0, -FAR),
  End: ({ cursor }) => cursor.step(0, FAR),
  "Ctrl+Home": ({ cursor }) => cursor.step(-FAR, -FAR),
  "Ctrl+End": ({ cursor }) => cursor.step(FAR, FAR),
  PageUp: (hands) => hands.cursor.step(-page(hands), 0),
  PageDown: (hands) => hands.cursor.step(page(hands), 0),
  "Shift+PageUp": (hands) => hands.cursor.step(-page(hands), 0, true),
  "Shift+PageDown": (hands) => hands.cursor.step(page(hands), 0, true),
  Tab: ({ cursor }) => !leaving && cursor.tab(false),
  "Shift+Tab": ({ cursor }) => !leaving && cursor.tab(true),
  Enter: (hands) => enter(hands),
  F2: (hands) => enter(hands),
  Insert: ({ actions }) => actions.insert(),
  Delete: (hands) => remove(hands),
  Backspace: (hands) => remove(hands),
  " ": ({ cursor, view }) => view.cursor !== null && cursor.toggle(view.cursor.ref),
  "Shift+ ": ({ cursor, view }) => view.cursor !== null && cursor.toggle(view.cursor.ref),
  "Ctrl+a": ({ cursor }) => cursor.all(),
  "Ctrl+F2": ({ actions }) => actions.link(),
  "Ctrl+Shift+F2": ({ actions }) => actions.unlink(),
  "Ctrl+Shift+ArrowRight": ({ view }) => widenColumn(view, 16),
  "Ctrl+Shift+ArrowLeft": ({ view }) => widenColumn(view, -16),
  "Alt+Enter": ({ actions, view }) => view.cursor !== null && actions.open(view.cursor.ref),
  "Shift+F10": ({ menu }) => menu(),
  ContextMenu: ({ menu }) => menu(),
  "+": ({ zoom }) => zoom(1),
  "-": ({ zoom }) => zoom(-1),
  Escape: ({ cursor, view }) => {
    if (cursor.clear()) return;
    leaving = true;
    view.say("Tab now leaves the outline.");
  },
};

const EVERYWHERE: Record<string, Key> = {
  "Ctrl+z": ({ actions }) => actions.undo(),
  "Ctrl+y": ({ actions }) => actions.redo(),
  "Ctrl+f": ({ find }) => find(),
  "/": ({ find }) => find(),
};

const EDITOR: Record<string, Key> = {
  Enter: ({ editing }) => void editing.commit("down"),
  "Shift+Enter": ({ editing }) => void editing.commit("up"),
  Tab: (hands) => tabInEditor(hands, 1),
  "Shift+Tab": (hands) => tabInEditor(hands, -1),
  Escape: ({ editing }) => editing.cancel(),
};

export function listen(hands: Hands): void {
  const { view } = hands;
  view.layout.outline.addEventListener("keydown", (event) => {
    const name = named(event);
    const keys = view.editing ? EDITOR : GRID;
    if (event.isComposing) return;
    if (view.editing && hands.editing.offered(event.key)) {
      event.preventDefault();
      return;
    }
    const key = ALWAYS[name] ?? keys[name] ?? (view.editing ? undefined : EVERYWHERE[name]);
    if (key) {
      const left = leaving;
      if (key(hands, event) !== false) event.preventDefault();
      if (left) leaving = false;
      event.stopPropagation();
    } else if (!view.editing && types(event) && typed(hands, event.key)) event.preventDefault();
  });
  view.layout.chart.addEventListener("keydown", (event) => {
    const key = EVERYWHERE[named(event)];
    if (key && key(hands, event) !== false) event.preventDefault();
  });
  view.layout.outline.addEventListener("focusout", () => (leaving = false));
}

/** A key that writes a character opens the editor with it. `?` belongs to the page: it shows the list of keys. */
function types(event: KeyboardEvent): boolean {
  return event.key.length === 1 && event.key !== "?" && !event.ctrlKey && !event.metaKey && !event.altKey;
}

function typed({ view, editing, writing }: Hands, key: string): boolean {
  const { cursor } = view;
  if (!cursor || view.readOnly) return false;
  if (cursor.ref === "+") {
    writing.begin(key);
    return true;
  }
  return editing.open(cursor, key);
}

function enter({ view, editing, writing, actions, cursor }: Hands): void {
  const at = view.cursor;
  if (!at) return;
  if (at.ref === "+") writing.begin();
  else if (!editing.open(at)) {
    if (["number", "signs"].includes(at.column) || view.readOnly) actions.open(at.ref);
    else cursor.step(1, 0);
  }
}

/** Left and right close and open a summary on its name; elsewhere they move. */
function sideways({ view, cursor, actions }: Hands, right: boolean): void {
  const at = view.cursor;
  if (at?.column === "name" && actions.fold(at.ref, right)) return;
  cursor.step(0, right ? 1 : -1);
}

/** Delete empties a cell that may be empty, and elsewhere removes the tasks. */
function remove({ view, editing, actions }: Hands): void {
  const at = view.cursor;
  if (!at) return;
  const empties = ["predecessors", "people", "deadline", "code"].includes(at.column) && view.selection.size === 0;
  if (!empties) actions.remove();
  else if (editing.open(at, "")) editing.commit("stay");
}

function tabInEditor({ view, editing, writing }: Hands, by: number): void {
  const writes = view.drafts.get(editing.at?.ref ?? "");
  if (writes && (editing.text === "" || by < 0)) writing.indent(by);
  else editing.commit(by > 0 ? "next" : "back");
}
