/** Durations as people type and read them: `3d`, `1.5w`, `4h`, `3ed` for elapsed time. */

export interface WorkUnits {
  minutes_per_day: number;
  minutes_per_week: number;
  days_per_month: number;
}

export interface Duration {
  minutes: number;
  elapsed: boolean;
  unit: string;
}

const WORDS: [RegExp, string][] = [
  [/^(m|min|mins|minute|minutes)$/, "m"],
  [/^(h|hr|hrs|hour|hours)$/, "h"],
  [/^(|d|dy|day|days)$/, "d"],
  [/^(w|wk|wks|week|weeks)$/, "w"],
  [/^(mo|mon|mons|month|months)$/, "mo"],
];
const ELAPSED: Record<string, number> = { m: 1, h: 60, d: 1440, w: 10080, mo: 43200 };

/** Minutes of one unit of working time. */
export function minutesOf(unit: string, work: WorkUnits): number {
  return { m: 1, h: 60, w: work.minutes_per_week, mo: work.days_per_month * work.minutes_per_day }[unit] ?? work.minutes_per_day;
}

/** Read a duration, or null where the text is none. */
export function parseDuration(text: string, work: WorkUnits): Duration | null {
  const read = /^(\d+(?:[.,]\d+)?|[.,]\d+)\s*(e?)([a-z]*)\??$/.exec(text.trim().toLowerCase());
  if (!read) return null;
  const [, number, e, word] = read as unknown as [string, string, string, string];
  const unit = WORDS.find(([pattern]) => pattern.test(word))?.[1];
  if (!unit || (e && !word)) return null;
  const size = e ? ELAPSED[unit]! : minutesOf(unit, work);
  return { minutes: Math.round(Number(number.replace(",", ".")) * size), elapsed: e !== "", unit };
}

/** Write a duration in its unit. Exact ones read back the same; others, such as those of summaries, keep two decimals. */
export function durationText(minutes: number, unit: string, elapsed: boolean, work: WorkUnits): string {
  const bare = unit.replace(/^e/, "") || "d";
  const size = elapsed ? (ELAPSED[bare] ?? 1440) : minutesOf(bare, work);
  const value = Math.round((minutes / size) * 100) / 100;
  const mark = elapsed ? "e" : "";
  if (value === 0 && minutes > 0) return `${minutes}${mark}m`;
  return `${value}${mark}${bare}`;
}

/** Working days, for floats: `3.5d`. */
export function daysText(minutes: number, work: WorkUnits): string {
  return `${Math.round((minutes / work.minutes_per_day) * 10) / 10}d`;
}
