/** Names offered under an editor while they are typed, one after the other between commas. */

import { place } from "./popover";
import { html } from "./svg";

const MOST = 8;

/** The part of a text that is being typed, and what stands before it. */
export function typedPart(text: string): [before: string, part: string] {
  const at = Math.max(text.lastIndexOf(","), text.lastIndexOf(";")) + 1;
  return [text.slice(0, at), text.slice(at).trim()];
}

/** The names that a typed part may mean: those that begin with it first, then those with a word that does. */
export function namesFor(part: string, names: readonly string[]): string[] {
  const wanted = part.toLocaleLowerCase();
  const begins = (name: string) => name.toLocaleLowerCase().startsWith(wanted);
  const holds = (name: string) => name.toLocaleLowerCase().split(/\s+/).some((word) => word.startsWith(wanted));
  if (!wanted) return [];
  return [...names.filter(begins), ...names.filter((name) => !begins(name) && holds(name))].slice(0, MOST);
}

export class Suggestions {
  private input: HTMLInputElement | null = null;
  private names: string[] = [];
  private active = -1;
  private readonly list = html("div", { class: "mpg-suggestions", role: "listbox", id: "mpg-suggestions", "aria-label": "People", hidden: "" });

  constructor(private readonly host: HTMLElement) {
    host.append(this.list);
    // The editor keeps the focus, so that a click here does not count as leaving it.
    this.list.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      const at = [...this.list.children].indexOf((event.target as Element).closest("[role=option]")!);
      if (at >= 0) this.take(at);
    });
  }

  /** Offer names while an input is typed into. */
  attach(input: HTMLInputElement, names: () => string[]): void {
    this.input = input;
    for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", "mpg-suggestions"]] as const) {
      input.setAttribute(name, value);
    }
    input.addEventListener("input", () => this.offer(namesFor(typedPart(input.value)[1], names())));
  }

  detach(): void {
    this.input = null;
    this.offer([]);
  }

  /** A key for the list, if it is open: true where the key is used up. */
  key(key: string): boolean {
    if (!this.names.length) return false;
    if (key === "ArrowDown" || key === "ArrowUp") this.mark((this.active + (key === "ArrowDown" ? 1 : -1) + this.names.length) % this.names.length);
    else if ((key === "Enter" || key === "Tab") && this.active >= 0) this.take(this.active);
    else if (key === "Escape") this.offer([]);
    else return false;
    return true;
  }

  private offer(names: string[]): void {
    this.names = names;
    this.active = -1;
    this.list.replaceChildren(...names.map((name, at) => html("div", { role: "option", id: `mpg-suggestion-${at}`, "aria-selected": "false", class: "mpg-suggestion" }, name)));
    this.list.hidden = !names.length;
    this.input?.setAttribute("aria-expanded", String(names.length > 0));
    this.input?.removeAttribute("aria-activedescendant");
    if (this.input && names.length) place(this.list, this.host, this.input.getBoundingClientRect());
  }

  private mark(at: number): void {
    this.active = at;
    [...this.list.children].forEach((option, index) => option.setAttribute("aria-selected", String(index === at)));
    this.input?.setAttribute("aria-activedescendant", `mpg-suggestion-${at}`);
  }

  private take(at: number): void {
    if (!this.input) return;
    const [before] = typedPart(this.input.value);
    this.input.value = `${before}${before ? " " : ""}${this.names[at]}`;
    this.offer([]);
  }
}
