/** The plan page around `<mp-gantt>`: details, views, changes of many tasks, export. */

import { bulk } from "./schedule/bulk";
import { details, refreshDetails, showTask } from "./schedule/details";
import { exporting } from "./schedule/exporting";
import { gantt } from "./schedule/gantt";
import { keyList } from "./schedule/keys";
import { views } from "./schedule/views";
import { setRevision } from "./shell/page";

async function start(): Promise<void> {
  await customElements.whenDefined("mp-gantt");
  details();
  views();
  bulk();
  exporting();
  keyList();
  const { me } = gantt().dataset;
  if (me) gantt().me = me;
  gantt().addEventListener("mp-changed", () => {
    setRevision(gantt().revision);
    refreshDetails();
  });
  const wanted = new URLSearchParams(location.search).get("task");
  if (!wanted) return;
  // The plan may be there before this script is.
  if (gantt().revision) open(wanted);
  else gantt().addEventListener("mp-shown", () => open(wanted), { once: true });
}

function open(ref: string): void {
  gantt().select(ref);
  void showTask(ref);
}

void start();
