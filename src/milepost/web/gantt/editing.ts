/** The editor in a cell: opens on Enter, F2 or typing, and says at the cell what is wrong with a text. */

import { meaningOf, type Meaning } from "./edits";
import type { Cursor } from "./cursor";
import type { Outline } from "./outline";
import type { Place, Popover } from "./popover";
import { Suggestions } from "./suggestions";
import { html } from "./svg";
import type { Cell, View } from "./view";

/** Where the cursor goes after a commit. */
export type Leave = "down" | "up" | "next" | "back" | "stay";

export class Editing {
  private input: HTMLInputElement | null = null;
  private readonly suggestions: Suggestions;
  private warning: HTMLElement | null = null;
  private cell: Cell | null = null;
  /** What the cell said when the editor opened, and in which revision. */
  private seen = { text: "", revision: 0 };
  /** Set by the part that writes new tasks: takes over what is typed into their lines. */
  written: ((ref: string, text: string, leave: Leave) => void) | null = null;

  constructor(
    private readonly view: View,
    private readonly outline: Outline,
    private readonly cursor: Cursor,
    private readonly popover: Popover,
  ) {
    this.suggestions = new Suggestions(view.host);
    view.onPaint(() => this.settle());
  }

  /** A key for the names offered under the editor: true where it is used up. */
  offered(key: string): boolean {
    return this.suggestions.key(key);
  }

  get at(): Cell | null {
    return this.cell;
  }

  get text(): string {
    return this.input?.value ?? "";
  }

  /** Open the editor in a cell; `typed` replaces what is there. False where the cell cannot be edited. */
  open(cell: Cell, typed?: string): boolean {
    const { view } = this;
    const column = view.columns.find((one) => one.id === cell.column);
    const row = view.model.index.get(cell.ref);
    if (view.readOnly || !column?.editable || (row === undefined && column.id !== "name")) return false;
    if (this.cell) this.commit("stay");
    this.cursor.to(cell.ref, cell.column);
    const now = row === undefined ? (view.drafts.get(cell.ref)?.name ?? "") : (column.value ?? column.text)(view, row);
    this.cell = cell;
    this.seen = { text: now, revision: view.model.project.revision };
    view.editing = true;
    this.input = html("input", { type: "text", class: "mpg-input", "aria-label": column.long ?? column.title, spellcheck: "false", autocomplete: "off" });
    this.input.value = typed ?? now;
    this.input.addEventListener("blur", () => this.blurred());
    this.input.addEventListener("input", () => this.warn(""));
    if (column.id === "people") this.suggestions.attach(this.input, () => [...view.model.people.values()].map((person) => person.name));
    this.settle();
    if (typed) this.input.dispatchEvent(new Event("input"));
    if (typed === undefined) this.input.select();
    return true;
  }

  /** Take what is typed. False where it is wrong and the editor stays. */
  commit(leave: Leave): boolean {
    const { cell, input, view } = this;
    if (!cell || !input) return true;
    const text = input.value;
    const row = view.model.index.get(cell.ref);
    if (row === undefined) {
      this.close();
      this.written?.(cell.ref, text, leave);
      return true;
    }
    const meaning = meaningOf(view, row, cell.column, text);
    if (meaning.kind === "wrong") return this.warn(meaning.words);
    const since = this.overtaken(row, cell.column) ? this.seen.revision : null;
    this.close();
    this.go(leave);
    this.carryOut(meaning, cell, this.placeOf(cell), since);
    return true;
  }

  /** Whether somebody else changed the cell while it was being edited. */
  private overtaken(row: number, id: string): boolean {
    const column = this.view.columns.find((one) => one.id === id);
    return column !== undefined && (column.value ?? column.text)(this.view, row) !== this.seen.text;
  }

  /** Our own change of a cell was carried out: if it is being edited again, that is what the person saw. */
  answered(cell: Cell | null): void {
    if (!cell || this.cell?.ref !== cell.ref || this.cell.column !== cell.column) return;
    const row = this.view.model.index.get(cell.ref);
    const column = this.view.columns.find((one) => one.id === cell.column);
    if (row === undefined || !column) return;
    this.seen = { text: (column.value ?? column.text)(this.view, row), revision: this.view.model.project.revision };
  }

  cancel(): void {
    const { cell } = this;
    this.close();
    if (cell && !this.view.model.index.has(cell.ref)) this.written?.(cell.ref, "", "stay");
    else this.cursor.focus();
  }

  /** Send what a text or a drag means, or ask first. */
  carryOut(meaning: Meaning, cell: Cell, at: Place = this.placeOf(cell), since: number | null = null): void {
    const { view } = this;
    if (meaning.kind === "calls") view.send(meaning.calls, meaning.label, cell, meaning.text, since);
    else if (meaning.kind === "wrong") this.tell(meaning.words, cell);
    else if (meaning.kind === "ask") {
      const options = meaning.choices.map((choice) => ({
        label: choice.label,
        help: choice.help,
        ...(view.foretell && { hint: () => view.foretell!(choice.calls) }),
        choose: () => {
          view.send(choice.calls, choice.label, cell, "…", since);
          this.cursor.focus();
        },
      }));
      this.popover.ask(at, meaning.title, options, () => this.cursor.focus());
    }
  }

  /** Say a sentence at a cell. */
  tell(words: string, cell: Cell | null): void {
    this.view.say(words);
    this.popover.ask(this.placeOf(cell), words, [{ label: "OK", choose: () => this.cursor.focus() }], () => this.cursor.focus());
  }

  placeOf(cell: Cell | null): DOMRect {
    const element = cell && (this.outline.cell(cell.ref, cell.column) ?? this.outline.cell(cell.ref, "name"));
    return (element ?? this.view.layout.head).getBoundingClientRect();
  }

  private go(leave: Leave): void {
    if (leave === "down") this.cursor.step(1, 0);
    else if (leave === "up") this.cursor.step(-1, 0);
    else if (leave === "next" || leave === "back") this.cursor.tab(leave === "back");
    else this.cursor.focus();
  }

  private close(): void {
    const { input, cell } = this;
    this.warn("");
    this.suggestions.detach();
    this.input = null;
    this.cell = null;
    this.view.editing = false;
    if (!input || !cell) return;
    const element = input.parentElement;
    const focused = document.activeElement === input;
    input.remove();
    element?.classList.remove("mpg-editing");
    this.view.paint();
    if (focused) this.cursor.focus();
  }

  /** Keep the editor in its cell while rows move under it. */
  private settle(): void {
    const { input, cell } = this;
    if (!input || !cell) return;
    const element = this.outline.cell(cell.ref, cell.column);
    if (!element || input.parentElement === element) return;
    const old = input.parentElement;
    this.input = null;
    element.classList.add("mpg-editing");
    if (cell.column === "name") element.append(input);
    else element.replaceChildren(input);
    old?.classList.remove("mpg-editing");
    this.input = input;
    const { selectionStart, selectionEnd } = input;
    input.focus({ preventScroll: true });
    input.setSelectionRange(selectionStart, selectionEnd);
    if (old) this.view.invalidate();
  }

  private blurred(): void {
    // A click elsewhere takes what was typed, as a spreadsheet does; what is wrong is dropped with a sentence.
    if (!this.input || !document.hasFocus()) return;
    if (!this.commit("stay")) {
      const words = this.warning?.textContent ?? "";
      this.close();
      this.view.say(words);
    }
  }

  private warn(words: string): false {
    this.warning?.remove();
    this.warning = null;
    if (!this.input) return false;
    this.input.toggleAttribute("aria-invalid", words !== "");
    if (words) {
      this.warning = html("div", { class: "mpg-warning", role: "alert" }, words);
      this.view.host.append(this.warning);
      const [area, cell] = [this.view.host.getBoundingClientRect(), this.input.getBoundingClientRect()];
      this.warning.style.left = `${Math.max(4, cell.left - area.left)}px`;
      this.warning.style.top = `${cell.bottom - area.top + 2}px`;
      this.view.say(words);
    }
    return false;
  }
}
