/** The outline: paints the rows in sight as a treegrid. A row's element is reused for another row as the list scrolls. */

import { signs, type Column } from "./columns";
import { HEAD, ROW, type View } from "./view";
import { windowOf } from "./rows";
import { html } from "./svg";

interface Painted {
  element: HTMLElement;
  cells: HTMLElement[];
  line: number;
}

export class Outline {
  private painted = new Map<number, Painted>();
  private spare: Painted[] = [];
  private shownColumns: Column[] = [];

  constructor(private readonly view: View) {
    view.onPaint(() => this.paint());
  }

  /** The element of a cell that is in sight. */
  cell(ref: string, column: string): HTMLElement | null {
    const at = this.view.columns.findIndex((one) => one.id === column);
    return this.painted.get(this.view.placeOf(ref))?.cells[at] ?? null;
  }

  private paint(): void {
    const { view } = this;
    const { layout, rows, sight } = view;
    if (this.shownColumns !== view.columns) this.rebuild();
    set(layout.outline, "aria-rowcount", String(rows.list.length + 1));
    set(layout.outline, "aria-colcount", String(view.columns.length));
    set(layout.outline, "aria-readonly", String(view.readOnly));
    const [first, last] = windowOf(sight.top, sight.height, ROW, rows.list.length);
    const cursor = view.cursor ? view.placeOf(view.cursor.ref) : -1;
    for (const [place, painted] of this.painted) {
      if ((place >= first && place < last) || place === cursor) continue;
      this.painted.delete(place);
      this.spare.push(painted);
    }
    for (let place = first; place < last; place++) this.show(place);
    if (cursor >= 0 && (cursor < first || cursor >= last)) this.show(cursor);
    for (const { element } of this.spare) element.remove();
    this.spare.length = Math.min(this.spare.length, 40);
    layout.shift.style.transform = `translateY(${-sight.top}px)`;
  }

  private rebuild(): void {
    this.shownColumns = this.view.columns;
    this.painted.clear();
    this.spare = [];
    this.view.layout.shift.replaceChildren();
  }

  private show(place: number): void {
    let painted = this.painted.get(place);
    if (!painted) {
      painted = this.spare.pop() ?? this.make();
      this.painted.set(place, painted);
      painted.element.style.transform = `translateY(${place * ROW}px)`;
      if (!painted.element.isConnected) this.view.layout.shift.append(painted.element);
    } else if (!this.view.changed) return;
    this.fill(painted, place);
  }

  private make(): Painted {
    const cells = this.view.columns.map((column, at) => {
      const cell = html("div", { role: "gridcell", class: column.end ? "mpg-cell mpg-end" : "mpg-cell", "aria-colindex": String(at + 1) });
      cell.dataset.column = column.id;
      if (column.id === "name") cell.append(html("span", { class: "mpg-twist", "aria-hidden": "true" }), html("span", { class: "mpg-name" }));
      return cell;
    });
    return { element: html("div", { role: "row", class: "mpg-row" }, ...cells), cells, line: Number.NaN };
  }

  private fill(painted: Painted, place: number): void {
    const { view } = this;
    const { element, cells } = painted;
    const line = view.rows.list[place]!;
    const ref = view.refAt(place);
    painted.line = line;
    element.dataset.ref = ref;
    set(element, "aria-rowindex", String(place + 2));
    set(element, "aria-selected", String(view.selection.has(ref)));
    if (line < 0) this.fillDraft(painted, line);
    else this.fillTask(painted, line);
    cells.forEach((cell, at) => {
      const column = view.columns[at]!.id;
      const current = view.cursor?.ref === ref && view.cursor.column === column;
      const first = !view.cursor && place === 0 && column === "name";
      set(cell, "tabindex", current || first ? "0" : "-1");
    });
  }

  private fillTask({ element, cells }: Painted, row: number): void {
    const { view } = this;
    const { rows } = view.model;
    const ref = rows.ref[row]!;
    const depth = rows.depth[row]!;
    set(element, "aria-level", String(depth + 1));
    if (rows.summary[row]) set(element, "aria-expanded", String(!view.rows.collapsed.has(ref) || view.rows.filtered));
    else element.removeAttribute("aria-expanded");
    const kinds = ["mpg-row"];
    if (rows.summary[row]) kinds.push("mpg-summary");
    if (rows.critical[row]) kinds.push("mpg-critical");
    if (rows.inactive[row]) kinds.push("mpg-inactive");
    if (view.moved.has(ref)) kinds.push("mpg-moved");
    if (view.cursor?.ref === ref) kinds.push("mpg-current");
    if (view.hovered === ref) kinds.push("mpg-hover");
    element.className = kinds.join(" ");
    view.columns.forEach((column, at) => {
      const cell = cells[at]!;
      const waiting = view.sent.length ? view.waiting(ref, column.id) : null;
      cell.classList.toggle("mpg-waiting", waiting !== null);
      if (cell.classList.contains("mpg-editing")) return;
      if (column.id === "name") this.fillName(cell, waiting ?? rows.name[row]!, depth, rows.summary[row]!);
      else if (column.id === "signs") fillSigns(cell, signs(view.model, row));
      else text(cell, waiting ?? column.text(view, row));
    });
  }

  private fillDraft({ element, cells }: Painted, line: number): void {
    const { view } = this;
    const draft = view.drafts.at(line);
    element.className = draft ? "mpg-row mpg-draft" : "mpg-row mpg-draft mpg-last";
    if (view.cursor?.ref === view.drafts.refOf(line)) element.classList.add("mpg-current");
    element.removeAttribute("aria-expanded");
    set(element, "aria-level", String((draft?.depth ?? 0) + 1));
    view.columns.forEach((column, at) => {
      const cell = cells[at]!;
      cell.classList.toggle("mpg-waiting", Boolean(draft?.sent));
      if (cell.classList.contains("mpg-editing")) return;
      if (column.id === "name") this.fillName(cell, draft ? draft.name : "Add a task", draft?.depth ?? 0, false);
      else if (column.id === "signs") fillSigns(cell, []);
      else text(cell, "");
    });
  }

  private fillName(cell: HTMLElement, name: string, depth: number, summary: boolean): void {
    let [twist, label] = cell.children as unknown as [HTMLElement, HTMLElement];
    if (!label) {
      twist = html("span", { class: "mpg-twist", "aria-hidden": "true" });
      label = html("span", { class: "mpg-name" });
      cell.replaceChildren(twist, label);
    }
    cell.style.paddingInlineStart = `${6 + depth * 18}px`;
    twist.classList.toggle("mpg-leaf", !summary);
    text(label, name);
    if (cell.title !== name) cell.title = name;
  }
}

function fillSigns(cell: HTMLElement, found: [string, string][]): void {
  const words = found.map(([, meaning]) => meaning).join("; ");
  if (cell.title === words) return;
  cell.title = words;
  if (words) cell.setAttribute("aria-label", words);
  else cell.removeAttribute("aria-label");
  cell.replaceChildren(...found.map(([sign, meaning]) => html("span", { class: meaning === "Late" || meaning.startsWith("Misses") ? "mpg-sign mpg-alarm" : "mpg-sign" }, sign)));
}

function set(element: Element, name: string, value: string): void {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

function text(element: Element, words: string): void {
  if (element.textContent !== words) element.textContent = words;
}

/** The line of titles; a title's right edge is dragged to make its column wider. */
export function paintHead(view: View): void {
  const { head, shift } = view.layout;
  if (head.childElementCount === view.columns.length && view.columns.every((column, at) => (head.children[at] as HTMLElement).dataset.column === column.id)) return;
  head.replaceChildren(
    ...view.columns.map((column, at) => {
      const title = html("div", { role: "columnheader", class: column.end ? "mpg-title mpg-end" : "mpg-title", "aria-colindex": String(at + 1) }, html("span", {}, column.title));
      if (column.long) title.title = column.long;
      title.dataset.column = column.id;
      title.append(html("span", { class: "mpg-grip", "aria-hidden": "true" }));
      return title;
    }),
  );
  head.style.height = `${HEAD}px`;
  shift.dataset.columns = view.columns.map((column) => column.id).join(" ");
}

/** Column widths are custom properties of the outline, so resizing touches no row. */
export function paintWidths(view: View): void {
  const width = (id: string, px: number) => (view.narrow && id === "name" ? "minmax(0, 1fr)" : `${px}px`);
  const template = view.columns.map((column) => width(column.id, view.widthOf(column))).join(" ");
  const wide = view.columns.reduce((sum, column) => sum + view.widthOf(column), 0);
  const { style } = view.layout.outline;
  if (style.getPropertyValue("--mpg-columns") === template) return;
  style.setProperty("--mpg-columns", template);
  style.setProperty("--mpg-wide", view.narrow ? "100%" : `${wide}px`);
  style.setProperty("--mpg-number", `${view.frozen("name")}px`);
}
