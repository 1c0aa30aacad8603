/** One change for all selected tasks, as one action with one undo. */

import { one } from "../shell/page";
import { gantt, send, type Call } from "./gantt";

const COMMANDS: Record<string, (task: string, value: string) => Call> = {
  people: (task, text) => ({ command: "set_people", arguments: { task, text } }),
  duration: (task, duration) => ({ command: "change_duration", arguments: { task, duration } }),
  percent: (task, text) => ({ command: "record_progress", arguments: { task, percent: text.replace(/\s*%$/, "") } }),
  deadline: (task, at) => ({ command: "set_deadline", arguments: { task, at: at || null } }),
  priority: (task, priority) => ({ command: "set_priority", arguments: { task, priority } }),
};
const HINTS: Record<string, string> = { people: "Anna 50%, Ben", duration: "3d", percent: "40", deadline: "2026-03-31", priority: "500" };

export function bulk(): void {
  const bar = one<HTMLElement>("#plan-bulk");
  const field = one<HTMLSelectElement>("#plan-field");
  const value = one<HTMLInputElement>("#plan-value");
  const hint = (): void => {
    value.placeholder = HINTS[field.value] ?? "";
    value.type = field.value === "deadline" ? "date" : "text";
  };
  const apply = (): void => {
    const refs = gantt().selected;
    const make = COMMANDS[field.value];
    if (make && refs.length) send(refs.map((ref) => make(ref, value.value.trim())), `Change ${refs.length} tasks`);
  };
  gantt().addEventListener("mp-selection", () => {
    const count = gantt().selected.length;
    bar.hidden = count < 2 || gantt().readOnly;
    one<HTMLElement>("#plan-chosen").textContent = `${count} selected:`;
  });
  field.addEventListener("change", hint);
  value.addEventListener("keydown", (event) => event.key === "Enter" && apply());
  one<HTMLButtonElement>("#plan-apply").addEventListener("click", apply);
  hint();
}
