import { goJson } from './go-json.ts';
import { groupOf, type Target } from './resources.ts';

/** How a request ended: `status` is the event's responseStatus, written. */
export interface Outcome {
  readonly code: number;
  readonly status: string;
  /** Whether the body of the response is that status, too. */
  readonly isStatus: boolean;
  /** Whether the authorizer refused it; why, if it said so. */
  readonly refusal?: string;
}

const successes = new Map<number, Outcome>();

/** A success without anything to say. */
export function success(code: number): Outcome {
  let outcome = successes.get(code);
  if (!outcome) successes.set(code, (outcome = { code, status: `{"metadata":{},"code":${code}}`, isStatus: false }));
  return outcome;
}

/** A success whose answer is a Status, such as that of a deletion or a binding. */
export function statusSuccess(code: number): Outcome {
  return { code, status: `{"metadata":{},"status":"Success","code":${code}}`, isStatus: true };
}

/** Refused by the authorizer, 403; the node authorizer says why, RBAC does not. */
export function forbidden(username: string, verb: string, target: Target, why = ''): Outcome {
  const group = groupOf(target.resource);
  const resource = target.subresource === undefined ? target.resource : `${target.resource}/${target.subresource}`;
  const place = target.namespace === undefined ? 'at the cluster scope' : `in the namespace "${target.namespace}"`;
  const subject = `${qualified(target)}${target.name === undefined ? '' : ` "${target.name}"`}`;
  const said = `${subject} is forbidden: User "${username}" cannot ${verb} resource "${resource}" in API group "${group}" ${place}`;
  const message = why === '' ? said : `${said}: ${why}`;
  return { ...failure(403, 'Forbidden', message, target), refusal: why };
}

/** A path that is no resource, refused, 403. */
export function forbiddenPath(username: string, verb: string, path: string): Outcome {
  const message = `forbidden: User "${username}" cannot ${verb} path "${path}"`;
  const status = { metadata: {}, status: 'Failure', message, reason: 'Forbidden', details: {}, code: 403 };
  return { code: 403, status: goJson(status), isStatus: true, refusal: '' };
}

/** No such object, 404. */
export function notFound(target: Target): Outcome {
  return failure(404, 'NotFound', `${qualified(target)} "${target.name ?? ''}" not found`, target);
}

/** Somebody else was faster, 409. */
export function conflict(target: Target): Outcome {
  const message =
    `Operation cannot be fulfilled on ${qualified(target)} "${target.name ?? ''}": the object has been modified; ` +
    'please apply your changes to the latest version and try again';
  return failure(409, 'Conflict', message, target);
}

function qualified(target: Target): string {
  const group = groupOf(target.resource);
  return group === '' ? target.resource : `${target.resource}.${group}`;
}

function failure(code: number, reason: string, message: string, target: Target): Outcome {
  const group = groupOf(target.resource);
  const details = {
    ...(target.name === undefined ? {} : { name: target.name }),
    ...(group === '' ? {} : { group }),
    kind: target.resource,
  };
  return { code, status: goJson({ metadata: {}, status: 'Failure', message, reason, details, code }), isStatus: true };
}
