/** Dates are written as the reader's language does; the ISO form stays in `datetime`. */

import { preferences } from "./preferences";

const DAY: Intl.DateTimeFormatOptions = { day: "numeric", month: "short", year: "numeric" };
const MINUTE: Intl.DateTimeFormatOptions = { ...DAY, hour: "2-digit", minute: "2-digit" };
const ZONED = /T.*(Z|[+-]\d\d:\d\d)$/;

/** Only what happened at an instant has a time zone; dates of a plan are those of its wall clock everywhere. */
function format(options: Intl.DateTimeFormatOptions, zoned: boolean): Intl.DateTimeFormat {
  const { language, zone } = preferences();
  return new Intl.DateTimeFormat(language || undefined, zoned && zone ? { ...options, timeZone: zone } : options);
}

/** Write the dates below an element in the reader's language. */
export function localise(within: ParentNode): void {
  const kept = new Map<string, Intl.DateTimeFormat>();
  for (const time of within.querySelectorAll<HTMLTimeElement>("time[datetime]:not([data-written])")) {
    const at = new Date(time.dateTime.length === 10 ? `${time.dateTime}T00:00` : time.dateTime);
    if (Number.isNaN(at.getTime())) continue;
    const minutes = time.dataset["show"] === "minute", zoned = ZONED.test(time.dateTime);
    const key = `${minutes} ${zoned}`;
    const known = kept.get(key) ?? format(minutes ? MINUTE : DAY, zoned);
    kept.set(key, known);
    time.textContent = known.format(at);
    time.title = time.dateTime.replace("T", " ").slice(0, 16);
    time.dataset["written"] = "";
  }
}

localise(document);
for (const drawn of ["htmx:after:swap", "mp:renewed"]) document.addEventListener(drawn, () => localise(document));
document.addEventListener("mp:preferences", () => {
  for (const time of document.querySelectorAll<HTMLTimeElement>("time[data-written]")) delete time.dataset["written"];
  localise(document);
});
