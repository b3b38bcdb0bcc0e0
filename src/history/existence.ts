import { listAt, memberAt, textAt } from './members.ts';
import type { Operation } from './operation.ts';

/** A stretch of time in which an object was there; the end is undefined where it is there still. */
export interface ExistenceSpan {
  readonly fromMicros: number;
  readonly toMicros: number | undefined;
  readonly state: 'exists' | 'deleting';
  /** Its beginning is not recorded: it was there before, or its creation was not audited. */
  readonly isAssumed: boolean;
}

/** When an object was there, told from what changed it, in the order of time; before `fromMicros` nothing is known. */
export function existenceOf(changes: readonly Operation[], fromMicros: number): readonly ExistenceSpan[] {
  const spans: ExistenceSpan[] = [];
  let open: ExistenceSpan | undefined;
  let uid = '';
  const close = (toMicros: number): void => {
    if (open && toMicros > open.fromMicros) spans.push({ ...open, toMicros });
    open = undefined;
  };
  const begin = (from: number, state: ExistenceSpan['state'], isAssumed: boolean): void => {
    open = { fromMicros: from, toMicros: undefined, state, isAssumed };
  };
  for (const [index, change] of changes.entries()) {
    const { atMicros, answer } = change;
    const isCreation = change.verb === 'create' && change.subresource === '';
    const [state, newUid, born] = [stateAfter(change), textAt(answer, 'metadata', 'uid'), bornIn(change, fromMicros)];
    // Another object of the same name: of the end of the one before nothing is recorded.
    if (open && (isCreation || (uid !== '' && newUid !== '' && newUid !== uid))) close(born ?? atMicros);
    // What was changed was there.
    if (!open && !isCreation && (index === 0 || state !== 'gone'))
      begin(born ?? (index === 0 ? fromMicros : atMicros), 'exists', born === undefined);
    if (newUid !== '') uid = newUid;
    if (state === 'gone') close(atMicros);
    else if (!open) begin(atMicros, state, false);
    else if (state === 'deleting' && open.state === 'exists') {
      close(atMicros);
      begin(atMicros, 'deleting', false);
    }
  }
  return open ? [...spans, open] : spans;
}

/** What a change leaves of its object. */
function stateAfter({ verb, subresource, answer }: Operation): 'exists' | 'deleting' | 'gone' {
  if (subresource === 'eviction') return 'deleting';
  const isEnd = verb === 'delete' || verb === 'deletecollection';
  if (memberAt(answer, 'metadata', 'deletionTimestamp') === undefined) return isEnd ? 'gone' : 'exists';
  // It goes when nothing holds it any more: no finalizer, of its own or of a namespace, and no time to end by itself.
  const grace = memberAt(answer, 'metadata', 'deletionGracePeriodSeconds');
  const isHeld = listAt(answer, 'metadata', 'finalizers').length > 0 || listAt(answer, 'spec', 'finalizers').length > 0;
  return isHeld || (typeof grace === 'number' && grace > 0) ? 'deleting' : 'gone';
}

/** When the object was made, as its body says; undefined where that is before what is looked at. */
function bornIn({ answer, atMicros }: Operation, fromMicros: number): number | undefined {
  const born = Date.parse(textAt(answer, 'metadata', 'creationTimestamp')) * 1000;
  return born >= fromMicros && born <= atMicros ? born : undefined;
}
