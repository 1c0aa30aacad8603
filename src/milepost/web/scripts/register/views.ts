/** Registers: what one sees, with its filters, columns and sorting, can be kept under a name and shown again. */

import { near } from "../shell/page";
import { keepView, listViews, nameForm, type Place } from "../shell/views";
import { showRegister } from "./filtering";

const place = (box: HTMLElement): Place => ({
  box,
  page: box.dataset["views"] ?? "",
  show: ({ search }) => void showRegister(location.pathname + String(search ?? "")),
});

document.addEventListener("toggle", (event) => {
  const drop = event.target instanceof HTMLDetailsElement && event.target.open ? event.target : null;
  const box = drop?.querySelector<HTMLElement>(":scope > [data-views]");
  if (box) void listViews(place(box));
}, true);
document.addEventListener("click", (event) => {
  const box = near<HTMLElement>(event, "[data-view-save]")?.closest<HTMLElement>("[data-views]");
  if (!box || box.querySelector(":scope > form")) return;
  const form = nameForm("", (name) => {
    form.remove();
    void keepView(place(box), name, { search: location.search });
  });
  box.append(form);
  form.querySelector("input")?.focus();
});
