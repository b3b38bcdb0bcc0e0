import { foldKey } from '../audit/index.ts';
import type { Request } from './request.ts';

/** What of an audit event the policy module reads. Everything else may be there too. */
export interface AuditEventLike {
  readonly level?: string;
  readonly auditID?: string;
  readonly stage?: string;
  readonly requestURI?: string;
  readonly verb?: string;
  readonly user?: { readonly username?: string; readonly groups?: readonly string[] };
  readonly objectRef?: {
    readonly resource?: string;
    readonly subresource?: string;
    readonly apiGroup?: string;
    readonly namespace?: string;
    readonly name?: string;
  };
  readonly responseStatus?: { readonly code?: number };
  readonly requestObject?: unknown;
  readonly responseObject?: unknown;
}

const eventTexts = ['level', 'auditID', 'stage', 'requestURI', 'verb'];
const eventMembers = byFoldedName([
  ...eventTexts,
  'user',
  'objectRef',
  'responseStatus',
  'requestObject',
  'responseObject',
]);
const userTexts = ['username'];
const userMembers = byFoldedName([...userTexts, 'groups']);
const refTexts = ['resource', 'subresource', 'apiGroup', 'namespace', 'name'];
const refMembers = byFoldedName(refTexts);
const statusMembers = byFoldedName(['code']);

/**
 * Takes parsed JSON for an event where the members that the module reads have their types; undefined otherwise. As Go reads it: names of
 * members in any case, null as absent.
 */
export function asAuditEvent(value: unknown): AuditEventLike | undefined {
  if (!isRecord(value)) return undefined;
  const event = asGoReads(value, eventMembers);
  if (!hasTexts(event, eventTexts)) return undefined;
  const { user, objectRef, responseStatus } = event;
  if (user !== undefined) {
    if (!isRecord(user)) return undefined;
    const who = asGoReads(user, userMembers);
    if (!hasTexts(who, userTexts) || !hasGroups(who)) return undefined;
    event['user'] = who;
  }
  if (objectRef !== undefined) {
    if (!isRecord(objectRef)) return undefined;
    const ref = asGoReads(objectRef, refMembers);
    if (!hasTexts(ref, refTexts)) return undefined;
    event['objectRef'] = ref;
  }
  if (responseStatus !== undefined) {
    if (!isRecord(responseStatus)) return undefined;
    const status = asGoReads(responseStatus, statusMembers);
    if (!hasCode(status)) return undefined;
    event['responseStatus'] = status;
  }
  return event satisfies AuditEventLike;
}

/** An object with its members under the names by which Go knows them, those that are null left out. */
function asGoReads(
  value: Readonly<Record<string, unknown>>,
  names: ReadonlyMap<string, string>,
): Record<string, unknown> {
  const read: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(value))
    if (member !== null) read[names.get(foldKey(name)) ?? name] = member;
  return read;
}

function byFoldedName(names: readonly string[]): ReadonlyMap<string, string> {
  return new Map(names.map((name) => [foldKey(name), name]));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function hasTexts(value: Readonly<Record<string, unknown>>, names: readonly string[]): boolean {
  return names.every((name) => value[name] === undefined || typeof value[name] === 'string');
}

function hasGroups(user: Readonly<Record<string, unknown>>): boolean {
  const { groups } = user;
  return groups === undefined || (Array.isArray(groups) && groups.every((group) => typeof group === 'string'));
}

function hasCode({ code }: Readonly<Record<string, unknown>>): boolean {
  return code === undefined || typeof code === 'number';
}

/**
 * Says whether an event is that of a request that failed authentication: one of stage ResponseStarted with code 401 and without a user
 * (apiserver/pkg/endpoints/filters/authn_audit.go). Such a request has no other event.
 */
export function isFailedLogin({ stage, user, responseStatus }: AuditEventLike): boolean {
  return stage === 'ResponseStarted' && responseStatus?.code === 401 && (user?.username ?? '') === '';
}

/**
 * The request as kube-apiserver saw it when it chose the level: the real user, never the impersonated one. A create has no
 * name then; the event has one only because kube-apiserver adds it later from the object in the body, so it counts only
 * where the URL names it.
 */
export function requestOfEvent(event: AuditEventLike): Request {
  const who = {
    user: event.user?.username ?? '',
    groups: event.user?.groups ?? [],
    verb: event.verb ?? '',
  };
  const path = pathOf(event.requestURI ?? '');
  const ref = event.objectRef;
  if (!ref?.resource) return { ...who, path };
  const { resource, subresource = '', apiGroup = '', namespace = '', name = '' } = ref;
  const named = who.verb !== 'create' || subresource !== '' || path.endsWith(`/${resource}/${name}`);
  const inNamespace = who.verb !== 'create' || path.includes(`/namespaces/${namespace}/`);
  return {
    ...who,
    apiGroup,
    resource,
    subresource,
    namespace: inNamespace ? namespace : '',
    name: named ? name : '',
  };
}

function pathOf(uri: string): string {
  const query = uri.indexOf('?');
  const path = query === -1 ? uri : uri.slice(0, query);
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
