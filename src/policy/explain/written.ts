import { type Decision, type Stage, reaches, stages } from '../model.ts';
import { type Request, isResourceRequest } from '../request.ts';

/** Whether an event is written at a stage, and when or why not. */
export interface StageOutcome {
  readonly stage: Stage;
  readonly written: boolean;
  readonly note: string;
}

/** Whether a body is written, and why or why not. */
export interface BodyOutcome {
  readonly written: boolean;
  readonly note: string;
}

const longRunningVerbs = new Set(['watch', 'proxy']);
const longRunningSubresources = new Set(['attach', 'exec', 'proxy', 'log', 'portforward']);
const bodylessVerbs = new Set(['get', 'list', 'watch', 'head', 'options', 'connect']);

/** Says whether kube-apiserver treats a request as long running; beside failed logins these alone have the stage ResponseStarted. */
function isLongRunning(request: Request): boolean {
  if (longRunningVerbs.has(request.verb)) return true;
  return isResourceRequest(request) && longRunningSubresources.has(request.subresource);
}

const whenWritten: Readonly<Record<Stage, string>> = {
  RequestReceived: 'before the request is handled; carries no outcome',
  ResponseStarted: 'once the response begins',
  ResponseComplete: 'once the response has been sent',
  Panic: 'only if the handler panics',
};

/** Which stages of a request are written under a decision. */
export function stageOutcomes(request: Request, decision: Decision): readonly StageOutcome[] {
  return stages.map((stage) => {
    if (decision.level === 'None') return { stage, written: false, note: 'the level is None' };
    if (decision.omitStages.includes(stage)) return { stage, written: false, note: 'omitStages leaves it out' };
    if (stage === 'ResponseStarted' && !isLongRunning(request))
      return {
        stage,
        written: false,
        note: 'only long-running requests have it: watch, proxy, exec, attach, log, portforward',
      };
    return { stage, written: true, note: whenWritten[stage] };
  });
}

/** Which stages of a request that fails authentication (401) are written: it has one, and its handler is never reached. */
export function failedLoginStages(decision: Decision): readonly StageOutcome[] {
  return stages.map((stage) => {
    if (stage !== 'ResponseStarted')
      return { stage, written: false, note: 'a failed login is one event, of ResponseStarted' };
    if (decision.level === 'None') return { stage, written: false, note: 'the level is None' };
    if (decision.omitStages.includes(stage))
      return { stage, written: false, note: 'omitStages leaves it out, so the failed login leaves no trace' };
    return { stage, written: true, note: 'the one event of a request that fails authentication (401)' };
  });
}

/** The bodies of a request that fails authentication. */
export function failedLoginBodies(): { readonly request: BodyOutcome; readonly response: BodyOutcome } {
  const none: BodyOutcome = { written: false, note: 'nothing is read of a request that fails authentication' };
  return { request: none, response: none };
}

/** Which bodies of a request are written under a decision. */
export function bodyOutcomes(
  request: Request,
  decision: Decision,
): { readonly request: BodyOutcome; readonly response: BodyOutcome } {
  return { request: requestBody(request, decision), response: responseBody(request, decision) };
}

function requestBody(request: Request, { level }: Decision): BodyOutcome {
  if (!reaches(level, 'Request')) return { written: false, note: `level ${level} writes no bodies` };
  if (!isResourceRequest(request)) return { written: false, note: 'a request to a path has no bodies in the log' };
  if (bodylessVerbs.has(request.verb)) return { written: false, note: `a ${request.verb} request carries no body` };
  return { written: true, note: 'as the client sent it' };
}

function responseBody(request: Request, { level, omitManagedFields }: Decision): BodyOutcome {
  if (!reaches(level, 'RequestResponse')) return { written: false, note: `level ${level} writes no response body` };
  if (!isResourceRequest(request)) return { written: false, note: 'a request to a path has no bodies in the log' };
  if (isLongRunning(request)) return { written: false, note: 'a stream has no body in the log' };
  return { written: true, note: omitManagedFields ? 'without managed fields' : 'whole, managed fields included' };
}
