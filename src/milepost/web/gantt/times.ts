/** The two tiers above the chart. */

import { asDate } from "./dates";
import { svg } from "./svg";
import { ticks, type Tier } from "./timescale";
import { HEAD, type View } from "./view";

const HALF = HEAD / 2;
/** About the width of a letter of the upper tier. */
const LETTER = 7.4;

export function paintTimes(view: View, left: number, width: number): void {
  const { scale, layout, model } = view;
  const stamp = `${left} ${width} ${scale.minutesPerPixel} ${scale.origin} ${model.project.status_date}`;
  if (layout.times.dataset.stamp === stamp) return;
  layout.times.dataset.stamp = stamp;
  const [upper, lower] = scale.tiers;
  const world = svg("g", { transform: `translate(${-left} 0)` }, ...tier(view, upper, 0, left, width), ...tier(view, lower, HALF, left, width));
  const status = model.project.status_date;
  if (status !== null) world.append(flag(scale.x(status)));
  layout.times.replaceChildren(world);
}

function tier(view: View, unit: Tier, top: number, left: number, width: number): Element[] {
  const { scale } = view;
  const found = ticks(scale.at(left), scale.at(left + width), unit);
  const edges = found.map(([at]) => `M${Math.round(scale.x(at)) + 0.5} ${top}v${HALF}`).join("");
  const texts = found.map(([from, to]) => {
    const [begin, end] = [scale.x(from), scale.x(to)];
    const upper = top === 0;
    const words = labelOf(view, from, unit, upper, end - begin);
    // The upper text stays in sight while its unit does.
    const x = upper ? Math.min(Math.max(begin, left) + 6, Math.max(begin + 6, end - words.length * LETTER - 8)) : (begin + end) / 2;
    const text = svg("text", { x, y: top + 17, class: upper ? "mpg-upper" : "mpg-lower" });
    text.textContent = upper && end - begin < words.length * LETTER ? "" : words;
    return text;
  });
  return [svg("path", { class: "mpg-tick", d: edges }), ...texts];
}

function labelOf({ calendar }: View, at: number, { unit, count }: Tier, upper: boolean, room: number): string {
  if (unit === "hour") return calendar.text(at, "time").slice(0, 2);
  if (unit === "day") return upper ? calendar.text(at, "weekdayDay") : dayLabel(calendar.text(at, "weekday"), asDate(at).getUTCDate(), room);
  if (unit === "week") return upper ? calendar.text(at, "day") : String(asDate(at).getUTCDate());
  if (unit === "month") return upper ? calendar.text(at, "monthYear") : calendar.text(at, "month");
  if (unit === "quarter") return `Q${Math.floor(asDate(at).getUTCMonth() / 3) + 1}`;
  const year = asDate(at).getUTCFullYear();
  return count > 1 ? `${year}s` : String(year);
}

function dayLabel(weekday: string, day: number, room: number): string {
  if (room < 24) return weekday;
  return room < 44 ? String(day) : `${weekday} ${day}`;
}

function flag(x: number): Element {
  return svg("path", { class: "mpg-statusflag", d: `M${x - 5} ${HEAD - 8}h10l-5 8Z` });
}
