/** From minutes to pixels: the scale, the two tiers that suit it, and their ticks. Pure. */

import { asDate, DAY } from "./dates";

export type Unit = "hour" | "day" | "week" | "month" | "quarter" | "year";

export interface Tier {
  unit: Unit;
  count: number;
}

const LENGTH: Record<Unit, number> = { hour: 60, day: DAY, week: 7 * DAY, month: 30.44 * DAY, quarter: 91.31 * DAY, year: 365.25 * DAY };

/** What the lower tier may be, finest first, and how wide it has to be to be read; the upper tier that goes with it. */
const STEPS: [lower: Tier, room: number, upper: Tier][] = [
  [{ unit: "hour", count: 1 }, 30, { unit: "day", count: 1 }],
  [{ unit: "hour", count: 6 }, 30, { unit: "day", count: 1 }],
  [{ unit: "day", count: 1 }, 15, { unit: "week", count: 1 }],
  [{ unit: "week", count: 1 }, 34, { unit: "month", count: 1 }],
  [{ unit: "month", count: 1 }, 30, { unit: "year", count: 1 }],
  [{ unit: "quarter", count: 1 }, 26, { unit: "year", count: 1 }],
  [{ unit: "year", count: 1 }, 34, { unit: "year", count: 10 }],
];

export const FINEST = 1.5;
export const COARSEST = 14 * DAY;

export class Timescale {
  constructor(
    /** The instant at pixel 0. */
    readonly origin: number,
    /** The instant at the right end. */
    readonly finish: number,
    readonly minutesPerPixel: number,
  ) {}

  get width(): number {
    return Math.ceil((this.finish - this.origin) / this.minutesPerPixel);
  }

  x(at: number): number {
    return (at - this.origin) / this.minutesPerPixel;
  }

  at(x: number): number {
    return this.origin + x * this.minutesPerPixel;
  }

  get tiers(): [upper: Tier, lower: Tier] {
    const fits = STEPS.find(([lower, room]) => (LENGTH[lower.unit] * lower.count) / this.minutesPerPixel >= room);
    const [lower, , upper] = fits ?? STEPS[STEPS.length - 1]!;
    return [upper, lower];
  }

  /** To what a bar snaps while it is dragged: hours when they can be seen, else days. */
  get snap(): number {
    return this.minutesPerPixel <= 12 ? 60 : DAY;
  }

  /** The same scale with another zoom. */
  zoomed(minutesPerPixel: number): Timescale {
    return new Timescale(this.origin, this.finish, Math.min(COARSEST, Math.max(FINEST, minutesPerPixel)));
  }
}

/** A scale for a plan with a margin at both ends, and room for the window where the plan is short. */
export function scaleFor(start: number, finish: number, minutesPerPixel: number, width: number): Timescale {
  const margin = Math.max(7 * DAY, 60 * minutesPerPixel);
  const origin = monday(start - margin);
  const end = Math.max(finish + Math.max(28 * DAY, 300 * minutesPerPixel), origin + width * minutesPerPixel);
  return new Timescale(origin, Math.ceil(end / DAY) * DAY, minutesPerPixel);
}

/** The zoom that shows all of a plan in a width, with room for names beside the bars. */
export function fitted(start: number, finish: number, width: number): number {
  return Math.min(COARSEST, Math.max(FINEST, (finish - start + 14 * DAY) / Math.max(120, width - 180)));
}

export function monday(at: number): number {
  const day = Math.floor(at / DAY);
  return (day - ((((day + 3) % 7) + 7) % 7)) * DAY;
}

/** The last start of a tier's unit at or before an instant. */
export function floorTo(at: number, { unit, count }: Tier): number {
  if (unit === "hour") return Math.floor(at / (60 * count)) * 60 * count;
  if (unit === "day") return Math.floor(at / DAY) * DAY;
  if (unit === "week") return monday(at);
  const date = asDate(at);
  const year = date.getUTCFullYear();
  if (unit === "year") return utc(Math.floor(year / count) * count, 0);
  const months = unit === "quarter" ? 3 : 1;
  return utc(year, Math.floor(date.getUTCMonth() / months) * months);
}

/** The start of the next unit of a tier. */
export function next(at: number, { unit, count }: Tier): number {
  if (unit === "hour" || unit === "day" || unit === "week") return at + LENGTH[unit] * count;
  const date = asDate(at);
  const months = { month: 1, quarter: 3, year: 12 }[unit] * count;
  return utc(date.getUTCFullYear(), date.getUTCMonth() + months);
}

/** The units of a tier that touch a stretch of time. */
export function ticks(from: number, to: number, tier: Tier): [from: number, to: number][] {
  const found: [number, number][] = [];
  for (let at = floorTo(from, tier); at < to; at = next(at, tier)) found.push([at, next(at, tier)]);
  return found;
}

function utc(year: number, month: number): number {
  return Date.UTC(year, month, 1) / 60000;
}
