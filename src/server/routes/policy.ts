import { accepted } from '../http/errors.ts';
import { route, type Route } from '../http/route.ts';
import {
  CheckAnswer,
  CheckRequest,
  LintAnswer,
  PolicyText,
  SimulateAnswer,
  SimulateRequest,
  ValidateAnswer,
} from '../schemas/index.ts';

/** Audit policies: the same code as the commands and the page run. */
export function policyRoutes(): readonly Route[] {
  return [
    route({
      method: 'POST',
      path: '/api/v1/policy/validate',
      access: 'read',
      summary: 'Says what kube-apiserver says about a policy.',
      body: PolicyText,
      answer: ValidateAnswer,
      handle: async ({ body, caller, context, signal }) =>
        accepted(await context.analysis.validate({ caller, question: body, signal })).value,
    }),
    route({
      method: 'POST',
      path: '/api/v1/policy/check',
      access: 'read',
      summary: 'Decides requests by a policy.',
      body: CheckRequest,
      answer: CheckAnswer,
      handle: async ({ body, caller, context, signal }) => ({
        decisions: accepted(await context.analysis.check({ caller, question: body, signal })).value,
      }),
    }),
    route({
      method: 'POST',
      path: '/api/v1/policy/lint',
      access: 'read',
      summary: 'Finds what is wrong or doubtful in a policy.',
      body: PolicyText,
      answer: LintAnswer,
      handle: async ({ body, caller, context, signal }) =>
        accepted(await context.analysis.lint({ caller, question: body, signal })).value,
    }),
    route({
      method: 'POST',
      path: '/api/v1/policy/simulate',
      access: 'read',
      activity: 'policy-simulate',
      summary: 'Replays the recorded events of a cluster through a policy: events and bytes before and after.',
      body: SimulateRequest,
      answer: SimulateAnswer,
      handle: async ({ body, caller, context, signal }) => ({
        ...accepted(await context.analysis.simulate({ caller, question: body, signal })).value,
      }),
    }),
  ];
}
