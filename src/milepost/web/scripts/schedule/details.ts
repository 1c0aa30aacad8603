/** The panel beside the plan: everything about one task. */

import { base, near, one } from "../shell/page";
import { gantt } from "./gantt";

const panel = (): HTMLElement => one<HTMLElement>("#details");
let shown = "";

export async function showTask(ref: string): Promise<void> {
  shown = ref;
  const answer = await fetch(`${base()}/tasks/${ref}`, { headers: { "HX-Request": "true" }, credentials: "same-origin" });
  if (shown !== ref) return;
  if (!answer.ok) return gantt().announce("This task cannot be shown; it may have been removed.");
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const opened = panel().hidden;
  panel().replaceChildren(...page.body.childNodes);
  panel().hidden = false;
  if (opened) panel().focus({ preventScroll: true });
  history.replaceState(null, "", `?task=${ref}`);
  await tellWhy(ref);
}

/** The reason comes after the facts: in a large plan it takes a moment. */
async function tellWhy(ref: string): Promise<void> {
  const place = panel().querySelector<HTMLElement>(`[data-why="${CSS.escape(ref)}"]`);
  const answer = await fetch(`${base()}/why.json?task=${ref}`, { headers: { Accept: "application/json" }, credentials: "same-origin" });
  if (answer.ok && place) place.textContent = ((await answer.json()) as { sentence: string }).sentence;
}

function close(): void {
  if (panel().hidden) return;
  shown = "";
  panel().hidden = true;
  history.replaceState(null, "", location.pathname);
  gantt().querySelector<HTMLElement>('.mpg-cell[tabindex="0"]')?.focus();
}

export function details(): void {
  gantt().addEventListener("mp-open", (event) => void showTask((event as CustomEvent<{ ref: string }>).detail.ref));
  panel().addEventListener("click", (event) => {
    if (near(event, "[data-close-details]")) return close();
    const link = near<HTMLAnchorElement>(event, "a[data-show]");
    if (!link || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const ref = link.dataset["show"] ?? "";
    gantt().select(ref);
    void showTask(ref);
  });
  panel().addEventListener("keydown", (event) => event.key === "Escape" && close());
}

/** After a change what the panel says may be old. */
export function refreshDetails(): void {
  if (shown) void showTask(shown);
}
