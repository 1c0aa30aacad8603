/** Days and times as people type and read them. Instants are minutes of the project's wall clock, kept as UTC. */

const ISO = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}):(\d{2}))?$/;
const DAY_FIRST = /^(\d{1,2})[./](\d{1,2})[./](\d{2}|\d{4})(?:\s+(\d{1,2}):(\d{2}))?$/;
const TIME = /^(\d{1,2}):(\d{2})$/;
const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
export const DAY = 1440;

export const asDate = (minutes: number): Date => new Date(minutes * 60000);
export const dayOf = (minutes: number): number => Math.floor(minutes / DAY) * DAY;

/** The date in ISO form, with the time unless it is midnight or the day alone was asked for. */
export function isoText(minutes: number, time = true): string {
  const text = asDate(minutes).toISOString();
  return !time || minutes % DAY === 0 ? text.slice(0, 10) : text.slice(0, 16);
}

/** How a reader writes dates: whether the month comes first in figures, and what the months are called. */
export interface Habits {
  monthFirst: boolean;
  months: readonly string[];
}

const ENGLISH: Habits = { monthFirst: false, months: MONTHS };

/** Read a date: ISO, with the month in words in any order, or figures in the order of the reader's locale; null where it is none. */
export function parseDate(text: string, near: number, habits: Habits = ENGLISH): { at: number; time: boolean } | null {
  const typed = text.trim().toLowerCase();
  const iso = ISO.exec(typed.toUpperCase());
  if (iso) return instant(iso[1]!, iso[2]!, iso[3]!, iso[4], iso[5]);
  const figures = DAY_FIRST.exec(typed);
  if (!figures) return inWords(typed, near, habits);
  const year = figures[3]!.length === 2 ? `20${figures[3]}` : figures[3]!;
  // Whoever writes dots means the day first, in every locale; 12/18 can only be a December day.
  const monthFirst = !typed.includes(".") && habits.monthFirst;
  const [first, second] = monthFirst ? [figures[2]!, figures[1]!] : [figures[1]!, figures[2]!];
  return instant(year, second, first, figures[4], figures[5]) ?? instant(year, first, second, figures[4], figures[5]);
}

/** Read `12 Mar 2026`, `Mar 12, 2026 16:00`, `Thu, 12. March`: the month in English or the reader's language, the rest in any order. */
function inWords(typed: string, near: number, { months }: Habits): { at: number; time: boolean } | null {
  let [day, month, year, time]: (string | undefined)[] = [];
  for (const word of typed.replace(/[.,]/g, " ").split(/\s+/).filter(Boolean)) {
    const named = 1 + Math.max(monthOf(word, MONTHS), monthOf(word, months));
    if (named && !month) month = String(named);
    else if (TIME.test(word) && !time) time = word;
    else if (/^\d{4}$/.test(word) && !year) year = word;
    else if (/^\d{1,2}$/.test(word) && !day) day = word;
    else if (!/^(mon|tue|wed|thu|fri|sat|sun)/.test(word)) return null;
  }
  if (!day || !month) return null;
  const [hour, minute] = time?.split(":") ?? [];
  return instant(year ?? String(asDate(near).getUTCFullYear()), month, day, hour, minute);
}

/** The place of a month by the beginning of its name, -1 where it is none. */
function monthOf(word: string, months: readonly string[]): number {
  return word.length < 3 ? -1 : months.findIndex((name) => word.startsWith(name) || (name.length > 3 && name.startsWith(word)));
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
  readonly habits: Habits;

  constructor(readonly locale: string) {
    const parts = new Intl.DateTimeFormat(locale, { timeZone: "UTC" }).formatToParts(0);
    const short = new Intl.DateTimeFormat(locale, { month: "short", timeZone: "UTC" });
    this.habits = {
      monthFirst: parts.find((part) => part.type === "day" || part.type === "month")?.type === "month",
      months: MONTHS.map((_, at) => short.format(Date.UTC(2026, at, 15)).toLowerCase().replace(/\./g, "")),
    };
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
