/** `<mp-gantt>`: the outline and the Gantt chart of a plan. */

import { Chart } from "./chart";
import { Calendar } from "./dates";
import { layOut } from "./layout";
import { Model } from "./model";
import { Outline, paintHead, paintWidths } from "./outline";
import type { Answer, Call, Plan, Problem, Reason } from "./plan";
import { fitted, scaleFor } from "./timescale";
import { View } from "./view";

/** Minutes per pixel at which a day's work is still a bar. */
const READABLE = 360;

export class MpGantt extends HTMLElement {
  /** Asks why a task is where it is; the page sets it. */
  why: ((ref: string) => Promise<Reason>) | null = null;
  /** Asks what commands would do, in one sentence; the page sets it. */
  preview: ((calls: Call[]) => Promise<string>) | null = null;
  private view!: View;
  private made = false;

  connectedCallback(): void {
    if (this.made) return;
    this.made = true;
    this.classList.add("mpg");
    this.view = new View(this, layOut(this));
    this.view.calendar = new Calendar(this.getAttribute("locale") || document.documentElement.lang || navigator.language);
    this.view.onPaint(() => {
      paintHead(this.view);
      paintWidths(this.view);
    });
    new Outline(this.view);
    new Chart(this.view);
    this.watch();
  }

  set data(plan: Plan) {
    const { view } = this;
    view.model = new Model(plan);
    const width = view.layout.chart.clientWidth || 800;
    const { start, finish } = plan.project;
    view.scale = scaleFor(start, finish, Math.min(READABLE, fitted(start, finish, width)), width);
    view.refresh();
    view.paint();
    view.layout.chart.scrollLeft = view.scale.x(plan.project.status_date ?? start) - width / 3;
  }

  patch(answer: Answer): void {
    if (answer.patch) this.view.model.apply(answer.patch);
    this.view.model.project.revision = answer.revision;
    this.view.refresh();
  }

  refuse(problem: Problem): void {
    this.view.say(problem.detail ?? problem.title ?? "");
  }

  private watch(): void {
    const { scroller, chart, stage } = this.view.layout;
    for (const pane of [scroller, chart]) pane.addEventListener("scroll", () => this.view.invalidate(), { passive: true });
    new ResizeObserver(() => {
      stage.style.height = `${scroller.clientHeight}px`;
      this.view.invalidate();
    }).observe(scroller);
  }
}
