import type { HistoryLane, HistoryMark } from '../../../api/history.ts';
import { type Outcome, outcomeOf } from '../../../components/deed/facts.ts';

/** What a mark's shape tells: whether something was made, changed, deleted or read, or something else was done with it. */
export type Deedkind = 'create' | 'change' | 'delete' | 'read' | 'other';

export function kindOf({ verb, subresource }: Pick<HistoryMark, 'verb' | 'subresource'>): Deedkind {
  switch (verb) {
    case 'create':
      return subresource === '' ? 'create' : subresource === 'eviction' ? 'delete' : 'other';
    case 'update':
    case 'patch':
      return 'change';
    case 'delete':
    case 'deletecollection':
      return 'delete';
    case 'get':
    case 'list':
    case 'watch':
      return ['exec', 'attach', 'portforward', 'proxy'].includes(subresource) ? 'other' : 'read';
    default:
      return 'other';
  }
}

export function outcomeOfMark({ code }: Pick<HistoryMark, 'code'>): Outcome {
  return outcomeOf(code ?? undefined);
}

/** The same for the same lane, whatever else is shown. */
export function laneKey({ kind, user, object }: HistoryLane): string {
  return JSON.stringify([kind, user, object]);
}

/** The marks of a lane that can be told apart when so many pixels lie between them: of those in one place and alike, the last. */
export function distinctMarks(
  marks: readonly HistoryMark[],
  x: (instant: number) => number,
  pixels: number,
): readonly HistoryMark[] {
  const places = new Map<string, HistoryMark>();
  for (const mark of marks) {
    const place = Math.round(x(Date.parse(mark.at)) / pixels);
    places.set([place, kindOf(mark), outcomeOfMark(mark), mark.found].join(' '), mark);
  }
  return [...places.values()];
}

/** The mark nearest to a place, within a reach; undefined where there is none. */
export function nearestMark(
  marks: readonly HistoryMark[],
  x: (instant: number) => number,
  place: number,
  reach: number,
): HistoryMark | undefined {
  let nearest: { readonly mark: HistoryMark; readonly distance: number } | undefined;
  for (const mark of marks) {
    const distance = Math.abs(x(Date.parse(mark.at)) - place);
    // What the search finds goes before what is told beside it.
    const isCloser = !nearest || distance < nearest.distance - (nearest.mark.found ? 3 : 0);
    if (distance <= reach && isCloser) nearest = { mark, distance };
  }
  return nearest?.mark;
}

/** The stretch in which something happened, with some room around it; undefined where nothing did. */
export function stretchOf(lanes: readonly HistoryLane[]): { readonly from: number; readonly to: number } | undefined {
  const times = lanes.flatMap(({ marks }) => marks.map(({ at }) => Date.parse(at)));
  if (times.length === 0) return undefined;
  const [from, to] = [times.reduce((a, b) => Math.min(a, b)), times.reduce((a, b) => Math.max(a, b))];
  const room = Math.max(1000, Math.ceil((to - from) * 0.04));
  return { from: from - room, to: to + room };
}
