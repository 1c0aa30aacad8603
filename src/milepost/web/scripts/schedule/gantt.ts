/** What the plan page knows of `<mp-gantt>`, which is a bundle of its own. */

import { one } from "../shell/page";

export interface Call {
  command: string;
  arguments: Record<string, unknown>;
}

export interface Gantt extends HTMLElement {
  revision: number;
  readOnly: boolean;
  me: string;
  readonly keys: readonly (readonly [keys: string, words: string])[];
  layoutState: Record<string, unknown>;
  selected: string[];
  select(ref: string): void;
  announce(words: string): void;
  exportRows(): { columns: string[]; rows: string[][]; refs: string[] };
}

export const gantt = (): Gantt => one<Gantt>("#gantt");

/** Hand commands to the element's queue, so that they go out after those on their way. */
export function send(calls: Call[], label: string): void {
  gantt().dispatchEvent(new CustomEvent("mp-command", { bubbles: true, detail: { id: -1, calls, label } }));
}
