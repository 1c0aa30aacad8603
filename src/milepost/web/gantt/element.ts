/** `<mp-gantt>`: the outline and the Gantt chart of a plan. Puts the parts together and is their face to the page. */

import { Actions } from "./actions";
import { Answers } from "./answers";
import { Chart } from "./chart";
import { chartKeys } from "./chart-keys";
import { clipboard } from "./clipboard";
import { COLUMNS } from "./columns";
import { Cursor } from "./cursor";
import { Calendar, localeFor } from "./dates";
import { Dragging } from "./dragging";
import { Editing } from "./editing";
import { hitAt, pointIn } from "./hit";
import { Hovering } from "./hovering";
import { listen } from "./keyboard";
import { KEYS } from "./keys";
import { layOut } from "./layout";
import { askAboutLink, linkAt } from "./link-menu";
import { Model } from "./model";
import { Outline, paintHead, paintWidths } from "./outline";
import type { Answer, Call, Plan, Problem, Reason } from "./plan";
import { Pointer } from "./pointer";
import { Popover } from "./popover";
import { resizable } from "./resize";
import { rowMenu } from "./row-menu";
import { Tip } from "./tip";
import { fitted } from "./timescale";
import { Toast } from "./toast";
import { toolbar, type Toolbar } from "./toolbar";
import { View } from "./view";
import { applyView, currentView, type SavedView } from "./saved";
import { Writing } from "./writing";
import { rescale, showBeginning, showTime, zoomBy, zoomOnWheel } from "./zoom";

/** Minutes per pixel at which a week's work is still a bar that can be seen. */
const READABLE = 420;
const NARROW = 640;

export class MpGantt extends HTMLElement {
  private view!: View;
  private cursor!: Cursor;
  private hovering!: Hovering;
  private answers!: Answers;
  private tools!: Toolbar;
  private toast!: Toast;

  connectedCallback(): void {
    if (this.view) return;
    this.classList.add("mpg");
    const view = new View(this, layOut(this));
    this.view = view;
    view.calendar = new Calendar(localeFor(document.documentElement.lang, navigator.language));
    view.onPaint(() => {
      if (!view.changed) return;
      paintHead(view);
      paintWidths(view);
    });
    const outline = new Outline(view);
    const chart = new Chart(view);
    const popover = new Popover(view);
    this.cursor = new Cursor(view, outline);
    const editing = new Editing(view, outline, this.cursor, popover);
    const writing = new Writing(view, editing, this.cursor);
    const actions = new Actions(view, this.cursor, writing);
    this.toast = new Toast(this);
    this.answers = new Answers(view, this.cursor, editing, writing, popover, this.toast);
    this.tools = toolbar(view, actions, (ids) => this.choose(ids));
    const menu = rowMenu(view, this.cursor, actions, popover);
    listen({ menu, view, cursor: this.cursor, editing, writing, actions, find: () => this.tools.find(), zoom: (steps) => zoomBy(view, steps) });
    clipboard(view, this.cursor, editing);
    new Pointer(view, this.cursor, editing, writing, actions);
    resizable(view);
    this.listenToChart(chart, editing, actions, popover);
    this.watch();
  }

  /** The plan. Another revision of the same project keeps what is shown and where. */
  set data(plan: Plan) {
    const { view } = this;
    const same = view.model.project.code === plan.project.code && view.model.size > 0;
    view.model = new Model(plan);
    view.refresh();
    this.tools.refresh();
    view.layout.empty.hidden = view.model.size > 0 || !view.readOnly;
    if (!same) {
      const { start, finish } = plan.project;
      rescale(view, view.zoom || Math.min(READABLE, fitted(start, finish, view.layout.chart.clientWidth || 800)));
      showBeginning(view);
      this.invite();
    }
    view.emit("mp-shown", {});
  }

  /** Whoever opens an empty plan types its first task at once. */
  private invite(): void {
    const { view } = this;
    const idle = document.activeElement === document.body || document.activeElement === null;
    if (view.model.size === 0 && !view.readOnly && idle) this.cursor.to(view.refAt(0), "name");
  }

  get revision(): number {
    return this.view.model.project.revision;
  }

  /** The change with this number, else the oldest one not answered, was carried out; or somebody else made one. */
  patch(answer: Answer, id?: number): void {
    this.answers.accept(answer, id);
    this.tools.refresh();
    this.view.emit("mp-changed", { revision: this.revision });
  }

  /** Hand commands to the page as if they had been given here; what they do is told and can be undone. */
  perform(calls: Call[], label: string): void {
    this.view.send(calls, label);
  }

  /** Say a sentence to everybody: on the screen and to screen readers. */
  announce(words: string): void {
    this.view.say(words);
    this.toast.show(words, null);
  }

  /** Somebody else changed the plan. */
  follow(answer: Answer): void {
    this.patch(answer, 0);
  }

  /** The change with this number, else the oldest one not answered, was refused. */
  refuse(problem: Problem, id?: number): void {
    this.answers.refuse(problem, id);
  }

  get readOnly(): boolean {
    return this.view.readOnly;
  }

  set readOnly(locked: boolean) {
    this.view.locked = locked;
    this.view.refresh();
    this.tools.refresh();
  }

  /** Asks why a task is where it is. */
  set why(ask: ((ref: string) => Promise<Reason>) | null) {
    this.hovering.ask = ask;
  }

  /** Asks what commands would do, in a sentence. */
  set preview(ask: ((calls: Call[]) => Promise<string>) | null) {
    this.view.foretell = ask;
  }

  /** The person whose tasks "mine" are. */
  set me(ref: string) {
    this.view.rows.filter = { ...this.view.rows.filter, me: ref };
    this.view.refresh();
  }

  /** Put the cursor on a task, open its parents, and bring it into sight. */
  select(ref: string): void {
    const { view } = this;
    const row = view.model.index.get(ref);
    if (row === undefined) return;
    view.rows.reveal(view.model, row);
    view.refresh();
    this.cursor.to(ref, "name");
    showTime(view, view.model.rows.start[row]!);
  }

  /** The keys that work in the plan, in words. */
  get keys(): typeof KEYS {
    return KEYS;
  }

  get selected(): string[] {
    return this.cursor.targets();
  }

  /** What one sees: the titles of the columns and the texts of all rows that the filter and the outline show; names indented. */
  exportRows(): { columns: string[]; rows: string[][]; refs: string[] } {
    const { view } = this;
    const shown = [...view.rows.list].filter((row) => row >= 0);
    const columns = view.columns.map((column) => column.long ?? column.title);
    const indented = (row: number) => "  ".repeat(view.model.rows.depth[row]!) + view.model.rows.name[row]!;
    const rows = shown.map((row) => view.columns.map((column) => (column.id === "name" ? indented(row) : column.text(view, row))));
    return { columns, rows, refs: shown.map((row) => view.model.rows.ref[row]!) };
  }

  /** Columns, widths, zoom, filter and what is collapsed, to be kept and set again. */
  get layoutState(): SavedView {
    return currentView(this.view);
  }

  set layoutState(saved: Partial<SavedView>) {
    applyView(this.view, saved);
    this.tools.refresh();
  }

  private choose(ids: string[]): void {
    const { view } = this;
    view.columns = COLUMNS.filter((column) => ids.includes(column.id));
    if (view.cursor && !ids.includes(view.cursor.column)) view.cursor.column = "name";
    view.paint();
    view.emit("mp-view", {});
  }

  private listenToChart(chart: Chart, editing: Editing, actions: Actions, popover: Popover): void {
    const { view } = this;
    const pane = view.layout.chart;
    const tip = new Tip(this);
    this.hovering = new Hovering(view, chart, tip);
    const dragging = new Dragging(view, chart, editing, tip);
    pane.addEventListener("pointermove", (event) => event.pointerType !== "touch" && this.hovering.move(event));
    pane.addEventListener("pointerleave", () => {
      this.hovering.leave();
      view.hovered = null;
      view.invalidate();
    });
    pane.addEventListener("pointerdown", (event) => {
      this.hovering.leave();
      dragging.down(event);
    });
    pane.addEventListener("click", (event) => this.clicked(event, actions));
    pane.addEventListener("dblclick", (event) => {
      const { x, y } = pointIn(view, event);
      const hit = hitAt(view, x, y);
      const line = hit?.zone === "row" && !view.readOnly ? linkAt(view, x, y) : null;
      if (line) askAboutLink(view, popover, editing, line, event);
      else if (hit && hit.zone !== "row") actions.open(hit.ref);
    });
    chartKeys(view, chart, this.hovering, actions);
    zoomOnWheel(view);
  }

  private clicked(event: MouseEvent, actions: Actions): void {
    const { view } = this;
    const beyond = (event.target as Element).closest<SVGElement>("[data-beyond]")?.dataset.beyond;
    const row = view.model.index.get(beyond ?? "");
    if (row !== undefined) return showTime(view, view.model.rows.start[row]!);
    const ref = (event.target as Element).closest<SVGElement>(".mpg-task")?.dataset.ref;
    if (!ref) return;
    if (view.narrow) return actions.open(ref);
    this.cursor.clear();
    view.cursor = { ref, column: view.cursor?.column ?? "name" };
    view.emit("mp-selection", { refs: [ref] });
    view.invalidate();
  }

  private watch(): void {
    const { view } = this;
    const { scroller, chart, outline, splitter, stage, empty } = view.layout;
    empty.textContent = "This plan has no tasks yet.";
    for (const pane of [scroller, chart, outline]) {
      pane.addEventListener("scroll", () => {
        if (pane !== outline) this.hovering.leave();
        view.scrolled();
      }, { passive: true });
    }
    new ResizeObserver(() => {
      stage.style.height = `${scroller.clientHeight}px`;
      splitter.setAttribute("aria-valuenow", String(outline.offsetWidth));
      const narrow = this.clientWidth < NARROW;
      if (narrow !== view.narrow) {
        view.narrow = narrow;
        this.classList.toggle("mpg-narrow", narrow);
      }
      view.invalidate();
    }).observe(scroller);
  }
}
