/** Days and times as people type and read them. Instants are minutes of the project's wall clock, kept as UTC. */

const ISO = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}):(\d{2}))?$/;
const DAY_FIRST = /^(\d{1,2})[./](\d{1,2})[./](\d{2}|\d{4})(?:\s+(\d{1,2}):(\d{2}))?$/;
const NAMED = /^(\d{1,2})\s+([a-z]{3})[a-z]*\.?(?:\s+(\d{4}))?(?:\s+(\d{1,2}):(\d{2}))?$/;
const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
export const DAY = 1440;

export const asDate = (minutes: number): Date => new Date(minutes * 60000);
export const dayOf = (minutes: number): number => Math.floor(minutes / DAY) * DAY;

/** The date in ISO form, with the time unless it is midnight or the day alone was asked for. */
export function isoText(minutes: number, time = true): string {
  const text = asDate(minutes).toISOString();
  return !time || minutes % DAY === 0 ? text.slice(0, 10) : text.slice(0, 16);
}

/** Read a date: ISO, `12 Mar 2026`, or figures in the order of the reader's locale; null where it is none. */
export function parseDate(text: string, near: number, monthFirst = false): { at: number; time: boolean } | null {
  const typed = text.trim().toLowerCase().replace(/^(mon|tue|wed|thu|fri|sat|sun)[a-z]*[.,]?\s+/, "");
  const iso = ISO.exec(typed.toUpperCase());
  if (iso) return instant(iso[1]!, iso[2]!, iso[3]!, iso[4], iso[5]);
  const figures = DAY_FIRST.exec(typed);
  if (figures) {
    const [day, month] = monthFirst ? [figures[2]!, figures[1]!] : [figures[1]!, figures[2]!];
    const year = figures[3]!.length === 2 ? `20${figures[3]}` : figures[3]!;
    return instant(year, month, day, figures[4], figures[5]);
  }
  const named = NAMED.exec(typed.replace(/,/g, ""));
  const month = named ? MONTHS.indexOf(named[2]!) + 1 : 0;
  if (!named || !month) return null;
  const year = named[3] ?? String(asDate(near).getUTCFullYear());
  return instant(year, String(month), named[1]!, named[4], named[5]);
}

function instant(year: string, month: string, day: string, hour?: string, minute?: string): { at: number; time: boolean } | null {
  const [y, m, d, h, n] = [year, month, day, hour ?? "0", minute ?? "0"].map(Number) as [number, number, number, number, number];
  const stamp = new Date(Date.UTC(y, m - 1, d, h, n));
  const same = stamp.getUTCFullYear() === y && stamp.getUTCMonth() === m - 1 && stamp.getUTCDate() === d;
  return same && h < 24 && n < 60 ? { at: stamp.getTime() / 60000, time: hour !== undefined } : null;
}

export type Style = "day" | "full" | "month" | "monthYear" | "weekday" | "weekdayDay" | "year" | "time" | "dayMonth";

const STYLES: Record<Style, Intl.DateTimeFormatOptions> = {
  day: { day: "numeric", month: "short", year: "numeric" },
  dayMonth: { day: "numeric", month: "short" },
  full: { weekday: "short", day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
  month: { month: "short" },
  monthYear: { month: "long", year: "numeric" },
  weekday: { weekday: "narrow" },
  weekdayDay: { weekday: "short", day: "numeric", month: "short", year: "numeric" },
  year: { year: "numeric" },
  time: { hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
};

/** Writes instants in the reader's locale. Formatters are kept because making one is slow. */
export class Calendar {
  private readonly kept = new Map<Style, Intl.DateTimeFormat>();
  private readonly texts = new Map<number, string>();
  readonly monthFirst: boolean;

  constructor(readonly locale: string) {
    const parts = new Intl.DateTimeFormat(locale, { timeZone: "UTC" }).formatToParts(0);
    this.monthFirst = parts.find((part) => part.type === "day" || part.type === "month")?.type === "month";
  }

  text(minutes: number, style: Style): string {
    let format = this.kept.get(style);
    if (!format) {
      format = new Intl.DateTimeFormat(this.locale, { ...STYLES[style], timeZone: "UTC" });
      this.kept.set(style, format);
    }
    return format.format(asDate(minutes));
  }

  /** The day of an instant; kept, because the grid asks for the same ones again and again. */
  day(minutes: number): string {
    const day = dayOf(minutes);
    let text = this.texts.get(day);
    if (text === undefined) {
      text = this.text(day, "day");
      this.texts.set(day, text);
    }
    return text;
  }
}

/** The locale to write dates in: the reader's own where it speaks the language of the page, else the page's. */
export function localeFor(page: string, reader: string): string {
  const language = (locale: string) => locale.split(/[-_@]/)[0]!.toLowerCase();
  const spoken = !page || language(page) === language(reader);
  return spoken && isLocale(reader) ? reader : page || "en";
}

/** Some systems name locales in ways of their own, such as `en-US@posix`. */
function isLocale(name: string): boolean {
  try {
    return Intl.getCanonicalLocales(name).length === 1;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** Open days in [from, to): the days between that are not closed. */
export function openDays(from: number, to: number, closed: readonly (readonly [number, number])[]): number {
  if (to < from) return -openDays(to, from, closed);
  let days = (dayOf(to) - dayOf(from)) / DAY;
  for (const [begin, end] of closed) {
    const overlap = Math.min(dayOf(end), dayOf(to)) - Math.max(dayOf(begin + DAY - 1), dayOf(from));
    if (overlap > 0) days -= overlap / DAY;
  }
  return days;
}
