import { z } from 'zod';
import type { SavedPolicy, SavedSilence } from '../../alert/index.ts';
import { type Diagnostic, said } from '../../base/index.ts';
import { type AlertPolicy, readRuleFile, type Silence, writePolicy } from '../../rules/index.ts';
import { badRequest, RejectedInput } from '../http/errors.ts';
import { route, type Route } from '../http/route.ts';
import * as schemas from '../schemas/index.ts';

const ByName = z.object({ name: z.string().max(64) });
const ById = z.object({ id: z.string().max(64) });

function isoTime(millis: number): string {
  return new Date(millis).toISOString();
}

function shownPolicy({ policy, savedBy, savedAt }: SavedPolicy): z.input<typeof schemas.SavedPolicy> {
  return { name: policy.name, policy, yaml: writePolicy(policy), savedBy, savedAt: isoTime(savedAt) };
}

function shownSilence(saved: SavedSilence): z.input<typeof schemas.SavedSilence> {
  const { id, silence, startsAt, endsAt, author, createdAt, state } = saved;
  const { matchers, comment } = silence;
  const times = { startsAt: isoTime(startsAt), endsAt: isoTime(endsAt), createdAt: isoTime(createdAt) };
  return { id, matchers, comment, ...times, author, state };
}

/** The one policy that is given in one of two forms, and what is to be said of it. */
function readPolicy(
  { policy, yaml }: z.output<typeof schemas.GivenPolicy>,
  name: string,
  channels: readonly string[],
): { readonly policy: AlertPolicy; readonly diagnostics: readonly Diagnostic[] } {
  // JSON is YAML, so both have one reader.
  const { policies, rules, silences, diagnostics } = readRuleFile(yaml ?? JSON.stringify(policy ?? null), { channels });
  const [first, ...others] = policies;
  if (first === undefined && diagnostics.length > 0) throw new RejectedInput(diagnostics);
  if (first === undefined || others.length + rules.length + silences.length > 0)
    throw badRequest(said`body: expected one document of \`kind: AlertPolicy\``);
  if (first.name !== name)
    throw badRequest(said`body: the policy is called "${first.name}", and the path says "${name}"`);
  return { policy: first, diagnostics };
}

function readSilence(body: z.output<typeof schemas.NewSilence>): Silence {
  const { silences, diagnostics } = readRuleFile(JSON.stringify({ ...body, kind: 'Silence' }));
  const [silence] = silences;
  if (silence === undefined) throw new RejectedInput(diagnostics);
  return silence;
}

/** Who is told of alerts, and who is not for a while. */
export function notificationRoutes(): readonly Route[] {
  return [...policyRoutes(), ...silenceRoutes()];
}

function policyRoutes(): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/v1/alerts/policies',
      access: 'read',
      summary: 'The policies that say who is told of alerts, and when.',
      answer: schemas.PolicyList,
      handle: async ({ context }) => ({ items: (await context.policies.list()).map(shownPolicy) }),
    }),
    route({
      method: 'GET',
      path: '/api/v1/alerts/policies/{name}',
      access: 'read',
      summary: 'A policy.',
      params: ByName,
      answer: schemas.SavedPolicy,
      handle: async ({ params, context }) => shownPolicy(await context.policies.get(params.name)),
    }),
    route({
      method: 'PUT',
      path: '/api/v1/alerts/policies/{name}',
      access: 'keep',
      activity: 'alert-policy-change',
      summary:
        'Saves a policy, in the place of another of its name. Alerts that wait are told when they would have been.',
      params: ByName,
      body: schemas.GivenPolicy,
      answer: schemas.PolicyAnswer,
      handle: async ({ params, body, caller, context }) => {
        const channels = (await context.records.channels.list()).map(({ name }) => name);
        const { policy, diagnostics } = readPolicy(body, params.name, channels);
        return { ...shownPolicy(context.policies.put(policy, caller)), diagnostics: [...diagnostics] };
      },
    }),
    route({
      method: 'DELETE',
      path: '/api/v1/alerts/policies/{name}',
      access: 'keep',
      activity: 'alert-policy-delete',
      summary: 'Deletes a policy. The alerts of its rules go to the channels of the rules from then on.',
      params: ByName,
      answer: schemas.Empty,
      handle: async ({ params, caller, context }) => {
        context.policies.delete(params.name, caller);
        return {};
      },
    }),
  ];
}

function silenceRoutes(): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/v1/alerts/silences',
      access: 'read',
      summary: 'Silences that hold, will hold, or ended within the last thirty days.',
      answer: schemas.SilenceList,
      handle: async ({ caller, context }) => ({ items: (await context.silences.list(caller)).map(shownSilence) }),
    }),
    route({
      method: 'POST',
      path: '/api/v1/alerts/silences',
      access: 'keep',
      activity: 'alert-silence-add',
      summary:
        'Keeps alerts from being told for a while. They are kept and shown; what fires still at its end is told then.',
      body: schemas.NewSilence,
      answer: schemas.SavedSilence,
      handle: async ({ body, caller, context, isAbout }) => {
        const added = context.silences.add(readSilence(body), caller);
        isAbout(added.id);
        return shownSilence(added);
      },
    }),
    route({
      method: 'POST',
      path: '/api/v1/alerts/silences/{id}/end',
      access: 'keep',
      activity: 'alert-silence-end',
      summary: 'Ends a silence now.',
      params: ById,
      answer: schemas.SavedSilence,
      handle: async ({ params, caller, context }) => shownSilence(context.silences.end(params.id, caller)),
    }),
    route({
      method: 'DELETE',
      path: '/api/v1/alerts/silences/{id}',
      access: 'keep',
      activity: 'alert-silence-delete',
      summary: 'Ends a silence now, and removes it.',
      params: ById,
      answer: schemas.Empty,
      handle: async ({ params, caller, context }) => {
        context.silences.delete(params.id, caller);
        return {};
      },
    }),
  ];
}
