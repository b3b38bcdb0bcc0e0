import { z } from 'zod';
import type { SeenSchedule } from '../../report/index.ts';
import { accepted } from '../http/errors.ts';
import { route, type Route } from '../http/route.ts';
import * as schemas from '../schemas/index.ts';

const ByName = z.object({ name: z.string().max(64) });

function isoTime(millis: number): string {
  return new Date(millis).toISOString();
}

function shown({ name, yaml, owner, savedBy, savedAt, dueAt, ranAt, outcome, schedule }: SeenSchedule) {
  return {
    name,
    dashboard: schedule.dashboard,
    channels: schedule.channels,
    yaml,
    owner: owner.name,
    savedBy,
    savedAt: isoTime(savedAt),
    dueAt: dueAt === undefined ? null : isoTime(dueAt),
    ranAt: ranAt === undefined ? null : isoTime(ranAt),
    outcome: outcome ?? null,
  };
}

/** Reports that are sent on a schedule. */
export function reportScheduleRoutes(): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/v1/report-schedules',
      access: 'read',
      summary: 'Schedules of reports: those of the caller, and all for whoever sees everything.',
      answer: schemas.ReportScheduleList,
      handle: async ({ caller, context }) => ({ items: (await context.reportSchedules.list(caller)).map(shown) }),
    }),
    route({
      method: 'POST',
      path: '/api/v1/report-schedules',
      access: 'keep',
      activity: 'report-schedule-apply',
      summary: 'Keeps the schedules of a file, all or none, with the caller as their owner.',
      body: schemas.ReportSchedulesToApply,
      answer: schemas.AppliedReportSchedules,
      handle: async ({ body, caller, context, isAbout }) => {
        const { value, warnings } = accepted(await context.reportSchedules.apply(body.yaml, caller));
        isAbout(value.map(({ name }) => name).join(', '));
        return { items: value.map(shown), diagnostics: warnings };
      },
    }),
    route({
      method: 'DELETE',
      path: '/api/v1/report-schedules/{name}',
      access: 'keep',
      activity: 'report-schedule-delete',
      summary: 'Deletes a schedule.',
      params: ByName,
      answer: schemas.Empty,
      handle: async ({ params, caller, context }) => {
        await context.reportSchedules.delete(params.name, caller);
        return {};
      },
    }),
    route({
      method: 'POST',
      path: '/api/v1/report-schedules/{name}/run',
      access: 'keep',
      activity: 'report-schedule-run',
      summary:
        'Makes the report of a schedule now, for the caller, and sends it to its channels. Its times stay as they are.',
      params: ByName,
      answer: schemas.ReportScheduleRan,
      handle: ({ params, caller, context, signal }) => context.reportSchedules.run(params.name, { caller, signal }),
    }),
  ];
}
