import { z } from 'zod';
import type { RuleView } from '../../alert/index.ts';
import type { AlertEvaluation } from '../../records/index.ts';
import { severities, type Severity } from '../../rules/index.ts';
import { accepted } from '../http/errors.ts';
import { route, type Route } from '../http/route.ts';
import * as schemas from '../schemas/index.ts';

const ByName = z.object({ name: z.string().max(64) });

function isoTime(millis: number): string {
  return new Date(millis).toISOString();
}

function timeOrNull(millis: number | undefined): string | null {
  return millis === undefined ? null : isoTime(millis);
}

/** The most urgent severity that a rule may fire with. */
function severityOf(rule: NonNullable<RuleView['rule']>): Severity {
  const all = new Set(rule.severities?.map(({ severity }) => severity) ?? [rule.severity]);
  return severities.find((severity) => all.has(severity)) ?? 'medium';
}

function shown(view: RuleView): z.input<typeof schemas.AlertRuleSummary> {
  const { name, isBuiltIn, isEnabled, rule, status, firing, problem, owner, version, savedBy } = view;
  return {
    name,
    displayName: rule?.displayName ?? name,
    description: rule?.description,
    origin: isBuiltIn ? 'built-in' : 'own',
    enabled: isEnabled,
    severity: rule ? severityOf(rule) : null,
    immediate: rule?.immediate === true,
    schedule: rule?.schedule,
    clusters: rule?.clusters ?? null,
    channels: rule?.channels ?? [],
    policy: rule?.policy ?? null,
    tags: rule?.tags ?? [],
    status,
    firing,
    problem: problem ?? null,
    lastRunAt: timeOrNull(view.evaluatedAt),
    evaluatedThrough: timeOrNull(view.evaluatedThrough),
    windowsLeft: view.windowsLeft,
    nextRunAt: timeOrNull(view.nextAt),
    owner: owner ?? null,
    version,
    savedBy: savedBy ?? null,
    savedAt: timeOrNull(view.savedAt),
  };
}

function applied({ name, isEnabled, version }: RuleView) {
  return { name, enabled: isEnabled, version };
}

/** The text of rules that are given as YAML, or as JSON by themselves. */
export function textOfRules({
  yaml,
  rule,
  basedOn: _version,
  ...given
}: z.output<typeof schemas.GivenAlertRules>): string {
  return yaml ?? JSON.stringify(rule ?? given);
}

function runOf({ at, runs, duration, outcome, after, through, fired, detail }: AlertEvaluation) {
  return {
    at: isoTime(at),
    runs,
    durationMs: duration,
    outcome,
    after: isoTime(after / 1000),
    through: isoTime(through / 1000),
    fired,
    notes: notesOf(detail),
  };
}

const Detail = z.object({ message: z.string().optional(), faults: z.array(z.string()).default([]) });

/** What an evaluation noted for people. */
function notesOf(detail: string): readonly string[] {
  const { message, faults } = Detail.parse(JSON.parse(detail));
  return [...(message === undefined ? [] : [message]), ...faults];
}

/** Alert rules: kept, switched on and off. */
export function alertRuleRoutes(): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/v1/alerts/rules',
      access: 'read',
      summary: 'The alert rules, those that come with the product too, and how each is.',
      answer: schemas.AlertRuleList,
      handle: async ({ caller, context }) => ({ items: (await context.alerts.rules(caller)).map(shown) }),
    }),
    route({
      method: 'POST',
      path: '/api/v1/alerts/rules',
      access: 'keep',
      activity: 'alert-rule-apply',
      summary:
        'Keeps alert rules, each in the place of one of its name, and has them evaluated for the caller, with the policies and silences of the file: all of it or nothing.',
      body: schemas.GivenAlertRules,
      answer: schemas.AppliedAlertRules,
      handle: async ({ body, caller, context, signal, isAbout }) => {
        const given = { text: textOfRules(body), caller, signal };
        const { value, warnings } = accepted(await context.alerts.texts.apply(given));
        const policies = value.policies.map(({ policy }) => policy.name);
        const silences = value.silences.map(({ id }) => id);
        isAbout([...value.rules.map(({ name }) => name), ...policies, ...silences].join(', '));
        return { items: value.rules.map(applied), policies, silences, diagnostics: warnings };
      },
    }),
    route({
      method: 'POST',
      path: '/api/v1/alerts/rules/check',
      access: 'read',
      summary: 'Says what is wrong with alert rules, their statements included, and with policies and silences.',
      body: schemas.GivenAlertRules,
      answer: schemas.AlertRuleCheck,
      handle: async ({ body, caller, context, signal }) => {
        const read = await context.alerts.texts.check({ text: textOfRules(body), caller, signal });
        const rules = read.rules.map(({ rule }) => rule.name);
        return { diagnostics: read.diagnostics, rules, policies: read.policies.map(({ name }) => name) };
      },
    }),
    route({
      method: 'GET',
      path: '/api/v1/alerts/rules/{name}',
      access: 'read',
      summary: 'An alert rule, as it was written.',
      params: ByName,
      answer: schemas.AlertRuleAnswer,
      handle: async ({ params, caller, context }) => {
        const seen = await context.alerts.rule(params.name, caller);
        return { ...shown(seen), yaml: seen.source, diagnostics: seen.diagnostics };
      },
    }),
    ...changeRoutes(),
    route({
      method: 'GET',
      path: '/api/v1/alerts/rules/{name}/runs',
      access: 'read',
      summary: 'The evaluations of an alert rule, the latest first.',
      params: ByName,
      query: schemas.AlertRunsQuery,
      answer: schemas.AlertRuleRuns,
      handle: async ({ params, query: { limit, cursor, outcome }, caller, context }) => {
        const { name } = await context.alerts.rule(params.name, caller);
        const before = cursor === undefined ? undefined : Number(cursor);
        const { items, next } = await context.alerts.history.evaluations(
          { rule: name, outcome, limit, before },
          caller,
        );
        return { items: items.map(runOf), cursor: next?.toString() };
      },
    }),
  ];
}

function changeRoutes(): readonly Route[] {
  const switched = (step: 'enable' | 'disable'): Route =>
    route({
      method: 'POST',
      path: `/api/v1/alerts/rules/{name}/${step}`,
      access: 'keep',
      activity: `alert-rule-${step}`,
      summary:
        step === 'enable'
          ? 'Has an alert rule evaluated, for the caller from then on.'
          : 'Has an alert rule evaluated no longer. It and its history stay.',
      params: ByName,
      answer: schemas.AlertRuleSummary,
      handle: async ({ params, caller, context }) => {
        await context.alerts.enable([params.name], step === 'enable', caller);
        return shown(await context.alerts.rule(params.name, caller));
      },
    });
  return [
    route({
      method: 'PUT',
      path: '/api/v1/alerts/rules/{name}',
      access: 'keep',
      activity: 'alert-rule-change',
      summary: 'Changes an alert rule. 409 where somebody else has changed it since the version that is named.',
      params: ByName,
      body: schemas.GivenAlertRules,
      answer: schemas.AppliedAlertRules,
      handle: async ({ params, body, caller, context, signal }) => {
        const toReplace = { name: params.name, text: textOfRules(body), basedOn: body.basedOn, caller, signal };
        const { value, warnings } = accepted(await context.alerts.texts.replace(toReplace));
        return { items: [applied(value)], policies: [], silences: [], diagnostics: warnings };
      },
    }),
    route({
      method: 'DELETE',
      path: '/api/v1/alerts/rules/{name}',
      access: 'keep',
      activity: 'alert-rule-delete',
      summary: 'Deletes an alert rule; one that comes with the product is as it came. What fired stays in the history.',
      params: ByName,
      answer: schemas.Empty,
      handle: async ({ params, caller, context }) => {
        await context.alerts.delete(params.name, caller);
        return {};
      },
    }),
    switched('enable'),
    switched('disable'),
  ];
}
