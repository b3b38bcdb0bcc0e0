import { isObject, listAt, textAt } from './members.ts';
import type { Operation } from './operation.ts';

/** A stretch of time in which a condition had a value; the end is undefined where it has it still. */
export interface ConditionSpan {
  readonly fromMicros: number;
  readonly toMicros: number | undefined;
  /** `True`, `False`, `Unknown`, or what stands for it, such as a pod's phase. */
  readonly status: string;
  /** The latest of them. */
  readonly reason: string;
}

export interface Condition {
  /** Such as `Ready`, or `phase`. */
  readonly type: string;
  readonly spans: readonly ConditionSpan[];
}

/** Conditions of an object that are told. */
const maxConditions = 12;
const maxText = 100;

/** The conditions of an object over time, as bodies tell them; `ends` are the times at which it was gone. */
export function conditionsOf(changes: readonly Operation[], ends: readonly number[]): readonly Condition[] {
  const byType = new Map<string, ConditionSpan[]>();
  const remaining = [...ends];
  const closeAll = (toMicros: number): void => {
    for (const spans of byType.values()) endLast(spans, toMicros);
  };
  for (const change of changes) {
    while (remaining[0] !== undefined && remaining[0] <= change.atMicros) closeAll(remaining.shift() ?? 0);
    if (change.verb === 'delete' || change.verb === 'deletecollection') continue;
    for (const { type, status, reason } of reported(change)) {
      const spans = byType.get(type) ?? [];
      if (byType.size >= maxConditions && !byType.has(type)) continue;
      byType.set(type, spans);
      const last = spans.at(-1);
      if (last && last.toMicros === undefined && last.status === status) {
        spans[spans.length - 1] = { ...last, reason };
        continue;
      }
      endLast(spans, change.atMicros);
      spans.push({ fromMicros: change.atMicros, toMicros: undefined, status, reason });
    }
  }
  for (const end of remaining) closeAll(end);
  return [...byType].map(([type, spans]) => ({ type, spans }));
}

function endLast(spans: ConditionSpan[], toMicros: number): void {
  const last = spans.pop();
  if (!last) return;
  spans.push(last.toMicros === undefined ? { ...last, toMicros: Math.max(toMicros, last.fromMicros) } : last);
}

/** What a change says of conditions: the whole object, or a patch of its status, which holds those that changed. */
function reported({ answer, requestBody, verb }: Operation): readonly {
  readonly type: string;
  readonly status: string;
  readonly reason: string;
}[] {
  const body = answer ?? (verb === 'patch' || verb === 'update' ? requestBody : undefined);
  const phase = textAt(body, 'status', 'phase');
  const conditions = listAt(body, 'status', 'conditions').filter(isObject);
  return [
    ...(phase === '' ? [] : [{ type: 'phase', status: phase.slice(0, maxText), reason: '' }]),
    ...conditions.flatMap((condition) => {
      const [type, status] = [textAt(condition, 'type'), textAt(condition, 'status')];
      const reason = textAt(condition, 'reason').slice(0, maxText);
      return type === '' || status === '' ? [] : [{ type: type.slice(0, maxText), status, reason }];
    }),
  ];
}
