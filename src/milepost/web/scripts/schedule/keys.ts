/** The plan's own keys, in the list that `?` shows. */

import { one } from "../shell/page";
import { gantt } from "./gantt";

export function keyList(): void {
  const list = one<HTMLElement>("#keyboard .mp-keys");
  for (const [keys, words] of gantt().keys) {
    const line = document.createElement("div");
    const term = document.createElement("dt");
    const meaning = document.createElement("dd");
    term.append(...keys.split(" ").flatMap((key) => [" ", keyCap(key)]).slice(1));
    meaning.textContent = words;
    line.append(term, meaning);
    list.append(line);
  }
}

function keyCap(text: string): HTMLElement {
  const made = document.createElement("kbd");
  made.textContent = text;
  return made;
}
