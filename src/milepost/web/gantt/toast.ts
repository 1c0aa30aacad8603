/** What a change did, in a sentence, with a way back. Stays while it is pointed at or has the focus. */

import { html } from "./svg";

const STAYS = 9000;

export class Toast {
  private readonly words = html("span", { class: "mpg-toast-words" });
  private readonly button = html("button", { type: "button", class: "mpg-toast-undo" }, "Undo");
  private readonly box = html("div", { class: "mpg-toast", hidden: "" }, this.words, this.button);
  private timer: ReturnType<typeof setTimeout> | undefined;
  private undo: (() => void) | null = null;

  constructor(host: HTMLElement) {
    host.append(this.box);
    this.button.addEventListener("click", () => {
      const { undo } = this;
      this.hide();
      undo?.();
    });
    for (const come of ["pointerenter", "focusin"]) this.box.addEventListener(come, () => clearTimeout(this.timer));
    for (const go of ["pointerleave", "focusout"]) this.box.addEventListener(go, () => this.wait());
  }

  show(words: string, undo: (() => void) | null): void {
    this.words.textContent = words;
    this.undo = undo;
    this.button.hidden = undo === null;
    this.box.hidden = false;
    this.wait();
  }

  hide(): void {
    clearTimeout(this.timer);
    this.box.hidden = true;
  }

  private wait(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.hide(), STAYS);
  }
}
