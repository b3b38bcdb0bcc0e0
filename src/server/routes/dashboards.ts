import { z } from 'zod';
import { said } from '../../base/index.ts';
import { type GivenDashboard, type OpenedDashboard, type SeenDashboard } from '../../report/index.ts';
import type { KeptDashboard } from '../../records/index.ts';
import { accepted, badRequest } from '../http/errors.ts';
import { route, type Route } from '../http/route.ts';
import * as schemas from '../schemas/index.ts';

const ById = z.object({ id: z.string().max(64) });
const ByVersion = ById.extend({ version: z.coerce.number().int().min(1) });

function isoTime(millis: number): string {
  return new Date(millis).toISOString();
}

function summaryOf({ source, project, dashboard, diagnostics, isEditable }: SeenDashboard) {
  const { id, title, description } = dashboard;
  return { id, title, description, source, project: project ?? null, editable: isEditable, diagnostics };
}

function shown(opened: OpenedDashboard) {
  const { dashboard, yaml, version } = opened;
  return { ...summaryOf(opened), dashboard, yaml, version, together: opened.together.map((ids) => [...ids]) };
}

function keptAs({ id, project, version, savedAt, savedBy }: KeptDashboard) {
  return { id, project: project ?? null, version, savedAt: isoTime(savedAt), savedBy };
}

/** The one of the two forms in which a dashboard is given. */
function givenIn({ dashboard, yaml }: z.output<typeof schemas.DashboardToCheck>): GivenDashboard {
  if (yaml !== undefined) return { yaml };
  if (dashboard !== undefined && dashboard !== null) return { dashboard };
  throw badRequest(said`body: expected dashboard, or yaml`);
}

/** Dashboards: kept, and run panel by panel. */
export function dashboardRoutes(): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/v1/dashboards',
      access: 'read',
      summary:
        'The dashboards that the caller sees: built-in ones, those of the `--dashboards` folder, and those made here.',
      answer: schemas.DashboardList,
      handle: async ({ caller, context }) => {
        const { dashboards, unreadable } = await context.reports.list(caller);
        return {
          items: dashboards.map(summaryOf),
          unreadable: unreadable.map(({ source, name, diagnostics }) => ({ source, name, diagnostics })),
        };
      },
    }),
    route({
      method: 'GET',
      path: '/api/v1/dashboards/{id}',
      access: 'read',
      summary: 'A dashboard, as a form and as YAML.',
      params: ById,
      query: z.object({ language: schemas.Language.default('en') }),
      answer: schemas.DashboardAnswer,
      handle: async ({ params, query, caller, context }) =>
        shown(await context.reports.get(caller, params.id, query.language)),
    }),
    ...runRoutes(),
    ...changeRoutes(),
    ...versionRoutes(),
  ];
}

function runRoutes(): readonly Route[] {
  return [
    route({
      method: 'POST',
      path: '/api/v1/dashboards/{id}/run',
      access: 'read',
      activity: 'dashboard-run',
      summary: 'Runs panels of a dashboard. One that fails says so, and the others go on.',
      params: ById,
      body: schemas.DashboardRunRequest,
      answer: schemas.DashboardRunAnswer,
      handle: ({ params, body, caller, context, signal }) =>
        context.reports.run(params.id, { caller, question: body, signal }),
    }),
    route({
      method: 'POST',
      path: '/api/v1/dashboards/{id}/html',
      access: 'read',
      activity: 'dashboard-html',
      summary:
        'Runs a dashboard and writes it as one HTML file with its pictures. `x-failed-panels` lists the panels that failed.',
      params: ById,
      body: schemas.DashboardRunRequest,
      handle: async ({ params, body, caller, context, signal, reply }) => {
        const { html, failed } = await context.reports.writeHtml(params.id, { caller, question: body, signal });
        return reply
          .type('text/html; charset=utf-8')
          .header('content-disposition', `attachment; filename="${params.id}.html"`)
          .header('x-failed-panels', failed.join(','))
          .send(html);
      },
    }),
    route({
      method: 'POST',
      path: '/api/v1/dashboards/run',
      access: 'read',
      activity: 'dashboard-preview',
      summary: 'Runs panels of a dashboard that is not kept.',
      body: schemas.DashboardPreviewRequest,
      answer: schemas.DashboardRunAnswer,
      handle: async ({ body, caller, context, signal }) =>
        accepted(await context.reports.preview(givenIn(body), { caller, question: body, signal })).value,
    }),
    route({
      method: 'POST',
      path: '/api/v1/dashboards/{id}/suggest',
      access: 'read',
      activity: 'dashboard-suggest',
      summary: 'Completes the value of a variable.',
      params: ById,
      body: schemas.DashboardSuggestRequest,
      answer: schemas.DashboardSuggestAnswer,
      handle: async ({ params, body, caller, context, signal }) => ({
        values: accepted(await context.reports.suggest(params.id, { caller, question: body, signal })).value,
      }),
    }),
  ];
}

function changeRoutes(): readonly Route[] {
  return [
    route({
      method: 'POST',
      path: '/api/v1/dashboards',
      access: 'keep',
      activity: 'dashboard-add',
      summary: 'Keeps a new dashboard.',
      body: schemas.NewDashboard,
      answer: schemas.KeptDashboard,
      handle: async ({ body, caller, context, signal, isAbout }) => {
        const { value, warnings } = accepted(
          await context.reports.own.add({ given: givenIn(body), project: body.project, caller, signal }),
        );
        isAbout(value.id);
        return { ...keptAs(value), diagnostics: warnings };
      },
    }),
    route({
      method: 'POST',
      path: '/api/v1/dashboards/check',
      access: 'read',
      summary: 'Says what is wrong with a dashboard.',
      body: schemas.DashboardToCheck,
      answer: schemas.DashboardCheck,
      handle: ({ body, caller, context, signal }) => context.reports.check(givenIn(body), { caller, signal }),
    }),
    route({
      method: 'PUT',
      path: '/api/v1/dashboards/{id}',
      access: 'keep',
      activity: 'dashboard-change',
      summary:
        'Keeps a new version of a dashboard that was made here. 409 where somebody else has saved one meanwhile.',
      params: ById,
      body: schemas.DashboardChange,
      answer: schemas.KeptDashboard,
      handle: async ({ params, body, caller, context, signal }) => {
        const { project, basedOn } = body;
        const toKeep = { id: params.id, given: givenIn(body), project, basedOn, caller, signal };
        const { value, warnings } = accepted(await context.reports.own.replace(toKeep));
        return { ...keptAs(value), diagnostics: warnings };
      },
    }),
    route({
      method: 'DELETE',
      path: '/api/v1/dashboards/{id}',
      access: 'keep',
      activity: 'dashboard-delete',
      summary: 'Deletes a dashboard that was made here, with its versions.',
      params: ById,
      answer: schemas.Empty,
      handle: async ({ params, caller, context }) => {
        await context.reports.own.delete(params.id, { caller });
        return {};
      },
    }),
  ];
}

function versionRoutes(): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/v1/dashboards/{id}/versions',
      access: 'read',
      summary: 'The versions of a dashboard that was made here, the latest first.',
      params: ById,
      answer: schemas.DashboardVersions,
      handle: async ({ params, caller, context }) => {
        const versions = await context.reports.own.versions(params.id, { caller });
        return {
          items: versions.map(({ version, savedAt, savedBy }) => ({ version, savedAt: isoTime(savedAt), savedBy })),
        };
      },
    }),
    route({
      method: 'GET',
      path: '/api/v1/dashboards/{id}/versions/{version}',
      access: 'read',
      summary: 'A dashboard as it was in a version, as YAML.',
      params: ByVersion,
      answer: schemas.DashboardVersion,
      handle: async ({ params, caller, context }) => {
        const kept = await context.reports.own.version(params.id, params.version, { caller });
        return { ...keptAs(kept), yaml: kept.yaml };
      },
    }),
  ];
}
