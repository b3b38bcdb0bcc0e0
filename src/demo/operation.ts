import type { Caller } from './caller.ts';
import { goJson } from './go-json.ts';
import { success, type Outcome } from './outcome.ts';
import { objectRef, pathOf, type Target } from './resources.ts';
import { formatMicroTime, type Micros } from './time.ts';

/** One request to kube-apiserver, from which its audit events are written. */
export interface Operation {
  readonly at: Micros;
  readonly caller: Caller;
  readonly verb: string;
  /** A resource, or the path of a request that is none. */
  readonly target: Target | string;
  /** The query of the URL without `?`. */
  readonly query?: string;
  /** 200 where left out. */
  readonly outcome?: Outcome;
  /** Why it was allowed, as RBAC says it; the node authorizer says nothing. */
  readonly reason?: string;
  readonly request?: unknown;
  readonly response?: unknown;
  /** The id of the credential that the answer carries. */
  readonly issued?: string;
  /** Further annotations whose names sort after `authorization.k8s.io/`. */
  readonly annotations?: Readonly<Record<string, string>>;
  /** How long kube-apiserver took. */
  readonly took: Micros;
  /** Given for a request that goes on after its response has begun (watch, exec, port-forward): how long. */
  readonly lasts?: Micros;
}

type Stage = 'ResponseStarted' | 'ResponseComplete';

/** The resources of which the simulated cluster's audit policy logs no bodies: secret, or frequent and dull. */
const metadataOnly = new Set(['secrets', 'configmaps', 'leases', 'endpointslices', 'certificates', 'tokenreviews']);

/** Writes the line of one stage as kube-apiserver 1.36 does: members in its order, Go's escapes, microseconds. */
export function eventLine(operation: Operation, auditID: string, stage: Stage, at: Micros): string {
  const { caller, verb, target, query, request, response, outcome = success(200), reason = '' } = operation;
  const level = levelOf(operation);
  const path = typeof target === 'string' ? target : pathOf(target, verb);
  const uri = goJson(query === undefined ? path : `${path}?${query}`);
  let line =
    `{"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"${level}","auditID":"${auditID}","stage":"${stage}",` +
    `"requestURI":${uri},"verb":"${verb}",${caller.head}`;
  if (typeof target !== 'string') line += `,"objectRef":${objectRef(target)}`;
  line += `,"responseStatus":${outcome.status}`;
  if (level !== 'Metadata' && request !== undefined) line += `,"requestObject":${goJson(request)}`;
  if (level === 'RequestResponse') line += responseObject(outcome, response);
  line +=
    `,"requestReceivedTimestamp":"${formatMicroTime(operation.at)}","stageTimestamp":"${formatMicroTime(at)}",` +
    `"annotations":{${issued(operation)}"authorization.k8s.io/decision":"${outcome.refusal === undefined ? 'allow' : 'forbid'}",` +
    `"authorization.k8s.io/reason":${goJson(outcome.refusal ?? reason)}`;
  for (const [name, value] of Object.entries(operation.annotations ?? {})) line += `,"${name}":${goJson(value)}`;
  return `${line}}}`;
}

function issued(operation: Operation): string {
  return operation.issued === undefined
    ? ''
    : `"authentication.kubernetes.io/issued-credential-id":"${operation.issued}",`;
}

/** Where the answer is a Status, responseStatus says the same once more, without kind and apiVersion. */
function responseObject(outcome: Outcome, response: unknown): string {
  if (response !== undefined) return `,"responseObject":${goJson(response)}`;
  if (!outcome.isStatus) return '';
  return `,"responseObject":{"kind":"Status","apiVersion":"v1",${outcome.status.slice(1)}`;
}

function levelOf({ target, verb }: Operation): 'Metadata' | 'Request' | 'RequestResponse' {
  if (typeof target === 'string' || metadataOnly.has(target.resource) || target.subresource === 'token')
    return 'Metadata';
  return verb === 'get' || verb === 'list' || verb === 'watch' ? 'Request' : 'RequestResponse';
}
