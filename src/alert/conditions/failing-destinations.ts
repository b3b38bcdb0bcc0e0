import type { Clock } from '../../platform/index.ts';
import type { Records } from '../../records/index.ts';
import { type Condition, conditionRule } from './condition.ts';

const hourMs = 3_600_000;
/** What fails for less may pass by itself. */
const patienceMs = 5 * 60_000;
/** Who is behind by more than this does not keep up. */
const lagSeconds = 15 * 60;

interface FailingDestinationsNeeds {
  readonly records: Pick<Records, 'forwardRejects'>;
  readonly clock: Pick<Clock, 'now'>;
  /** Destinations that take nothing at the moment, by name; since when, in Unix milliseconds. */
  readonly failures: () => ReadonlyMap<string, { readonly since: number; readonly isStopped: boolean }>;
  /** Age of the oldest event that each has not had yet, in seconds. */
  readonly lags: () => Promise<ReadonlyMap<string, number>>;
}

/** A destination takes nothing, is far behind, or has refused events in the last hour. */
export function failingDestinations({ records, clock, failures, lags }: FailingDestinationsNeeds): Condition {
  return {
    rule: conditionRule({
      name: 'whodunit-destination-failing',
      displayName: {
        en: 'A destination does not take events',
        'zh-CN': '转发目标未接收事件',
        ja: '転送先がイベントを受け取っていません',
      },
      severity: 'high',
      groupBy: ['destination'],
      title: {
        en: 'Destination ${destination} does not take all events',
        'zh-CN': '转发目标 ${destination} 未接收全部事件',
        ja: '転送先 ${destination} がイベントをすべては受け取っていません',
      },
      desc: {
        en: 'It is ${lag} s behind, and refused ${rejected} events in the last hour. What was not sent is sent as soon as it takes events again.',
        'zh-CN': '落后 ${lag} 秒，最近一小时内拒绝了 ${rejected} 个事件。恢复接收后会补发尚未发送的事件。',
        ja: '${lag} 秒遅れており、直近 1 時間で ${rejected} 件のイベントを拒否しました。未送信のイベントは、再び受け取れるようになりしだい送信します。',
      },
    }),
    async ask() {
      const now = clock.now();
      const rejected = await records.forwardRejects.countSince(now - hourMs);
      const behind = await lags();
      const stuck = [...failures()].filter(([, { since, isStopped }]) => isStopped || since < now - patienceMs);
      const late = [...behind].filter(([, seconds]) => seconds > lagSeconds);
      const names = new Set([...rejected.keys(), ...[...stuck, ...late].map(([name]) => name)]);
      return [...names].map((destination) => ({
        destination,
        lag: Math.round(behind.get(destination) ?? 0),
        rejected: rejected.get(destination) ?? 0,
      }));
    },
  };
}
