import { type Text } from '../../base/index.ts';
import { parameter, sql, type SqlNode } from '../types/index.ts';

/** A time zone: known when compiling, or the SQL of its name. */
export type Zone =
  | { readonly kind: 'constant'; readonly name: string }
  | { readonly kind: 'sql'; readonly node: SqlNode };

/** What SQL of zones needs of a statement. */
export interface ZonePrinter {
  readonly timeZone: string;
  /** The zones that the statement names; a zone that comes out of data has to be one of them. */
  readonly known: readonly string[];
  /** SQL that fails where the condition holds, and is 0 elsewhere. */
  failWhere(condition: SqlNode, message: Text): SqlNode;
}

const offsetPattern = /^(?:UTC|GMT|UT)?([+-])(\d{1,2})(?::?(\d{2}))?$/;

/** Seconds that a fixed zone such as `+08:00` or `UTC` is ahead of UTC; null for a zone with rules. */
export function fixedOffset(name: string): number | null {
  if (/^(?:UTC|GMT|UT|Z|Etc\/UTC|Zulu)$/i.test(name)) return 0;
  const match = offsetPattern.exec(name);
  if (!match) return null;
  const [, sign, hours = '0', minutes = '0'] = match;
  const seconds = Number(hours) * 3600 + Number(minutes) * 60;
  return sign === '-' ? -seconds : seconds;
}

/** Says whether a text names a zone that dates can be computed in. */
export function isKnownZone(name: string): boolean {
  if (fixedOffset(name) !== null) return true;
  if (!/^[A-Za-z][A-Za-z0-9_+-]*(?:\/[A-Za-z0-9_+-]+)*$/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** SQL of the seconds that a zone is ahead of UTC at an instant. */
export function offsetAt(instant: SqlNode, given: Zone, zones: ZonePrinter): SqlNode {
  const zone = settle(given);
  if (zone.kind === 'constant') {
    const fixed = fixedOffset(zone.name);
    if (fixed !== null) return sql`${fixed}`;
    return offsetOfNamed(instant, zone.name);
  }
  const names = [...new Set(['UTC', zones.timeZone, ...zones.known])].filter((name) => fixedOffset(name) === null);
  const { node } = zone;
  const cases = names.map(
    (name) => sql`equals(${node}, ${parameter(name, 'String')}), ${offsetOfNamed(instant, name)}`,
  );
  const fixedNames = [...names, 'UTC', 'Z', 'GMT'].map((name) => parameter(name, 'String'));
  const isFixed = sql`match(${node}, '^[+-][0-9]{2}:[0-9]{2}$')`;
  const minutes = sql`plus(multiply(toInt32OrZero(substring(${node}, 2, 2)), 60), toInt32OrZero(substring(${node}, 5, 2)))`;
  const fixed = sql`multiply(if(startsWith(${node}, '-'), -60, 60), ${minutes})`;
  const unknown = zones.failWhere(
    sql`not(or(in(${node}, tuple(${fixedNames})), ${isFixed}))`,
    'A time zone is not known: name it in the statement',
  );
  return sql`multiIf(${[...cases, sql`${isFixed}, ${fixed}`, unknown]})`;
}

/** A zone whose SQL is a bound constant is known after all. */
function settle(zone: Zone): Zone {
  if (zone.kind === 'constant' || zone.node.kind !== 'parameter') return zone;
  return typeof zone.node.value === 'string' ? { kind: 'constant', name: zone.node.value } : zone;
}

function offsetOfNamed(instant: SqlNode, name: string): SqlNode {
  return sql`timezoneOffset(toTimeZone(${instant}, ${parameter(name, 'String')}))`;
}

/** SQL of the wall clock that a zone shows at an instant. */
export function wallOfInstant(instant: SqlNode, given: Zone, zones: ZonePrinter): SqlNode {
  const zone = settle(given);
  if (zone.kind === 'constant' && fixedOffset(zone.name) === 0) return instant;
  return sql`addSeconds(${instant}, ${offsetAt(instant, zone, zones)})`;
}

/**
 * SQL of the instant at which a zone's wall clock shows a time: the earlier one where it shows it twice, and as far after a gap
 * as the time lies within it. `wall` is repeated, so it should be simple.
 */
export function instantOfWall(wall: SqlNode, given: Zone, zones: ZonePrinter): SqlNode {
  const zone = settle(given);
  if (zone.kind === 'constant') {
    const fixed = fixedOffset(zone.name);
    if (fixed === 0) return wall;
    if (fixed !== null) return sql`addSeconds(${wall}, ${-fixed})`;
  }
  const before = offsetAt(sql`addDays(${wall}, -1)`, zone, zones);
  const first = sql`addSeconds(${wall}, -${before})`;
  const after = offsetAt(sql`addDays(${wall}, 1)`, zone, zones);
  const second = sql`addSeconds(${wall}, -${after})`;
  const firstIsRight = sql`${offsetAt(first, zone, zones)} = ${before}`;
  const secondIsRight = sql`${offsetAt(second, zone, zones)} = ${after}`;
  return sql`multiIf(${firstIsRight}, ${first}, ${secondIsRight}, ${second}, ${first})`;
}

/** Seconds that a named zone is ahead of UTC at an instant in Unix seconds. */
export function offsetSecondsAt(name: string, seconds: number): number {
  const format = new Intl.DateTimeFormat('en', { timeZone: name, timeZoneName: 'longOffset' });
  const part = format.formatToParts(new Date(seconds * 1000)).find(({ type }) => type === 'timeZoneName');
  return fixedOffset(part?.value ?? '') ?? 0;
}
