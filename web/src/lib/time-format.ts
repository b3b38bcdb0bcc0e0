import { toWall, type WallTime } from './time-zone.ts';

const pad = (value: number, width = 2): string => String(value).padStart(width, '0');

/** `18:05:41.208` */
export function clock(instant: number, zone: string): string {
  const wall = toWall(instant, zone);
  return `${pad(wall.hour)}:${pad(wall.minute)}:${pad(wall.second)}.${pad(wall.millisecond, 3)}`;
}

/** `2026-11-20` */
function day(instant: number, zone: string): string {
  return dayOf(toWall(instant, zone));
}

/** `2026-11-20 18:05:41.208` */
export function dateTime(instant: number, zone: string): string {
  return `${day(instant, zone)} ${clock(instant, zone)}`;
}

/** `2026-11-20 18:05`, with seconds and milliseconds only where they are not zero. */
export function shortDateTime(instant: number, zone: string): string {
  const wall = toWall(instant, zone);
  const minutes = `${dayOf(wall)} ${pad(wall.hour)}:${pad(wall.minute)}`;
  if (wall.millisecond) return `${minutes}:${pad(wall.second)}.${pad(wall.millisecond, 3)}`;
  return wall.second ? `${minutes}:${pad(wall.second)}` : minutes;
}

function dayOf(wall: WallTime): string {
  return `${pad(wall.year, 4)}-${pad(wall.month)}-${pad(wall.day)}`;
}

const written = /^\s*(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3})\d*)?)?)?\s*$/;

/** Reads what dateTime and its shorter forms write; undefined where it is no time. */
export function parseWall(text: string): WallTime | undefined {
  const found = written.exec(text);
  if (!found) return undefined;
  const [year, month, day, hour, minute, second] = found.slice(1, 7).map((part) => Number(part ?? 0));
  const wall = {
    year: year ?? 0,
    month: month ?? 0,
    day: day ?? 0,
    hour: hour ?? 0,
    minute: minute ?? 0,
    second: second ?? 0,
    millisecond: Number((found[7] ?? '').padEnd(3, '0')),
  };
  const fits =
    wall.month >= 1 && wall.month <= 12 && wall.day >= 1 && wall.day <= 31 && wall.hour < 24 && wall.minute < 60;
  return fits && wall.second < 60 ? wall : undefined;
}
