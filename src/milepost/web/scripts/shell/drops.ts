/** Lists that drop down close when one looks elsewhere. */

document.addEventListener("pointerdown", (event) => {
  for (const drop of document.querySelectorAll<HTMLDetailsElement>("details.mp-drop[open]")) {
    if (!drop.contains(event.target as Node)) drop.open = false;
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const drop = (event.target as Element).closest?.<HTMLDetailsElement>("details.mp-drop[open]");
  if (!drop) return;
  drop.open = false;
  drop.querySelector("summary")?.focus();
});
