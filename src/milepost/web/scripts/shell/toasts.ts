/** Short messages in the corner, with undo; they stay long enough to be read and until the pointer has left them. */

import { act, Refusal } from "./acting";
import { near, one } from "./page";

const SECONDS = 8;

/** Show a sentence; `undo` is the journal entry that can be taken back. */
export function toast(sentence: string, options: { undo?: number | undefined; wrong?: boolean } = {}): void {
  const piece = one<HTMLTemplateElement>("#toast").content.cloneNode(true) as DocumentFragment;
  const box = one<HTMLElement>("[data-toast]", piece);
  one("p", box).textContent = sentence;
  box.classList.add(options.wrong ? "mp-toast-error" : "mp-toast-success");
  const button = one<HTMLButtonElement>("[data-undo]", box);
  const { undo } = options;
  if (undo !== undefined) {
    button.hidden = false;
    button.addEventListener("click", () => void takeBack(undo, box));
  }
  one("#toasts").append(piece);
  if (!options.wrong) leave(box);
}

async function takeBack(entry: number, box: HTMLElement): Promise<void> {
  box.remove();
  try {
    const answer = await act([{ command: "undo", arguments: { entry } }]);
    const taken = new CustomEvent("mp:changed", { detail: answer, cancelable: true });
    // A page that shows changes itself says so; others are loaded again.
    if (document.dispatchEvent(taken)) location.reload();
    else toast(`Undone. ${answer.sentence}`);
  } catch (problem) {
    if (!(problem instanceof Refusal)) throw problem;
    toast(problem.message, { wrong: true });
  }
}

function leave(box: HTMLElement): void {
  let timer = window.setTimeout(() => box.remove(), SECONDS * 1000);
  const stay = (): void => window.clearTimeout(timer);
  const go = (): void => {
    timer = window.setTimeout(() => box.remove(), SECONDS * 1000);
  };
  box.addEventListener("pointerenter", stay);
  box.addEventListener("focusin", stay);
  box.addEventListener("pointerleave", go);
  box.addEventListener("focusout", go);
}

document.addEventListener("click", (event) => {
  if (near(event, "[data-close]")) near(event, "[data-toast]")?.remove();
});
for (const box of document.querySelectorAll<HTMLElement>("#toasts [data-toast]:not(.mp-toast-error)")) leave(box);
