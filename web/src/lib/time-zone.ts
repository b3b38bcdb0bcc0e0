/** Wall-clock time in an IANA zone, and back; `Intl` knows the zones, so no table is shipped. */
export interface WallTime {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millisecond: number;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

/** The zone of this computer. */
export function localZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** Says whether the browser knows a zone of that name. */
export function isZone(name: string): boolean {
  try {
    formatter(name);
    return true;
  } catch {
    return false;
  }
}

/** Wall-clock time at an instant (Unix milliseconds). */
export function toWall(instant: number, zone: string): WallTime {
  const parts = new Map<string, number>();
  for (const { type, value } of formatter(zone).formatToParts(instant)) parts.set(type, Number(value));
  const get = (name: string): number => parts.get(name) ?? 0;
  return {
    year: get('year'),
    month: get('month'),
    day: get('day'),
    hour: get('hour') % 24,
    minute: get('minute'),
    second: get('second'),
    millisecond: ((instant % 1000) + 1000) % 1000,
  };
}

/** The instant of a wall-clock time; of a time that a clock change skips, the one after the change. */
export function fromWall(wall: WallTime, zone: string): number {
  const naive = Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute, wall.second, wall.millisecond);
  const first = naive - offset(naive, zone);
  return naive - offset(first, zone);
}

/** Milliseconds by which the zone's clocks are ahead of UTC at an instant. */
export function offset(instant: number, zone: string): number {
  const wall = toWall(instant, zone);
  const naive = Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute, wall.second, wall.millisecond);
  return naive - instant;
}

/** The zone as a short offset, such as UTC+8 or UTC+5:30. */
export function offsetLabel(instant: number, zone: string): string {
  const minutes = Math.round(offset(instant, zone) / 60_000);
  if (minutes === 0) return 'UTC';
  const hours = Math.floor(Math.abs(minutes) / 60);
  const rest = Math.abs(minutes) % 60;
  return `UTC${minutes < 0 ? '−' : '+'}${hours}${rest ? `:${String(rest).padStart(2, '0')}` : ''}`;
}

function formatter(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    calendar: 'gregory',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formatters.set(zone, made);
  return made;
}
