/** What most forms of an event tell of it. What is of another kind than it should be is not there: texts are empty then. */
export interface AuditFacts {
  readonly auditID: string;
  readonly level: string;
  readonly stage: string;
  readonly verb: string;
  readonly requestURI: string;
  readonly userAgent: string;
  readonly sourceIPs: readonly string[];
  readonly requestReceivedTimestamp: string;
  readonly stageTimestamp: string;
  readonly user: { readonly username: string; readonly uid: string; readonly groups: readonly string[] };
  readonly impersonatedUser: { readonly username: string } | undefined;
  readonly objectRef: ObjectFacts | undefined;
  readonly responseStatus: { readonly code: number | undefined } | undefined;
  readonly annotations: Readonly<Record<string, string>>;
}

interface ObjectFacts {
  readonly resource: string;
  readonly subresource: string;
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly apiGroup: string;
  readonly apiVersion: string;
}

type Members = Readonly<Record<string, unknown>>;

const nothing: Members = {};

/** Reads what an event tells. It is JSON, as all events in the store are. By hand: a schema takes three times as long as to parse the event. */
export function readFacts(original: Uint8Array): AuditFacts {
  return factsOf(textOf(original));
}

/** The text of an event. */
export function textOf({ buffer, byteOffset, length }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, length).toString('utf8');
}

/** As `readFacts`, of the event's text. */
export function factsOf(original: string): AuditFacts {
  const event = membersOf(JSON.parse(original)) ?? nothing;
  const user = membersOf(event['user']) ?? nothing;
  const impersonated = membersOf(event['impersonatedUser']);
  const status = membersOf(event['responseStatus']);
  return {
    auditID: text(event['auditID']),
    level: text(event['level']),
    stage: text(event['stage']),
    verb: text(event['verb']),
    requestURI: text(event['requestURI']),
    userAgent: text(event['userAgent']),
    sourceIPs: texts(event['sourceIPs']),
    requestReceivedTimestamp: text(event['requestReceivedTimestamp']),
    stageTimestamp: text(event['stageTimestamp']),
    user: { username: text(user['username']), uid: text(user['uid']), groups: texts(user['groups']) },
    impersonatedUser: impersonated && { username: text(impersonated['username']) },
    objectRef: objectFacts(membersOf(event['objectRef'])),
    responseStatus: status && { code: typeof status['code'] === 'number' ? status['code'] : undefined },
    annotations: textMembers(membersOf(event['annotations']) ?? nothing),
  };
}

function objectFacts(object: Members | undefined): ObjectFacts | undefined {
  return (
    object && {
      resource: text(object['resource']),
      subresource: text(object['subresource']),
      namespace: text(object['namespace']),
      name: text(object['name']),
      uid: text(object['uid']),
      apiGroup: text(object['apiGroup']),
      apiVersion: text(object['apiVersion']),
    }
  );
}

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function membersOf(value: unknown): Members | undefined {
  return isMembers(value) ? value : undefined;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(text) : [];
}

function textMembers(members: Members): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(members).map(([name, value]) => [name, text(value)]));
}

/** The few facts that events are found by. */
export interface Summary {
  readonly auditId: string;
  readonly verb: string;
  readonly user: string;
  readonly namespace: string;
  readonly resource: string;
  readonly name: string;
  readonly code: number | undefined;
  readonly stage: string;
  readonly requestUri: string;
}

export function readSummary(original: Uint8Array): Summary {
  const { auditID: auditId, verb, user, objectRef, responseStatus, stage, requestURI } = readFacts(original);
  const { namespace = '', resource = '', subresource = '', name = '' } = objectRef ?? {};
  return {
    auditId,
    verb,
    user: user.username,
    namespace,
    resource: subresource === '' ? resource : `${resource}/${subresource}`,
    name,
    code: responseStatus?.code,
    stage,
    requestUri: requestURI,
  };
}
