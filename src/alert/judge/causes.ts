import { words } from '../../base/index.ts';
import {
  type AlertRule,
  type Change,
  type CompiledRule,
  durationMs,
  type Evaluation,
  type FillAnnotations,
  type Window,
} from '../../rules/index.ts';
import type { Cause, Evidence } from '../cause.ts';
import { searchOf } from '../rule-queries.ts';
import type { RuleContext } from '../rule-context.ts';
import { maxRowBytes, rowsThatFit } from './kept-rows.ts';

export interface CauseFacts {
  readonly compiled: CompiledRule;
  /** The same for all causes of an evaluation. */
  readonly fill: FillAnnotations;
  readonly context: RuleContext;
  /** What the first query looked at; absent where something is over without having been looked at. */
  readonly window?: Window | undefined;
  readonly evaluation?: Pick<Evaluation, 'faults' | 'isCut'> | undefined;
  /** Unix milliseconds. */
  readonly at: number;
  /** What it keeps of rows at most, as UTF-8; left out: 32 KiB. */
  readonly rowBytes?: number | undefined;
}

/** What is to be told of a change. */
export function causeOf(
  change: Change,
  { compiled, fill, context, window, evaluation, at, rowBytes }: CauseFacts,
): Cause {
  const { rule } = compiled;
  const { instance, group } = change;
  const filled = fill(change);
  const isResolved = change.kind === 'resolved';
  return {
    ...context,
    key: change.key,
    rule: rule.name,
    displayName: rule.displayName ?? rule.name,
    status: isResolved ? 'resolved' : 'firing',
    fingerprint: instance.fingerprint,
    episode: instance.episode,
    isAgain: change.kind === 'again' || change.kind === 'escalated' || change.kind === 'repeated',
    severity: change.severity,
    labels: instance.labels,
    annotations: filled.annotations,
    startedAt: instance.startedAt,
    endedAt: isResolved ? at : undefined,
    evidence: window && evidenceOf(compiled, change, window),
    rows: rowsThatFit(group?.rows ?? [], Math.min(rowBytes ?? maxRowBytes, maxRowBytes)),
    rowCount: group?.rowCount ?? 0,
    faults: [...(evaluation?.faults ?? []), ...filled.faults, ...(evaluation?.isCut === true ? [cut] : [])],
    channels: rule.channels ?? [],
    policy: rule.policy,
    repeatIntervalMs: rule.repeatInterval === undefined ? undefined : durationMs(rule.repeatInterval),
    ends: endOf(compiled),
    ...mutedOf(rule, at),
  };
}

/** Whether causes of a rule are told at a time. */
export function mutedOf({ muteUntil }: AlertRule, at: number): Pick<Cause, 'isMuted' | 'mutedUntil'> {
  const until = muteUntil === undefined ? undefined : Date.parse(muteUntil);
  return until !== undefined && until > at ? { isMuted: true, mutedUntil: until } : { isMuted: false };
}

const cut = words`There was more than is looked at: there may be further groups.`;

function endOf({ causeKind, isOncePerGroup, rule }: CompiledRule): Cause['ends'] {
  if (causeKind === 'event' || isOncePerGroup) return 'never';
  return rule.sendResolved === true ? 'told' : 'silently';
}

const hourMicros = 3_600_000_000;
const auditId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The events of what fired: those of its audit id where it has one, else what its search finds in about that time. */
function evidenceOf(compiled: CompiledRule, change: Pick<Change, 'group' | 'instance'>, window: Window): Evidence {
  const id = auditIdOf(compiled, change);
  // Events are received after they happened, now and then long after.
  const [from, to] =
    window.kind === 'event' ? [window.from, window.to] : [window.after - hourMicros, window.through + 1_000_000];
  const query = id === undefined ? searchOf(compiled.rule) : `auditID: "${id}"`;
  return { query, from: isoOf(from), to: isoOf(to) };
}

/** The audit id by which a cause is told apart, if it is; of a rule that looks at single events, that of its event. */
function auditIdOf(
  { rule, isPerEvent, isOncePerGroup }: CompiledRule,
  { group, instance }: Pick<Change, 'group' | 'instance'>,
): string | undefined {
  const ids = isPerEvent
    ? [group?.rows[0]?.['auditID'] ?? '']
    : isOncePerGroup
      ? (rule.groupBy ?? []).map((name) => instance.labels[name] ?? '')
      : [];
  return ids.find((value) => auditId.test(value));
}

function isoOf(micros: number): string {
  return new Date(Math.max(0, micros / 1000)).toISOString();
}
