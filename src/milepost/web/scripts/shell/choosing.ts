/** Fields for references offer the records of the project while one types. */

import { base, near } from "./page";

interface Choice {
  ref: string;
  name: string;
}

const WAIT = 120;
let timer = 0;

document.addEventListener("focusin", (event) => offer(event, 0));
document.addEventListener("input", (event) => offer(event, WAIT));

function offer(event: Event, wait: number): void {
  const field = near<HTMLInputElement>(event, "input[data-choices]");
  if (!field || !base()) return;
  window.clearTimeout(timer);
  timer = window.setTimeout(() => void fill(field), wait);
}

async function fill(field: HTMLInputElement): Promise<void> {
  const list = field.list;
  if (!list) return;
  const parts = field.value.split(",");
  const text = "multiple" in field.dataset ? (parts.at(-1) ?? "").trim() : field.value.trim();
  const before = "multiple" in field.dataset ? parts.slice(0, -1).map((part) => `${part.trim()}, `).join("") : "";
  const asked = new URLSearchParams({ table: field.dataset["choices"] ?? "", text });
  const response = await fetch(`${base()}/choices.json?${asked}`, { headers: { Accept: "application/json" } });
  if (!response.ok) return;
  const found = (await response.json()) as Choice[];
  list.replaceChildren(
    ...found.map((choice) => {
      const option = document.createElement("option");
      option.value = before + choice.ref;
      option.label = `${choice.ref} ${choice.name}`;
      return option;
    }),
  );
}
