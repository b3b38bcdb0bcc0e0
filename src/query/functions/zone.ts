/** A time zone: known when compiling, or the SQL of its name. */
export type Zone =
  | { readonly kind: 'constant'; readonly name: string }
  | { readonly kind: 'sql'; readonly text: string };

/** What printing zones needs of a statement. */
export interface ZonePrinter {
  readonly timeZone: string;
  /** The zones that the statement names; a zone that comes out of data has to be one of them. */
  readonly known: readonly string[];
  bind(text: string): string;
  /** The text of a bound constant, by its SQL. */
  constantOf(sql: string): string | undefined;
  /** SQL that fails where the condition holds, and is 0 elsewhere. */
  failWhere(condition: string, message: string): string;
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
export function offsetAt(instant: string, given: Zone, zones: ZonePrinter): string {
  const zone = settle(given, zones);
  if (zone.kind === 'constant') {
    const fixed = fixedOffset(zone.name);
    if (fixed !== null) return String(fixed);
    return offsetOfNamed(instant, zone.name, zones);
  }
  const names = [...new Set(['UTC', zones.timeZone, ...zones.known])].filter((name) => fixedOffset(name) === null);
  const { text } = zone;
  const cases = names.map((name) => `equals(${text}, ${zones.bind(name)}), ${offsetOfNamed(instant, name, zones)}`);
  const list = [...names, 'UTC', 'Z', 'GMT'].map((name) => zones.bind(name)).join(', ');
  const isFixed = `match(${text}, '^[+-][0-9]{2}:[0-9]{2}$')`;
  const minutes = `plus(multiply(toInt32OrZero(substring(${text}, 2, 2)), 60), toInt32OrZero(substring(${text}, 5, 2)))`;
  const fixed = `multiply(if(startsWith(${text}, '-'), -60, 60), ${minutes})`;
  const unknown = zones.failWhere(
    `not(or(in(${text}, tuple(${list})), ${isFixed}))`,
    'A time zone is not known: name it in the statement',
  );
  return `multiIf(${[...cases, `${isFixed}, ${fixed}`, unknown].join(', ')})`;
}

/** A zone whose SQL is a bound constant is known after all. */
function settle(zone: Zone, zones: ZonePrinter): Zone {
  if (zone.kind === 'constant') return zone;
  const name = zones.constantOf(zone.text);
  return name === undefined ? zone : { kind: 'constant', name };
}

function offsetOfNamed(instant: string, name: string, zones: ZonePrinter): string {
  return `timezoneOffset(toTimeZone(${instant}, ${zones.bind(name)}))`;
}

/** SQL of the wall clock that a zone shows at an instant. */
export function wallOfInstant(instant: string, given: Zone, zones: ZonePrinter): string {
  const zone = settle(given, zones);
  if (zone.kind === 'constant' && fixedOffset(zone.name) === 0) return instant;
  return `addSeconds(${instant}, ${offsetAt(instant, zone, zones)})`;
}

/**
 * SQL of the instant at which a zone's wall clock shows a time: the earlier one where it shows it twice, and as far after a gap
 * as the time lies within it. `wall` is repeated, so it should be simple.
 */
export function instantOfWall(wall: string, given: Zone, zones: ZonePrinter): string {
  const zone = settle(given, zones);
  if (zone.kind === 'constant') {
    const fixed = fixedOffset(zone.name);
    if (fixed === 0) return wall;
    if (fixed !== null) return `addSeconds(${wall}, ${-fixed})`;
  }
  const before = offsetAt(`addDays(${wall}, -1)`, zone, zones);
  const first = `addSeconds(${wall}, -${before})`;
  const after = offsetAt(`addDays(${wall}, 1)`, zone, zones);
  const second = `addSeconds(${wall}, -${after})`;
  const firstIsRight = `${offsetAt(first, zone, zones)} = ${before}`;
  const secondIsRight = `${offsetAt(second, zone, zones)} = ${after}`;
  return `multiIf(${firstIsRight}, ${first}, ${secondIsRight}, ${second}, ${first})`;
}

/** Seconds that a named zone is ahead of UTC at an instant in Unix seconds. */
export function offsetSecondsAt(name: string, seconds: number): number {
  const format = new Intl.DateTimeFormat('en', { timeZone: name, timeZoneName: 'longOffset' });
  const part = format.formatToParts(new Date(seconds * 1000)).find(({ type }) => type === 'timeZoneName');
  return fixedOffset(part?.value ?? '') ?? 0;
}
