/** The element's parts: tools on top, one vertical scroller with the outline and the chart side by side, a status line. */

import { html, svg } from "./svg";

export interface Layout {
  tools: HTMLElement;
  scroller: HTMLElement;
  canvas: HTMLElement;
  stage: HTMLElement;
  outline: HTMLElement;
  head: HTMLElement;
  rows: HTMLElement;
  shift: HTMLElement;
  splitter: HTMLElement;
  chart: HTMLElement;
  wide: HTMLElement;
  frame: HTMLElement;
  times: SVGSVGElement;
  /** The window onto the drawing of the rows, with the backdrop behind it. */
  sight: HTMLElement;
  back: SVGSVGElement;
  bars: SVGSVGElement;
  empty: HTMLElement;
  status: HTMLElement;
  /** Height of the part of the rows that can be seen. */
  rowsHeight(): number;
}

export function layOut(host: HTMLElement): Layout {
  const tools = html("div", { class: "mpg-tools", role: "group", "aria-label": "Plan tools" });
  const head = html("div", { class: "mpg-head", role: "row", "aria-rowindex": "1" });
  const shift = html("div", { class: "mpg-shift", role: "presentation" });
  const rows = html("div", { class: "mpg-rows", role: "rowgroup" }, shift);
  const headGroup = html("div", { role: "rowgroup", class: "mpg-headgroup" }, head);
  const outline = html("div", { class: "mpg-outline", role: "treegrid", "aria-label": "Outline", "aria-multiselectable": "true" }, headGroup, rows);
  const splitter = html("div", { class: "mpg-splitter", role: "separator", tabindex: "0", "aria-orientation": "vertical", "aria-label": "Width of the outline", "aria-valuenow": "0", "aria-valuemin": "0", "aria-valuemax": "4000" });
  const times = svg("svg", { class: "mpg-times", "aria-hidden": "true" });
  const back = svg("svg", { class: "mpg-back", "aria-hidden": "true" });
  const bars = svg("svg", { class: "mpg-bars", width: 1, height: 1, "aria-hidden": "true" });
  const sight = html("div", { class: "mpg-sight" }, back, bars);
  const frame = html("div", { class: "mpg-frame" }, times, sight);
  const wide = html("div", { class: "mpg-wide" }, frame);
  const chart = html("div", { class: "mpg-chart", role: "group", tabindex: "0", "aria-label": "Gantt chart; the outline holds the same facts" }, wide);
  const stage = html("div", { class: "mpg-stage" }, outline, splitter, chart);
  const canvas = html("div", { class: "mpg-canvas" }, stage);
  const scroller = html("div", { class: "mpg-scroll" }, canvas);
  const empty = html("div", { class: "mpg-empty", hidden: "" });
  const status = html("div", { class: "mpg-status", role: "status", "aria-live": "polite" });
  host.replaceChildren(tools, scroller, empty, status);
  const rowsHeight = () => rows.clientHeight;
  return { tools, scroller, canvas, stage, outline, head, rows, shift, splitter, chart, wide, frame, times, sight, back, bars, empty, status, rowsHeight };
}
