import { readEvent } from '../../api/audit-event.ts';
import type { Case, Pin, PinnedEvent, PinnedSearch } from '../../api/cases.ts';
import { type EventFacts, readFacts } from '../../components/deed/facts.ts';

interface Shown {
  /** In the order of the case, from 1. */
  readonly number: number;
  /** Unix milliseconds; a search begins and ends. */
  readonly from: number;
  readonly to: number;
}

export interface ShownEvent extends Shown {
  readonly pin: PinnedEvent;
  readonly facts: EventFacts;
}

export interface ShownSearch extends Shown {
  readonly pin: PinnedSearch;
  readonly facts: undefined;
}

export type ShownPin = ShownEvent | ShownSearch;

/** The pins of a case with what the page says about them. */
export function shownPins({ pins }: Pick<Case, 'pins'>): readonly ShownPin[] {
  return pins.map((pin, index) => shownPin(pin, index + 1));
}

function shownPin(pin: Pin, number: number): ShownPin {
  if (pin.kind === 'search')
    return { pin, number, from: Date.parse(pin.from), to: Date.parse(pin.to), facts: undefined };
  const at = Date.parse(pin.at);
  const facts = readFacts(readEvent(pin.raw ?? ''));
  return { pin, number, from: at, to: at, facts: { ...facts, cluster: pin.cluster, at, timeText: pin.at } };
}

/** By time; what begins at the same time stays in the order of the case. */
export function byTime(pins: readonly ShownPin[]): readonly ShownPin[] {
  return pins.toSorted((one, other) => one.from - other.from);
}

/** The stretch that a timeline of them shows: around the events; of searches alone, all that they look at. */
export function spanOf(pins: readonly ShownPin[]): { readonly from: number; readonly to: number } {
  const events = pins.filter(({ facts }) => facts !== undefined);
  const told = events.length > 0 ? events : pins;
  const from = Math.min(...told.map((pin) => pin.from));
  const to = Math.max(...told.map((pin) => pin.to));
  const margin = Math.max(1000, (to - from) * 0.03);
  return { from: from - margin, to: to + margin };
}
