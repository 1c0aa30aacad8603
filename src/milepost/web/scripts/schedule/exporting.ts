/** Taking the plan away as one sees it: the rows and columns that are shown, as CSV or Excel. */

import { base, near, project, token } from "../shell/page";
import { gantt } from "./gantt";

export function exporting(): void {
  document.addEventListener("click", (event) => {
    const form = near<HTMLElement>(event, "[data-export]")?.dataset["export"];
    if (form) void take(form);
  });
}

async function take(form: string): Promise<void> {
  const { columns, rows } = gantt().exportRows();
  const headers = { "Content-Type": "application/json", "X-CSRFToken": token() };
  const answer = await fetch(`${base()}/plan/export.${form}`, { method: "POST", headers, body: JSON.stringify({ columns, rows }), credentials: "same-origin" });
  if (!answer.ok) return gantt().announce("The file could not be made; try again in a moment.");
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await answer.blob());
  link.download = `${project() ?? "plan"}.${form}`;
  link.click();
  URL.revokeObjectURL(link.href);
}
