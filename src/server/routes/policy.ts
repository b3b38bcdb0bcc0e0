import {
  checkPolicy,
  kubeRelease,
  lintPolicy,
  newestMinor,
  parseKubeVersion,
  readRequest,
  validatePolicy,
} from '../../policy/index.ts';
import { accepted, RejectedInput } from '../http/errors.ts';
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

function releaseOf(version: string | undefined) {
  if (version === undefined) return kubeRelease(newestMinor);
  return accepted(parseKubeVersion(version)).value;
}

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
      handle: async ({ body }) => validatePolicy(body.policy, releaseOf(body.kubeVersion)),
    }),
    route({
      method: 'POST',
      path: '/api/v1/policy/check',
      access: 'read',
      summary: 'Decides requests by a policy.',
      body: CheckRequest,
      answer: CheckAnswer,
      handle: async ({ body }) => {
        const requests = body.requests.map((request, index) => readRequest(request, `requests.${index}`));
        const problems = requests.flatMap((request) => (request.ok ? [] : request.diagnostics));
        if (problems.length > 0) throw new RejectedInput(problems);
        const checked = checkPolicy(
          body.policy,
          requests.flatMap((request) => (request.ok ? [request.value] : [])),
          releaseOf(body.kubeVersion),
        );
        return { decisions: [...accepted(checked).value] };
      },
    }),
    route({
      method: 'POST',
      path: '/api/v1/policy/lint',
      access: 'read',
      summary: 'Finds what is wrong or doubtful in a policy.',
      body: PolicyText,
      answer: LintAnswer,
      handle: async ({ body }) => lintPolicy(body.policy, releaseOf(body.kubeVersion)),
    }),
    route({
      method: 'POST',
      path: '/api/v1/policy/simulate',
      access: 'read',
      activity: 'policy-simulate',
      summary: 'Replays the recorded events of a cluster through a policy: events and bytes before and after.',
      body: SimulateRequest,
      answer: SimulateAnswer,
      handle: async ({ body, caller, context, signal }) => {
        const question = { ...body, release: releaseOf(body.kubeVersion) };
        return { ...accepted(await context.analysis.simulate({ caller, question, signal })).value };
      },
    }),
  ];
}
