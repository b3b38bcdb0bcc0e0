import { z } from 'zod';
import { formatMicroTime } from '../../audit/index.ts';
import { AppError, said } from '../../base/index.ts';
import {
  caseMarkdown,
  caseToClear,
  eventLines,
  listCases,
  openCase,
  ownCase,
  ownerOf,
  pinEvent,
  pinSearch,
  type SeenCase,
  type SeenPin,
} from '../../cases/index.ts';
import type { Case } from '../../records/index.ts';
import { route, type Route } from '../http/route.ts';
import * as schemas from '../schemas/index.ts';

const ById = z.object({ id: z.string().max(64) });
const ByPin = ById.extend({ pin: z.string().max(64) });
const path = '/api/v1/cases';

function isoTime(millis: number): string {
  return new Date(millis).toISOString();
}

function summaryOf({
  kept,
  isEditable,
  pins,
}: {
  readonly kept: Case;
  readonly isEditable: boolean;
  readonly pins: readonly unknown[];
}): z.input<typeof schemas.CaseSummary> {
  const { id, name, summary, owner, isShared, createdAt, updatedAt } = kept;
  const times = { createdAt: isoTime(createdAt), updatedAt: isoTime(updatedAt) };
  return { id, name, summary, owner, shared: isShared, editable: isEditable, ...times, pinCount: pins.length };
}

function pinOf(
  { id, note, pinnedAt, what }: SeenPin,
  hasRaw: boolean,
): z.input<typeof schemas.CaseAnswer>['pins'][number] {
  const pin = { id, note, pinnedAt: isoTime(pinnedAt) };
  if (what.kind === 'search') {
    const { kind, query, fromMicros, toMicros, clusters } = what;
    const range = { from: formatMicroTime(fromMicros), to: formatMicroTime(toMicros) };
    return { ...pin, kind, query, ...range, clusters: clusters ? [...clusters] : null };
  }
  const { kind, cluster, auditId, stage, timeMicros, bytes, sha256 = null } = what;
  const raw = hasRaw ? { raw: Buffer.from(bytes).toString('utf8') } : {};
  return { ...pin, kind, cluster, auditId, stage, at: formatMicroTime(timeMicros), ...raw, sha256 };
}

function shown(seen: SeenCase, hasRaw: boolean): z.input<typeof schemas.CaseAnswer> {
  return { ...summaryOf(seen), pins: seen.pins.map((pin) => pinOf(pin, hasRaw)) };
}

/** Cases: trails of pinned events and searches that can be handed on. */
export function caseRoutes(): readonly Route[] {
  return [...readRoutes(), ...changeRoutes(), ...pinRoutes()];
}

function readRoutes(): readonly Route[] {
  return [
    route({
      method: 'GET',
      path,
      access: 'read',
      summary: "The caller's cases and those that are shared and have something pinned that the caller may see.",
      answer: z.object({ items: z.array(schemas.CaseSummary) }),
      handle: async ({ caller, context }) => ({
        items: (await listCases(context.records, caller)).map(summaryOf),
      }),
    }),
    route({
      method: 'GET',
      path: `${path}/{id}`,
      access: 'read',
      activity: 'case-read',
      summary: 'A case with what is pinned to it: of the pins those that the caller may see, and no sign of others.',
      params: ById,
      query: z.object({ raw: z.enum(['true', 'false']).default('true') }),
      answer: schemas.CaseAnswer,
      handle: async ({ params, query, caller, context }) =>
        shown(await openCase(context.records, caller, params.id), query.raw === 'true'),
    }),
    route({
      method: 'GET',
      path: `${path}/{id}/export`,
      access: 'read',
      activity: 'case-export',
      summary:
        'A case as a file: Markdown or JSON with the events as received and their hashes, or these events alone, one a line.',
      params: ById,
      query: schemas.CaseExport,
      handle: async ({ params, query: { format, language }, caller, context, reply }) => {
        const seen = await openCase(context.records, caller, params.id);
        const by = caller.name;
        const { type, write } = {
          md: { type: 'text/markdown', write: () => caseMarkdown(seen, { language, by, at: context.clock.now() }) },
          json: { type: 'application/json', write: () => `${JSON.stringify(shown(seen, true), undefined, 2)}\n` },
          jsonl: { type: 'application/x-ndjson', write: () => eventLines(seen) },
        }[format];
        return reply
          .type(`${type}; charset=utf-8`)
          .header('content-disposition', `attachment; filename="case-${params.id}.${format}"`)
          .header('x-content-type-options', 'nosniff')
          .send(write());
      },
    }),
  ];
}

function changeRoutes(): readonly Route[] {
  return [
    route({
      method: 'POST',
      path,
      access: 'keep',
      activity: 'case-add',
      summary: 'Begins a case.',
      body: schemas.NewCase,
      answer: schemas.CaseSummary,
      handle: async ({ body: { name, summary, shared }, caller, context, isAbout }) => {
        isAbout(name);
        const texts = { name, summary, isShared: shared };
        const kept = await context.records.cases.add({ ...ownerOf(caller), ...texts });
        return summaryOf({ kept, isEditable: true, pins: [] });
      },
    }),
    route({
      method: 'PUT',
      path: `${path}/{id}`,
      access: 'keep',
      activity: 'case-change',
      summary: 'Changes name and summary of a case of the caller, and whether it is shared.',
      params: ById,
      body: schemas.NewCase,
      answer: schemas.Empty,
      handle: async ({ params, body: { name, summary, shared }, caller, context }) => {
        await ownCase(context.records, caller, params.id);
        await context.records.cases.change(params.id, { name, summary, isShared: shared });
        return {};
      },
    }),
    route({
      method: 'DELETE',
      path: `${path}/{id}`,
      access: 'keep',
      activity: 'case-delete',
      summary: 'Deletes a case with the events that it keeps: its own one, or as an administrator.',
      params: ById,
      answer: schemas.Empty,
      handle: async ({ params, caller, context }) => {
        await caseToClear(context.records, caller, params.id);
        await context.records.cases.delete(params.id);
        return {};
      },
    }),
  ];
}

function pinRoutes(): readonly Route[] {
  return [
    route({
      method: 'POST',
      path: `${path}/{id}/pins`,
      access: 'keep',
      activity: 'case-pin',
      summary:
        'Pins an event, of which the case keeps the bytes, or a search. What is pinned already stays as it is, and is answered.',
      params: ById,
      body: schemas.NewPin,
      answer: z.object({ id: z.string() }),
      handle: async ({ params, body, caller, context, signal }) => {
        const to = { caller, caseId: params.id, signal };
        const { id } = await (body.kind === 'event' ? pinEvent(context, body, to) : pinSearch(context, body, to));
        return { id };
      },
    }),
    route({
      method: 'PATCH',
      path: `${path}/{id}/pins/{pin}`,
      access: 'keep',
      activity: 'case-pin-change',
      summary: 'Changes the note of a pin, or moves it before another one.',
      params: ByPin,
      body: schemas.PinChange,
      answer: schemas.Empty,
      handle: async ({ params, body, caller, context }) => {
        await ownCase(context.records, caller, params.id);
        await context.records.cases.changePin(params.id, params.pin, body);
        return {};
      },
    }),
    route({
      method: 'DELETE',
      path: `${path}/{id}/pins/{pin}`,
      access: 'keep',
      activity: 'case-unpin',
      summary:
        'Takes a pin out of a case: of its own one, or as an administrator. Of an event, the bytes that the case kept are gone.',
      params: ByPin,
      answer: schemas.Empty,
      handle: async ({ params, caller, context }) => {
        await caseToClear(context.records, caller, params.id);
        if (!(await context.records.cases.unpin(params.id, params.pin)))
          throw new AppError('not-found', said`cannot find pin "${params.pin}": the case has none of that id`);
        return {};
      },
    }),
  ];
}
