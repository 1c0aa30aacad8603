/** The board: a card moved to another column is a command; what it moved is said, with undo. */

import Sortable from "sortablejs";

import { actAloud } from "./shell/acting";
import { near } from "./shell/page";

const board = document.querySelector<HTMLElement>("#board[data-movable]");

async function move(card: HTMLElement, state: string): Promise<void> {
  const answer = await actAloud([{ command: "set_state", arguments: { task: card.dataset["task"], state } }]);
  await show();
  if (answer) document.querySelector<HTMLElement>(`[data-task="${card.dataset["task"] ?? ""}"] a`)?.focus();
}

/** Fetch the board anew: where a card stands, and in which order, the server knows. */
async function show(): Promise<void> {
  const answer = await fetch(location.href, { credentials: "same-origin" });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("#board");
  if (fresh) document.querySelector("#board")?.replaceChildren(...fresh.childNodes);
  sortable();
}

function sortable(): void {
  for (const list of document.querySelectorAll<HTMLElement>("#board[data-movable] .mp-board-cards")) {
    Sortable.create(list, {
      group: "board",
      sort: false,
      animation: 120,
      ghostClass: "mp-board-ghost",
      filter: "details, button",
      preventOnFilter: false,
      onAdd: (event) => void move(event.item, event.to.dataset["state"] ?? ""),
    });
  }
}

document.addEventListener("click", (event) => {
  const button = near<HTMLElement>(event, "#board [data-to]");
  const card = button?.closest<HTMLElement>("[data-task]");
  if (button && card) void move(card, button.dataset["to"] ?? "");
});
document.addEventListener("change", (event) => near<HTMLInputElement>(event, "[data-submit]")?.form?.requestSubmit());
document.addEventListener("mp:changed", (event) => {
  event.preventDefault();
  void show();
});
document.addEventListener("mp:renewed", sortable);
if (board) sortable();
