/** A page of a project follows what others do and what the worker computes, as long as somebody looks at it. */

import { base, near, one, project } from "./page";

interface Stand {
  revision: number;
  kept: string;
}

// What would be lost or jump away if the page were drawn anew under somebody's hands.
const BUSY = "dialog[open], details.mp-drop[open], #content [data-pick]:checked, #content [data-editing]";
const FIELDS = "input, select, textarea";

let events: EventSource | null = null;

/** Only pages in sight listen: browsers open few connections to one server. */
function listen(): void {
  if (document.hidden) {
    events?.close();
    events = null;
  } else if (!events) {
    events = new EventSource(`/events${base()}`);
    events.addEventListener("message", (event: MessageEvent<string>) => void hear(JSON.parse(event.data) as Stand));
  }
}

async function hear({ revision, kept }: Stand): Promise<void> {
  const page = document.body.dataset;
  const known = Number(page["revision"]);
  // What we have just done ourselves may be ahead of what is told.
  if (revision < known || (revision === known && kept === page["kept"])) return;
  if (busy()) one<HTMLElement>("#newer").hidden = false;
  else await renew();
}

function busy(): boolean {
  return document.querySelector(BUSY) !== null || (document.activeElement?.matches(`#content :is(${FIELDS})`) ?? false);
}

/** Draw the content anew, with what was opened still open. */
async function renew(): Promise<void> {
  const answer = await fetch(location.href, { credentials: "same-origin" });
  if (!answer.ok || answer.redirected) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  const content = one<HTMLElement>("#content");
  const opened = [...content.querySelectorAll("details")].map((each) => each.open);
  content.replaceChildren(...one<HTMLElement>("#content", fresh).childNodes);
  content.querySelectorAll("details").forEach((each, at) => (each.open = opened[at] ?? each.open));
  for (const name of ["revision", "kept"]) document.body.dataset[name] = fresh.body.dataset[name];
  one<HTMLElement>("#newer").hidden = true;
  document.dispatchEvent(new CustomEvent("mp:renewed"));
}

// The plan follows by itself, row by row.
if (project() && !document.querySelector("mp-gantt")) {
  document.addEventListener("visibilitychange", listen);
  document.addEventListener("click", (event) => {
    if (near(event, "#newer button")) void renew();
  });
  listen();
}
