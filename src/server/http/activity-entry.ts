import { AppError } from '../../base/index.ts';
import type { Caller } from '../../access/index.ts';
import type { ServerContext } from './context.ts';
import type { Route } from './route.ts';

/** What of a body may be kept. Bodies may hold secrets: only what is named here is. */
const keptMembers = [
  'query',
  'from',
  'to',
  'clusters',
  'cluster',
  'auditId',
  'field',
  'fields',
  'format',
  'name',
  'project',
  'kind',
  'quota',
  'reason',
  'retentionDays',
  'status',
  'role',
  'panels',
  'filters',
  'variables',
  'variable',
];

const maxText = 4096;
/** Items of a list, such as names of clusters, and characters of each. */
const maxItems = 20;
const maxItemText = 253;

/** A call that was carried out, or failed. */
interface AnsweredCall {
  readonly caller: Caller;
  readonly address: string;
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
  readonly signal: AbortSignal;
  /** What it was about, where the path does not say it. */
  readonly target: string | undefined;
}

/**
 * Writes a call to the product's own audit log; `error` is what it failed by. Resolves when it is on disk,
 * and rejects with AppError `disk-full` when there is no room for it: the call is then refused.
 */
export async function recordActivity(
  { records }: Pick<ServerContext, 'records'>,
  { activity, access }: Route,
  { caller, address, params, query, body, signal, ...call }: AnsweredCall,
  error?: unknown,
): Promise<void> {
  const outcome = outcomeOf(error, signal);
  // Who is not let in any more has been written down before they were; a line each time would let anybody fill the disk.
  if (!activity || (access === 'public' && outcome === 'too-many-requests')) return;
  const target = pick(params, ['name', 'id']);
  const entry = {
    actor: caller.name,
    address,
    action: activity,
    target: [call.target, target['name'], target['id']].map(targetText).find((text) => text !== undefined),
    outcome,
    detail: { ...pick(query, keptMembers), ...pick(body, keptMembers) },
  };
  await records.activity.append(entry);
}

function outcomeOf(error: unknown, signal: AbortSignal): string {
  if (error === undefined) return 'done';
  if (signal.aborted) return 'cancelled';
  return error instanceof AppError ? error.code : 'internal';
}

function targetText(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' ? value.slice(0, maxItemText) : undefined;
}

function pick(value: unknown, names: readonly string[]): Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name, one]) => names.includes(name) && one !== undefined)
      .map(([name, one]: [string, unknown]) => [name, bounded(one)]),
  );
}

function bounded(value: unknown): unknown {
  if (typeof value === 'string') return value.slice(0, maxText);
  if (Array.isArray(value)) return boundedItems(value);
  return typeof value === 'object' && value !== null ? boundedMembers(value) : value;
}

function boundedItems(list: readonly unknown[]): readonly unknown[] {
  const items = list.slice(0, maxItems).map((item) => (typeof item === 'string' ? item.slice(0, maxItemText) : item));
  return list.length > maxItems ? [...items, `and ${list.length - maxItems} more`] : items;
}

/** Values by name, such as the filters of a report. */
function boundedMembers(members: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(members)
      .slice(0, maxItems)
      .map(([name, value]: [string, unknown]) => [name, bounded(value)]),
  );
}
