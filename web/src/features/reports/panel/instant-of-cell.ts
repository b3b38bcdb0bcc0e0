import { parseWall } from '../../../lib/time-format.ts';
import { fromWall } from '../../../lib/time-zone.ts';

const withZone = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}.*(?:Z|[+-]\d{2}:?\d{2})$/;

/**
 * The instant that a cell means: RFC 3339 as events have it, Unix seconds, or the wall-clock time of the zone in which the statement ran.
 * Undefined where it is no time.
 */
export function instantOfCell(text: string, zone: string): number | undefined {
  if (withZone.test(text)) {
    const instant = Date.parse(text);
    return Number.isNaN(instant) ? undefined : instant;
  }
  if (/^\d{9,10}(?:\.\d+)?$/.test(text)) return Math.round(Number(text) * 1000);
  const wall = parseWall(text);
  return wall && fromWall(wall, zone);
}
