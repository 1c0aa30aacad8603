/** What every part of the element shares: the plan, what of it is shown, the cursor, and when to paint. */

import { COLUMNS, type Column } from "./columns";
import { Calendar } from "./dates";
import { Drafts } from "./drafts";
import type { Layout } from "./layout";
import { Model } from "./model";
import type { Call } from "./plan";
import { ShownRows } from "./rows";
import { Timescale } from "./timescale";

export const ROW = 32;
export const HEAD = 52;

/** What says which row it is. */
const FROZEN = ["number", "name"];
const FEW = COLUMNS.filter((column) => ["name", "finish", "percent"].includes(column.id));

/** A cell: the reference of its task (or of a line being written) and the column. */
export interface Cell {
  ref: string;
  column: string;
}

export interface Sent {
  id: number;
  calls: Call[];
  label: string;
  cell: Cell | null;
  /** What the cell shows until the answer is there. */
  text: string | null;
}

type Painter = () => void;

/** What can be seen of the plan, measured once before painters write, so that the browser lays out only once. */
export interface Sight {
  top: number;
  left: number;
  /** Of the rows in the outline. */
  height: number;
  /** Of the chart below its times. */
  chartHeight: number;
  width: number;
}

export class View {
  model = new Model();
  rows = new ShownRows();
  drafts = new Drafts();
  scale = new Timescale(0, 10080, 30);
  calendar = new Calendar("en-GB");
  private chosen: Column[] = COLUMNS.filter((column) => column.usual);
  widths = new Map<string, number>();
  cursor: Cell | null = null;
  selection = new Set<string>();
  /** Where a range of selected rows began. */
  anchor: string | null = null;
  hovered: string | null = null;
  editing = false;
  locked = false;
  /** Minutes per pixel that the reader chose, 0 for the usual ones. */
  zoom = 0;
  /** Width of the outline that the reader chose, 0 for the usual one. */
  split = 0;
  narrow = false;
  /** Changes sent and not answered yet. */
  sent: Sent[] = [];
  /** Rows that the last change moved, with where they were: shown for a moment. */
  moved = new Map<string, [start: number, finish: number]>();
  /** Grows with every change of what is drawn, so that painters know what they may keep. */
  version = 0;
  /** Says what commands would do, where the page can tell. */
  foretell: ((calls: Call[]) => Promise<string>) | null = null;
  /** Whether anything may look other than at the last painting, apart from what scrolling brings into sight. */
  changed = true;
  sight: Sight = { top: 0, left: 0, height: 0, chartHeight: 0, width: 0 };
  private readonly painters: Painter[] = [];
  private frame = 0;
  private dirty = false;
  private serial = 0;

  constructor(
    readonly host: HTMLElement,
    readonly layout: Layout,
  ) {}

  get readOnly(): boolean {
    return this.locked || this.model.project.read_only;
  }

  /** The columns shown: on a narrow screen a few, else those the reader chose. */
  get columns(): Column[] {
    return this.narrow ? FEW : this.chosen;
  }

  set columns(columns: Column[]) {
    this.chosen = columns;
  }

  get chosenColumns(): Column[] {
    return this.chosen;
  }

  onPaint(painter: Painter): void {
    this.painters.push(painter);
  }

  /** Paint before the next frame is shown. */
  invalidate(): void {
    this.dirty = true;
    this.scrolled();
  }

  /** Paint before the next frame what scrolling has brought into sight; the rest is as it was. */
  scrolled(): void {
    this.frame ||= requestAnimationFrame(() => this.repaint());
  }

  paint(): void {
    this.dirty = true;
    this.repaint();
  }

  private repaint(): void {
    cancelAnimationFrame(this.frame);
    this.frame = 0;
    this.changed = this.dirty;
    this.dirty = false;
    const { scroller, chart, rows } = this.layout;
    this.sight = {
      top: scroller.scrollTop,
      left: chart.scrollLeft,
      height: rows.clientHeight,
      chartHeight: chart.clientHeight - HEAD,
      width: chart.clientWidth,
    };
    for (const painter of this.painters) painter();
  }

  /** Work out anew which rows are shown. */
  refresh(): void {
    this.version++;
    this.rows.refresh(this.model, this.readOnly ? [] : this.drafts.lines(this.model));
    this.layout.canvas.style.height = `${HEAD + this.rows.list.length * ROW + 20}px`;
    this.invalidate();
  }

  /** How wide the columns are that stay in sight before a column while the others move. */
  frozen(before: string): number {
    const stay = this.columns.filter((column) => this.stays(column.id));
    const at = stay.findIndex((column) => column.id === before);
    return stay.slice(0, at < 0 ? stay.length : at).reduce((sum, column) => sum + this.widthOf(column), 0);
  }

  stays(id: string): boolean {
    return !this.narrow && FROZEN.includes(id);
  }

  widthOf(column: Column): number {
    return this.widths.get(column.id) ?? column.width;
  }

  /** The reference of what is shown in a line. */
  refAt(place: number): string {
    const row = this.rows.list[place];
    if (row === undefined) return "";
    return row < 0 ? this.drafts.refOf(row) : this.model.rows.ref[row]!;
  }

  placeOf(ref: string): number {
    const row = this.model.index.get(ref);
    return row === undefined ? this.rows.list.indexOf(this.drafts.rowOf(ref)) : this.rows.place[row]!;
  }

  /** Tell the page what is asked for; it answers through `patch` or `refuse`. `since` is the revision the person saw, where older. */
  send(calls: Call[], label: string, cell: Cell | null = null, text: string | null = null, since: number | null = null): number {
    if (!calls.length || this.readOnly) return 0;
    const sent = { id: ++this.serial, calls, label, cell, text };
    this.sent.push(sent);
    const detail = { id: sent.id, calls, label, revision: this.model.project.revision, since, optimistic: cell && { ...cell, text } };
    this.host.dispatchEvent(new CustomEvent("mp-command", { bubbles: true, detail }));
    this.invalidate();
    return sent.id;
  }

  /** The text that a cell shows while its change is under way. */
  waiting(ref: string, column: string): string | null {
    const sent = this.sent.findLast((one) => one.cell?.ref === ref && one.cell.column === column);
    return sent?.text ?? null;
  }

  say(words: string): void {
    this.layout.status.textContent = words;
  }

  emit(name: string, detail: unknown): void {
    this.host.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }));
  }

  /** Scroll a line into sight. */
  reveal(place: number): void {
    const { scroller } = this.layout;
    const top = place * ROW;
    const height = this.layout.rowsHeight();
    if (top < scroller.scrollTop) scroller.scrollTop = top;
    else if (top + ROW > scroller.scrollTop + height) scroller.scrollTop = top + ROW - height;
  }
}
