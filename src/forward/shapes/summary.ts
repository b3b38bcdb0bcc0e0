import { z } from 'zod';

const Text = z.string().catch('');

/** What most forms of an event tell of it. What is of another kind than it should be is not there. */
export const AuditFacts = z.object({
  auditID: Text,
  level: Text,
  stage: Text,
  verb: Text,
  requestURI: Text,
  userAgent: Text,
  sourceIPs: z.array(Text).catch([]),
  requestReceivedTimestamp: Text,
  stageTimestamp: Text,
  user: z
    .object({ username: Text, uid: Text, groups: z.array(Text).catch([]) })
    .catch({ username: '', uid: '', groups: [] }),
  impersonatedUser: z.object({ username: Text }).optional().catch(undefined),
  objectRef: z
    .object({
      resource: Text,
      subresource: Text,
      namespace: Text,
      name: Text,
      uid: Text,
      apiGroup: Text,
      apiVersion: Text,
    })
    .optional()
    .catch(undefined),
  responseStatus: z
    .object({ code: z.number().optional().catch(undefined) })
    .optional()
    .catch(undefined),
  annotations: z.record(z.string(), Text).catch({}),
});
export type AuditFacts = z.output<typeof AuditFacts>;

/** Reads what an event tells. It is JSON, as all events in the store are. */
export function readFacts(original: Uint8Array): AuditFacts {
  return AuditFacts.parse(Object(JSON.parse(Buffer.from(original).toString('utf8'))));
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
