import { ownerCaller, type Caller, type OwnerDeps, type OwnerRef } from '../../access/index.ts';
import { AppError, invariant, said, textOf, words } from '../../base/index.ts';
import { enqueue, type Message, type MessageLanguage, post } from '../../delivery/index.ts';
import type { Logger } from '../../platform/index.ts';
import type { KeptReportSchedule, Records, Transaction } from '../../records/index.ts';
import { durationMs } from '../../rules/index.ts';
import type { Reports, WrittenReport } from '../reports.ts';
import { type DueRun, dueOf, ticksOf } from './due.ts';
import type { ReportSchedule } from './form.ts';
import { reportMessage } from './message.ts';
import { readScheduleFile } from './read.ts';
import { type Failure, failureText, sentWords } from './words.ts';

/** What schedules are run with. */
export interface ScheduleDeps {
  readonly records: Pick<Records, 'reportSchedules' | 'users' | 'apiTokens' | 'clusters' | 'transaction'>;
  readonly reports: Pick<Reports, 'writeHtml'>;
  /** Unix milliseconds. */
  readonly clock: OwnerDeps['clock'];
  readonly logger: Logger;
  /** IANA name of the server's zone. */
  readonly timeZone: string;
  readonly publicUrl: () => string;
}

/** How long a report of which no panel could be run is tried again, before it is sent as it is. */
const patienceMs = 3_600_000;
const pauseMs = 60_000;

/** What came of looking at a schedule: Unix milliseconds of when to look again; undefined: it has stopped. */
export interface Looked {
  readonly next: number | undefined;
  /** Whether something was put into the outbox. */
  readonly isQueued: boolean;
}

/**
 * Runs a schedule if it is due, for its owner as they are now, and puts the report into the outbox: the next time is set in the same
 * transaction, so that each report is put there once, whatever dies when. What fails as a whole is told in the message centre.
 */
export async function runIfDue(deps: ScheduleDeps, kept: KeptReportSchedule, signal: AbortSignal): Promise<Looked> {
  const { dueAt } = kept;
  if (dueAt === undefined) return { next: undefined, isQueued: false };
  const schedule = scheduleOf(kept);
  const now = deps.clock.now();
  const due = dueOf(ticksOf(schedule, deps.timeZone), dueAt, now);
  if (!('at' in due)) {
    if (due.next !== undefined && due.next !== dueAt) await deps.records.reportSchedules.postpone(kept.name, due.next);
    return { next: due.next, isQueued: false };
  }
  const owner = await ownerCaller(deps, ownerOf(kept), { permission: 'keep' });
  if (!owner.ok) return finish(deps, { kept, schedule, due, failure: { stopped: owner.reason } });
  try {
    const written = await write(deps, { schedule, caller: owner.caller, at: due.at, signal });
    const isInVain = written.failed.length > 0 && written.failed.length === written.answer.panels.length;
    if (isInVain && now < due.at + patienceMs) return { next: now + pauseMs, isQueued: false };
    const message = reportMessage({ ...common(deps, schedule), written, dueAt: due.at, missed: due.missed });
    const outcome =
      written.failed.length === 0 ? 'sent' : textOf(said`sent; panels that failed: ${written.failed.join(', ')}`);
    return finish(deps, { kept, schedule, due, sent: { outcome, message }, caller: owner.caller });
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof AppError)) deps.logger.error({ err: error, schedule: kept.name }, 'cannot make a report');
    if (error instanceof AppError && error.retryable && now < due.at + patienceMs)
      return { next: now + pauseMs, isQueued: false };
    const reason =
      error instanceof AppError ? error.message : words`something went wrong in the server; its log says what`;
    return finish(deps, { kept, schedule, due, failure: { failed: reason }, caller: owner.caller });
  }
}

/** Runs a schedule now, besides its times. Gives the keys of what was put into the outbox. */
export async function runNow(
  deps: ScheduleDeps,
  {
    kept,
    caller,
    signal,
  }: { readonly kept: KeptReportSchedule; readonly caller: Caller; readonly signal: AbortSignal },
): Promise<{ readonly queued: readonly string[]; readonly failedPanels: readonly string[] }> {
  const schedule = scheduleOf(kept);
  const at = deps.clock.now();
  const written = await write(deps, { schedule, caller, at, signal });
  const message = reportMessage({ ...common(deps, schedule), written, dueAt: at });
  const queued = deps.records.transaction((transaction) =>
    send(transaction, { schedule, message, caller, now: at, key: `report/${kept.name}/now-${at}` }),
  );
  return { queued, failedPanels: written.failed };
}

type Finished = {
  readonly kept: KeptReportSchedule;
  readonly schedule: ReportSchedule;
  readonly due: DueRun;
  readonly caller?: Caller;
} & ({ readonly failure: Failure } | { readonly sent: { readonly message: Message; readonly outcome: string } });

function finish({ records, clock }: ScheduleDeps, { kept, schedule, due, caller, ...run }: Finished): Looked {
  const { name, dueAt = due.at } = kept;
  const hasStopped = 'failure' in run && 'stopped' in run.failure;
  const next = hasStopped ? undefined : due.next;
  const outcome = 'failure' in run ? failureText(run.failure, 'en') : run.sent.outcome;
  return records.transaction((transaction) => {
    const isMine = transaction.reportSchedules.finish({ name, wasDue: dueAt, dueAt: next, outcome });
    // It was changed meanwhile: whoever looks next sees what it is now.
    if (!isMine) return { next: clock.now(), isQueued: false };
    const key = `report/${name}/${due.at}`;
    if ('sent' in run && caller) {
      const { message } = run.sent;
      return { next, isQueued: send(transaction, { schedule, message, caller, now: clock.now(), key }).length > 0 };
    }
    const scope = JSON.stringify(caller?.scope ?? { clusterIds: null, namespaces: null, bodies: true });
    if ('failure' in run)
      post(transaction, { key, scope, write: (language) => failureMessage(schedule, due.at, run.failure, language) });
    return { next, isQueued: false };
  });
}

interface ToSend {
  readonly schedule: ReportSchedule;
  readonly message: Message;
  readonly caller: Caller;
  /** Unix milliseconds: from then on it is tried for as long as any message, however late the report is. */
  readonly now: number;
  readonly key: string;
}

function send(transaction: Transaction, { schedule, message, caller, now, key }: ToSend): readonly string[] {
  const scope = JSON.stringify(caller.scope);
  const sequence = `report/${schedule.name}`;
  return [...new Set(schedule.channels)].flatMap((channel) => {
    const one = { key: `${key}/${channel}`, channel, sequence, message, scope, dueAt: now };
    return enqueue(transaction, one) ? [one.key] : [];
  });
}

function failureMessage(schedule: ReportSchedule, at: number, failure: Failure, language: MessageLanguage): Message {
  const text = failureText(failure, language);
  return {
    kind: 'report',
    severity: 'medium',
    language,
    title: sentWords(language).notMade(schedule.name),
    text,
    facts: [],
    links: [],
    labels: { report: schedule.name, dashboard: schedule.dashboard },
    startedAt: at,
    data: { schedule: schedule.name, dashboard: schedule.dashboard, outcome: text },
  };
}

interface ToWrite {
  readonly schedule: ReportSchedule;
  readonly caller: Caller;
  readonly at: number;
  readonly signal: AbortSignal;
}

function write({ reports, timeZone }: ScheduleDeps, { schedule, caller, at, signal }: ToWrite): Promise<WrittenReport> {
  const { range, clusters, filters, variables, language } = schedule;
  const question = {
    from: new Date(at - durationMs(range)).toISOString(),
    to: new Date(at).toISOString(),
    clusters,
    filters,
    variables,
    language,
    timeZone: schedule.timeZone ?? timeZone,
  };
  return reports.writeHtml(schedule.dashboard, { caller, question, signal });
}

function common({ timeZone, publicUrl }: ScheduleDeps, schedule: ReportSchedule) {
  return { schedule, timeZone: schedule.timeZone ?? timeZone, publicUrl: publicUrl() };
}

/** What was kept was read without an error. */
export function scheduleOf({ name, yaml }: Pick<KeptReportSchedule, 'name' | 'yaml'>): ReportSchedule {
  const [read] = readScheduleFile(yaml).schedules;
  invariant(read, `schedule "${name}" was read when it was kept`);
  return read.schedule;
}

/** For whom a schedule runs. */
export function ownerOf({ owner }: Pick<KeptReportSchedule, 'owner'>): OwnerRef {
  return JSON.parse(owner) as OwnerRef;
}
