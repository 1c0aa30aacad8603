/** What the server told about the page: where actions go, which project it shows and in which revision. */

export const base = (): string => document.body.dataset["base"] ?? "";
export const token = (): string => document.body.dataset["csrf"] ?? "";
export const project = (): string | undefined => document.body.dataset["project"];

export function revision(): number | null {
  const text = document.body.dataset["revision"];
  return text === undefined ? null : Number(text);
}

export function setRevision(number: number): void {
  document.body.dataset["revision"] = String(number);
}

/** Find one element, or say that the page lacks it. */
export function one<E extends Element>(selector: string, within: ParentNode = document): E {
  const found = within.querySelector<E>(selector);
  if (!found) throw new Error(`The page has no ${selector}.`);
  return found;
}

/** The nearest element up from where something happened. */
export function near<E extends HTMLElement>(event: Event, selector: string): E | null {
  return event.target instanceof Element ? event.target.closest<E>(selector) : null;
}

/** Whether somebody is writing, so that letters are no commands. */
export function writing(event: KeyboardEvent): boolean {
  const target = event.target;
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}
