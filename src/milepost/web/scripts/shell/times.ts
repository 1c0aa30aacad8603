/** Dates are written as the reader's language does; the ISO form stays in `datetime`. */

const day = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short", year: "numeric" });
const minute = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" });

/** Write the dates below an element in the reader's language. */
export function localise(within: ParentNode): void {
  for (const time of within.querySelectorAll<HTMLTimeElement>("time[datetime]:not([data-written])")) {
    const at = new Date(time.dateTime.length === 10 ? `${time.dateTime}T00:00` : time.dateTime);
    if (Number.isNaN(at.getTime())) continue;
    time.textContent = (time.dataset["show"] === "minute" ? minute : day).format(at);
    time.title = time.dateTime.replace("T", " ").slice(0, 16);
    time.dataset["written"] = "";
  }
}

localise(document);
for (const drawn of ["htmx:after:swap", "mp:renewed"]) document.addEventListener(drawn, () => localise(document));
