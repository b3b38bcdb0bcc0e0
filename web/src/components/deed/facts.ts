import { deriveField, extraKeys } from '../../../../src/query/index.ts';
import type { AuditEvent } from '../../api/audit-event.ts';
import { isArray, isObject, type Json, member, scalarText, textAt } from '../../api/json.ts';

export type Outcome = 'ok' | 'refused' | 'failed' | 'none';

/** What the pages say about an event; text is the sender's, the empty text is "absent". */
export interface EventFacts {
  readonly key: string;
  readonly auditId: string;
  readonly stage: string;
  readonly level: string;
  readonly cluster: string;
  /** Stage time in Unix milliseconds; NaN where it is outside of what JavaScript can hold. */
  readonly at: number;
  readonly timeText: string;
  readonly received: string;
  readonly username: string;
  readonly impersonated: string;
  readonly groups: readonly string[];
  readonly verb: string;
  readonly uri: string;
  readonly resource: string;
  readonly subresource: string;
  readonly apiGroup: string;
  readonly namespace: string;
  readonly name: string;
  readonly code: number | undefined;
  readonly reason: string;
  readonly message: string;
  readonly outcome: Outcome;
  readonly ips: readonly string[];
  readonly userAgent: string;
  readonly decision: string;
  readonly decisionReason: string;
  readonly command: string;
  readonly client: string;
  readonly clientVersion: string;
  /** The pod that acted, its node, and its service account with its namespace. */
  readonly pod: string;
  readonly node: string;
  readonly serviceAccount: string;
  readonly serviceAccountNamespace: string;
  /** Touches credentials or permissions, so that it deserves a second look. */
  readonly sensitive: 'secret' | 'rbac' | undefined;
}

/** What a deed is told from, also where no whole event is at hand. */
export type DeedFacts = Pick<EventFacts, 'outcome' | 'verb' | 'command' | 'subresource' | 'resource' | 'name' | 'uri'>;

const rbac = new Set(['roles', 'rolebindings', 'clusterroles', 'clusterrolebindings']);

/** Reads what the pages say from an event; whatever shape it has, nothing throws. */
export function readFacts({ json }: AuditEvent): EventFacts {
  const username = textAt(json, 'user', 'username');
  const resource = textAt(json, 'objectRef', 'resource');
  const subresource = textAt(json, 'objectRef', 'subresource');
  const stage = textAt(json, 'stage');
  const codeText = textAt(json, 'responseStatus', 'code');
  const code = codeText === '' ? undefined : Number(codeText);
  const decisionReason = textAt(json, 'annotations', 'authorization.k8s.io/reason');
  const input = {
    requestURI: textAt(json, 'requestURI'),
    userAgent: textAt(json, 'userAgent'),
    username,
    resource,
    subresource,
    namespace: textAt(json, 'objectRef', 'namespace'),
    name: textAt(json, 'objectRef', 'name'),
    reason: decisionReason,
    podName: firstText(member(json, 'user', 'extra', extraKeys.podName)),
    nodeName: firstText(member(json, 'user', 'extra', extraKeys.nodeName)),
  };
  const auditId = textAt(json, 'auditID');
  const timeText = textAt(json, 'stageTimestamp');
  const cluster = textAt(json, '__cluster__');
  return {
    key: `${cluster}/${auditId}/${stage}/${timeText}/${input.requestURI}`,
    auditId,
    stage,
    level: textAt(json, 'level'),
    cluster,
    at: instantOf(timeText),
    timeText,
    received: textAt(json, 'requestReceivedTimestamp'),
    username,
    impersonated: textAt(json, 'impersonatedUser', 'username'),
    groups: texts(member(json, 'user', 'groups')),
    verb: textAt(json, 'verb'),
    uri: input.requestURI,
    resource,
    subresource,
    apiGroup: textAt(json, 'objectRef', 'apiGroup'),
    namespace: input.namespace,
    name: input.name,
    code,
    reason: textAt(json, 'responseStatus', 'reason'),
    message: textAt(json, 'responseStatus', 'message'),
    outcome: stage === 'Panic' ? 'failed' : outcomeOf(code),
    ips: texts(member(json, 'sourceIPs')),
    userAgent: input.userAgent,
    decision: textAt(json, 'annotations', 'authorization.k8s.io/decision'),
    decisionReason,
    command: deriveField('exec-command', input) ?? '',
    client: deriveField('client-name', input) ?? '',
    clientVersion: deriveField('client-version', input) ?? '',
    pod: deriveField('pod', input) ?? '',
    node: deriveField('node', input) ?? '',
    serviceAccount: deriveField('service-account-name', input) ?? '',
    serviceAccountNamespace: deriveField('service-account-namespace', input) ?? '',
    sensitive: resource === 'secrets' ? 'secret' : rbac.has(resource) ? 'rbac' : undefined,
  };
}

/** The colour of a code: refused are 401 and 403, failed what else is 400 and above. */
export function outcomeOf(code: number | undefined): Outcome {
  if (code === undefined || Number.isNaN(code)) return 'none';
  if (code === 401 || code === 403) return 'refused';
  return code >= 400 ? 'failed' : 'ok';
}

/** The value of a field by its flattened name, as a search for it would see it; undefined where absent. */
export function fieldValue(json: Json, name: string): Json | undefined {
  let current: Json | undefined = json;
  let rest = name;
  while (rest !== '') {
    if (!isObject(current)) return undefined;
    if (Object.hasOwn(current, rest)) return current[rest];
    const names: readonly string[] = Object.keys(current).filter((key) => rest.startsWith(`${key}.`));
    const longest = names.toSorted((a, b) => b.length - a.length)[0];
    if (longest === undefined) return undefined;
    current = current[longest];
    rest = rest.slice(longest.length + 1);
  }
  return undefined;
}

/** Unix milliseconds of an RFC 3339 time; JavaScript alone would take years of five digits, and words, for times too. */
function instantOf(text: string): number {
  return /^\d{4}-\d{2}-\d{2}T/.test(text) ? Date.parse(text) : Number.NaN;
}

function firstText(value: Json | undefined): string {
  const [first] = isArray(value) ? value : [];
  return typeof first === 'string' ? first : '';
}

function texts(value: Json | undefined): readonly string[] {
  return isArray(value) ? value.map(scalarText) : [];
}
