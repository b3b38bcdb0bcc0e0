import { type Caller, isAllowed, isLimited, type OwnerRef } from '../../access/index.ts';
import { AppError, type Diagnostic, fail, isAccepted, ok, type Result, said, worded } from '../../base/index.ts';
import type { KeptReportSchedule, Records } from '../../records/index.ts';
import type { scheduleCodes } from '../diagnostic-codes.ts';
import { ticksOf } from './due.ts';
import type { ReportSchedule } from './form.ts';
import { readScheduleFile } from './read.ts';
import { ownerOf, runNow, type ScheduleDeps, scheduleOf } from './run-schedule.ts';

/** A schedule as callers see it. */
export interface SeenSchedule extends Omit<KeptReportSchedule, 'owner'> {
  readonly owner: OwnerRef;
  readonly schedule: ReportSchedule;
}

export interface AskedNow {
  readonly caller: Caller;
  readonly signal: AbortSignal;
}

/**
 * Reports that are sent on a schedule. A caller sees their own; whoever sees everything sees all. Throws AppError `not-found` for one that
 * the caller does not see.
 */
export interface ReportSchedules {
  /** Keeps the schedules of a file, all or none, with the caller as their owner. */
  apply(text: string, caller: Caller): Promise<Result<readonly SeenSchedule[]>>;
  list(caller: Caller): Promise<readonly SeenSchedule[]>;
  delete(name: string, caller: Caller): Promise<void>;
  /** Runs one now, for the caller, besides its times. */
  run(name: string, asked: AskedNow): ReturnType<typeof runNow>;
}

export interface ReportSchedulesNeeds extends ScheduleDeps {
  readonly records: ScheduleDeps['records'] & Pick<Records, 'channels'>;
  /** Called when something was put into the outbox. */
  readonly onQueued: () => void;
  /** Called when a schedule has changed. */
  readonly onChange: () => void;
}

/** Makes what keeps schedules and runs them when they are asked for. */
export function createReportSchedules(needs: ReportSchedulesNeeds): ReportSchedules {
  const { records, clock, timeZone } = needs;

  async function find(name: string, caller: Caller): Promise<KeptReportSchedule> {
    const kept = await records.reportSchedules.find(name);
    if (!kept || !isTheirs(kept, caller)) throw new AppError('not-found', said`cannot find schedule "${name}"`);
    return kept;
  }

  async function missingChannels({ name, channels }: ReportSchedule): Promise<readonly Diagnostic[]> {
    const known = new Set((await records.channels.list()).map((channel) => channel.name));
    return channels
      .filter((channel) => !known.has(channel))
      .map((channel) => ({
        code: 'report-channel-missing' satisfies keyof typeof scheduleCodes,
        severity: 'warning',
        ...worded(said`schedule "${name}" sends to channel "${channel}", which is not there`),
      }));
  }

  return {
    apply: async (text, caller) => {
      const { schedules, diagnostics } = readScheduleFile(text);
      if (!isAccepted(diagnostics)) return fail(...diagnostics);
      const owner = JSON.stringify({ kind: caller.kind, name: caller.name, since: caller.since });
      const warnings = (await Promise.all(schedules.map(({ schedule }) => missingChannels(schedule)))).flat();
      const kept = records.transaction(({ reportSchedules }) =>
        schedules.map(({ schedule, source }) => {
          const { name } = schedule;
          const before = reportSchedules.find(name);
          if (before && !isTheirs(before, caller))
            throw new AppError('conflict', said`cannot keep schedule "${name}": the name is taken`);
          const dueAt = ticksOf(schedule, timeZone).next(clock.now());
          reportSchedules.put({ name, yaml: source, owner, savedBy: caller.name, dueAt });
          return reportSchedules.find(name);
        }),
      );
      needs.onChange();
      return ok(
        kept.flatMap((one) => (one ? [seen(one)] : [])),
        [...diagnostics, ...warnings],
      );
    },
    list: async (caller) => (await records.reportSchedules.list()).filter((kept) => isTheirs(kept, caller)).map(seen),
    delete: async (name, caller) => {
      await find(name, caller);
      await records.reportSchedules.delete(name);
    },
    run: async (name, { caller, signal }) => {
      const ran = await runNow(needs, { kept: await find(name, caller), caller, signal });
      needs.onQueued();
      return ran;
    },
  };
}

function seen(kept: KeptReportSchedule): SeenSchedule {
  return { ...kept, owner: ownerOf(kept), schedule: scheduleOf(kept) };
}

/** Whether a caller sees a schedule, and may change it where they may keep something. */
function isTheirs(kept: KeptReportSchedule, caller: Caller): boolean {
  const owner = ownerOf(kept);
  const isOwn = owner.kind === caller.kind && owner.name === caller.name && owner.since === caller.since;
  return isOwn || (!isLimited(caller) && isAllowed(caller, 'read'));
}
