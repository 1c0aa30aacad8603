/** Marks at the edges of the chart for bars that lie beyond: a click brings the bar into sight. */

import { svg } from "./svg";
import { ROW, type View } from "./view";

/** Draws the marks of the lines in sight, anew only where one changed. */
export class Beyond {
  readonly group = svg("g", { class: "mpg-beyond" });
  private drawn = "";

  constructor(private readonly view: View) {}

  paint(first: number, last: number): void {
    const { rows, model, sight, scale } = this.view;
    const marks: { ref: string; name: string; place: number; x: number; way: number }[] = [];
    for (let place = first; place < last; place++) {
      const row = rows.list[place]!;
      if (row < 0) continue;
      const [start, finish] = [scale.x(model.rows.start[row]!), scale.x(model.rows.finish[row]!)];
      const way = finish < sight.left ? -1 : start > sight.left + sight.width ? 1 : 0;
      if (way) marks.push({ ref: model.rows.ref[row]!, name: this.view.narrow ? model.rows.name[row]! : "", place, x: way < 0 ? sight.left + 8 : sight.left + sight.width - 8, way });
    }
    const stamp = marks.map(({ ref, name, place, x }) => `${ref} ${name} ${place} ${x}`).join();
    if (stamp === this.drawn) return;
    this.drawn = stamp;
    this.group.replaceChildren(
      ...marks.map(({ ref, name, place, x, way }) => {
        const y = place * ROW + ROW / 2;
        const area = svg("rect", { x: x - 8, y: y - 12, width: 16, height: 24, class: "mpg-beyond-area" });
        const mark = svg("g", { class: "mpg-beyond-mark" }, area, svg("path", { d: `M${x - way * 3} ${y - 5}l${way * 5} 5l${-way * 5} 5` }));
        mark.dataset.beyond = ref;
        // Where the chart stands alone nothing else names the task.
        if (name) {
          const label = svg("text", { class: "mpg-label mpg-beyond-name", x: x - way * 12, y: y + 4, "text-anchor": way < 0 ? "start" : "end" });
          label.textContent = name;
          mark.append(label);
        }
        return mark;
      }),
    );
  }
}
