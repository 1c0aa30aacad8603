/** Small windows at a cell or a bar: a question with choices, or a sentence with what can be done about it. */

import { html } from "./svg";
import type { View } from "./view";

export interface Option {
  label: string;
  help?: string;
  /** The keys that do the same, in a menu. */
  keys?: string;
  /** A sentence that arrives later: what the choice would do. */
  hint?: () => Promise<string>;
  choose(): void;
}

export interface Place {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

export class Popover {
  private open: HTMLElement | null = null;
  private dismissed: (() => void) | null = null;

  constructor(private readonly view: View) {
    document.addEventListener("pointerdown", (event) => {
      if (this.open && !this.open.contains(event.target as Node)) this.dismiss();
    });
  }

  get isOpen(): boolean {
    return this.open !== null;
  }

  /** Show a title and its options, as a menu where they are many and short; Escape, or a click elsewhere, chooses none. */
  ask(at: Place, title: string, options: Option[], dismissed: () => void, lines: string[] = [], menu = false): void {
    this.close();
    const heading = html("p", { class: "mpg-ask", id: "mpg-ask" }, title);
    const texts = lines.map((line) => html("p", { class: "mpg-ask-line" }, line));
    const buttons = options.map((option) => this.button(option));
    const box = html("div", { class: menu ? "mpg-popover mpg-menu" : "mpg-popover", role: "dialog", "aria-labelledby": "mpg-ask" }, heading, ...texts, ...buttons);
    box.addEventListener("keydown", (event) => this.key(event, buttons));
    this.view.host.append(box);
    this.open = box;
    this.dismissed = dismissed;
    place(box, this.view.host, at);
    buttons[0]?.focus({ preventScroll: true });
  }

  close(): void {
    this.open?.remove();
    this.open = null;
    this.dismissed = null;
  }

  private dismiss(): void {
    const { dismissed } = this;
    this.close();
    dismissed?.();
  }

  private button(option: Option): HTMLButtonElement {
    const button = html("button", { type: "button", class: "mpg-choice" }, html("span", { class: "mpg-choice-label" }, option.label));
    if (option.keys) button.append(html("kbd", { class: "mpg-choice-keys", "aria-hidden": "true" }, option.keys));
    if (option.help) button.append(html("span", { class: "mpg-choice-help" }, option.help));
    button.addEventListener("click", () => {
      this.close();
      option.choose();
    });
    if (option.hint) {
      const hint = html("span", { class: "mpg-choice-hint" });
      button.append(hint);
      option.hint().then(
        (words) => (hint.textContent = words),
        (problem: unknown) => (hint.textContent = problem instanceof Error ? problem.message : ""),
      );
    }
    return button;
  }

  private key(event: KeyboardEvent, buttons: HTMLButtonElement[]): void {
    event.stopPropagation();
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") this.dismiss();
    else if (step) buttons[(at + step + buttons.length) % buttons.length]?.focus();
    else if (event.key === "Tab") buttons[(at + (event.shiftKey ? -1 : 1) + buttons.length) % buttons.length]?.focus();
    else return;
    event.preventDefault();
  }
}

/** Put a box under a place, or above it where there is no room, inside its host. */
export function place(box: HTMLElement, host: HTMLElement, at: Place): void {
  const area = host.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = box;
  const left = Math.max(4, Math.min(at.left - area.left, area.width - width - 4));
  const below = at.bottom - area.top + 4;
  const top = below + height > area.height - 4 ? Math.max(4, at.top - area.top - height - 4) : below;
  box.style.left = `${left}px`;
  box.style.top = `${top}px`;
}
