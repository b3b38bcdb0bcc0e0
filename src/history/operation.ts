import { isObject, listAt, memberAt, textAt } from './members.ts';

/** An object of a cluster; the namespace is empty for one that is in none, a namespace itself included. */
export interface ObjectName {
  readonly cluster: string;
  readonly apiGroup: string;
  readonly resource: string;
  readonly namespace: string;
  /** Empty where what was done was done to all of the resource, or to one whose name the policy kept nothing of. */
  readonly name: string;
}

/** How much is known of an object after an operation: all of it, what was asked for alone, or nothing. */
export type BodyKept = 'whole' | 'partial' | 'none';

/** An event as it is recorded, with what the store knows of it. */
export interface RecordedEvent {
  readonly json: unknown;
  readonly cluster: string;
  readonly atMicros: number;
}

/** A request to the API server: what its history is told from. */
export interface Operation {
  /** The event's id and stage, as links name it. */
  readonly id: string;
  /** The same for all stages of one request. */
  readonly request: string;
  readonly atMicros: number;
  readonly stage: string;
  readonly user: string;
  /** Whom the user acted as; empty for nobody. */
  readonly actedAs: string;
  readonly verb: string;
  readonly subresource: string;
  readonly code: number | undefined;
  readonly isDryRun: boolean;
  /** Undefined for a request that is about no object, such as `/healthz`. */
  readonly object: ObjectName | undefined;
  readonly requestBody: unknown;
  /** The object as it is afterwards; undefined where the policy kept none, or the answer is no object. */
  readonly answer: Readonly<Record<string, unknown>> | undefined;
  readonly body: BodyKept;
  /** The objects that a deletion of many deleted; undefined where the policy kept no list of them. */
  readonly items: readonly unknown[] | undefined;
  readonly uri: string;
}

/** Verbs that change what is stored. */
export const changingVerbs: ReadonlySet<string> = new Set(['create', 'update', 'patch', 'delete', 'deletecollection']);
/** Subresources whose creation changes nothing that is told of the object: connections, tokens. */
const connections: ReadonlySet<string> = new Set(['exec', 'attach', 'portforward', 'proxy', 'token', 'log']);

/** Reads an event; whatever shape it has, nothing throws. */
export function readOperation({ json, cluster, atMicros }: RecordedEvent): Operation {
  const verb = textAt(json, 'verb');
  const stage = textAt(json, 'stage');
  const user = textAt(json, 'user', 'username');
  const uri = textAt(json, 'requestURI');
  const auditId = textAt(json, 'auditID');
  const code = memberAt(json, 'responseStatus', 'code');
  const requestBody = memberAt(json, 'requestObject');
  const answered = memberAt(json, 'responseObject');
  const subresource = textAt(json, 'objectRef', 'subresource');
  const answer = isObject(answered) && isOfObject(answered, subresource) ? answered : undefined;
  return {
    // Ids are chosen by clients, so only a short one can be linked to.
    id: `${auditId.slice(0, 200)}/${stage}`,
    request: JSON.stringify([cluster, auditId, user, verb, uri]),
    atMicros,
    stage,
    user,
    actedAs: textAt(json, 'impersonatedUser', 'username'),
    verb,
    subresource,
    code: typeof code === 'number' ? code : undefined,
    isDryRun: /[?&]dryRun=/.test(uri) || listAt(requestBody, 'dryRun').length > 0,
    object: objectOf(json, cluster, answer ?? requestBody),
    requestBody,
    answer,
    body: answer ? 'whole' : isPartial(requestBody, verb) ? 'partial' : 'none',
    items: verb === 'deletecollection' && isList(answered) ? listAt(answered, 'items') : undefined,
    uri,
  };
}

/** Whether an operation changed the object: it succeeded, and was none that reads, connects or only tries. */
export function isChange({ verb, subresource, code, isDryRun, stage }: Operation): boolean {
  if (isDryRun || !changingVerbs.has(verb) || connections.has(subresource) || stage === 'RequestReceived') return false;
  return code !== undefined && code >= 200 && code < 300;
}

/** The same for the same object. */
export function keyOf({ cluster, apiGroup, resource, namespace, name }: ObjectName): string {
  return JSON.stringify([cluster, apiGroup, resource, namespace, name]);
}

/** Of several stages of a request the latest, in the order of time. */
export function foldStages(operations: readonly Operation[]): readonly Operation[] {
  const byRequest = new Map<string, Operation>();
  for (const one of operations) {
    const known = byRequest.get(one.request);
    if (!known || rankOf(one.stage) >= rankOf(known.stage)) byRequest.set(one.request, one);
  }
  return [...byRequest.values()].toSorted((a, b) => a.atMicros - b.atMicros);
}

const stages = ['RequestReceived', 'ResponseStarted', 'ResponseComplete', 'Panic'];

function rankOf(stage: string): number {
  return stages.indexOf(stage);
}

/** An answer may be a Status, a list, or what a subresource has of its own, such as Scale: none of them is the object. */
function isOfObject(answer: Readonly<Record<string, unknown>>, subresource: string): boolean {
  const kind = textAt(answer, 'kind');
  const others = ['Status', 'Scale', 'TokenRequest', 'Eviction', 'Binding'];
  if (others.includes(kind) && subresource !== 'status') return false;
  return isObject(answer['metadata']) && !isList(answer);
}

function isList(answer: unknown): boolean {
  return textAt(answer, 'kind').endsWith('List');
}

function isPartial(request: unknown, verb: string): boolean {
  return verb !== 'delete' && verb !== 'deletecollection' && typeof request === 'object' && request !== null;
}

function objectOf(json: unknown, cluster: string, body: unknown): ObjectName | undefined {
  const resource = textAt(json, 'objectRef', 'resource');
  if (resource === '') return undefined;
  // The API server says of a namespace that it is in itself.
  const namespace = resource === 'namespaces' ? '' : textAt(json, 'objectRef', 'namespace');
  const name = textAt(json, 'objectRef', 'name') || textAt(body, 'metadata', 'name');
  return { cluster, apiGroup: textAt(json, 'objectRef', 'apiGroup'), resource, namespace, name };
}
