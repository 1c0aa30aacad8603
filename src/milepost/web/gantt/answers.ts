/** What the page answers to a change: a patch that is shown with what moved, or a refusal at its cell. */

import type { Cursor } from "./cursor";
import type { Editing } from "./editing";
import { call } from "./edits";
import type { Answer, Problem } from "./plan";
import type { Popover } from "./popover";
import type { Toast } from "./toast";
import { ROW, type Sent, type View } from "./view";
import type { Writing } from "./writing";

const FLASH = 1800;

export class Answers {
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly view: View,
    private readonly cursor: Cursor,
    private readonly editing: Editing,
    private readonly writing: Writing,
    private readonly popover: Popover,
    private readonly toast: Toast,
  ) {}

  /** Carried out: by this window (the oldest change not answered, or the one named), or by somebody else. */
  accept(answer: Answer, id?: number): void {
    const { view } = this;
    const sent = this.take(id);
    const top = this.topLine();
    const added = answer.patch ? view.model.apply(answer.patch) : [];
    view.model.project.revision = answer.revision;
    if (sent) this.editing.answered(sent.cell);
    this.flash(answer);
    this.forget();
    view.refresh();
    this.keepTop(top);
    if (sent) this.writing.answered(sent.id, added);
    if (answer.sentence) this.tell(told(sent, answer.sentence), answer);
    this.follow(sent, added);
  }

  /** Refused: the sentence stands at the cell; on a conflict both values and which is to hold. */
  refuse(problem: Problem, id?: number): void {
    const { view } = this;
    const sent = this.take(id);
    view.refresh();
    const words = problem.detail || problem.title || "This could not be done.";
    if (sent && this.writing.refused(sent.id)) return this.say(words, sent);
    if (problem.code !== "conflict" || !sent) return this.sayAgain(words, sent);
    view.say(words);
    const options = [
      { label: "Keep theirs", help: shown(problem.theirs), choose: () => this.cursor.focus() },
      { label: "Use mine", help: shown(problem.yours ?? sent.text), choose: () => view.send(sent.calls, sent.label, sent.cell, sent.text) },
    ];
    this.popover.ask(this.editing.placeOf(sent.cell), words, options, () => this.cursor.focus());
  }

  private tell(words: string, answer: Answer): void {
    const entry = answer.undo?.entry;
    this.view.say(words);
    this.toast.show(words, entry === undefined ? null : () => this.view.send([call("undo", { entry })], "Undo"));
  }

  private say(words: string, sent: Sent | null): void {
    this.editing.tell(words, sent?.cell ?? this.view.cursor);
  }

  /** What was typed is not lost: it can be put right where it was typed. */
  private sayAgain(words: string, sent: Sent | null): void {
    const cell = sent?.cell;
    if (!cell || sent.text === null || sent.text === "…") return this.say(words, sent);
    this.view.say(words);
    const options = [
      { label: "Edit again", choose: () => void this.editing.open(cell, sent.text!) },
      { label: "Leave it", choose: () => this.cursor.focus() },
    ];
    this.popover.ask(this.editing.placeOf(cell), words, options, () => this.cursor.focus());
  }

  private take(id?: number): Sent | null {
    const { sent } = this.view;
    const at = id === undefined ? (sent.length ? 0 : -1) : sent.findIndex((one) => one.id === id);
    return at < 0 ? null : (sent.splice(at, 1)[0] ?? null);
  }

  /** The line at the top of the window, so that rows that come or go above it do not push it away. */
  private topLine(): { ref: string; place: number } | null {
    const place = Math.floor(this.view.layout.scroller.scrollTop / ROW);
    return place > 0 ? { ref: this.view.refAt(place), place } : null;
  }

  private keepTop(top: { ref: string; place: number } | null): void {
    const place = top ? this.view.placeOf(top.ref) : -1;
    if (top && place >= 0 && place !== top.place) this.view.layout.scroller.scrollTop += (place - top.place) * ROW;
  }

  /** Rows that are gone cannot be chosen or hold the cursor. */
  private forget(): void {
    const { view } = this;
    for (const ref of view.selection) if (!view.model.index.has(ref)) view.selection.delete(ref);
    const at = view.cursor;
    if (!at || at.ref.startsWith("+") || view.model.index.has(at.ref)) return;
    const near = view.rows.list[0];
    view.cursor = near === undefined ? null : { ref: view.model.rows.ref[Math.max(0, Math.min(near, view.model.size - 1))] ?? "+", column: at.column };
  }

  private flash(answer: Answer): void {
    const { view } = this;
    view.moved = new Map((answer.moved ?? []).map(([ref, oldStart, , oldFinish]) => [ref, [oldStart, oldFinish]]));
    clearTimeout(this.timer);
    if (!view.moved.size) return;
    this.timer = setTimeout(() => {
      view.moved = new Map();
      view.version++;
      view.invalidate();
    }, FLASH);
  }

  /** After pasting, the first new task has the cursor. */
  private follow(sent: Sent | null, added: string[]): void {
    if (added[0] && sent?.calls[0]?.command === "paste_tasks") this.cursor.to(added[0], "name");
  }
}

/** What was done, and what came of it. */
function told(sent: Sent | null, sentence: string): string {
  return sent ? `${sent.label}: ${sentence.charAt(0).toLocaleLowerCase()}${sentence.slice(1)}` : sentence;
}

function shown(value: unknown): string {
  if (value === null || value === undefined || value === "") return "empty";
  return typeof value === "string" || typeof value === "number" ? String(value) : JSON.stringify(value);
}
