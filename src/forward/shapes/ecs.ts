import { isIP } from 'node:net';
import { formatMicroTime } from '../../audit/index.ts';
import type { Shape } from './shape.ts';
import { factsOf, textOf } from './summary.ts';

/** The Elastic Common Schema, as Elastic's own integration maps audit events, with the event as it was received beside it. */
export const ecs: Shape = {
  meaning:
    "The Elastic Common Schema as Elastic's integration of Kubernetes has it: `event.action`, `user.name`, `source.ip`, `kubernetes.audit.*`, with the event as received in `event.original`",
  write({ bytes, timeMicros, receivedAtMicros }, cluster) {
    const original = textOf(bytes);
    const facts = factsOf(original);
    const { user, sourceIPs, userAgent, objectRef, responseStatus, annotations } = facts;
    const { auditID, level, stage, verb, requestURI } = facts;
    const code = responseStatus?.code;
    return Buffer.from(
      JSON.stringify({
        '@timestamp': formatMicroTime(timeMicros),
        ecs: { version: '8.11.0' },
        event: {
          kind: 'event',
          category: ['web'],
          dataset: 'kubernetes.audit_logs',
          id: auditID,
          action: verb,
          outcome: outcomeOf(annotations['authorization.k8s.io/decision'], code),
          created: new Date(receivedAtMicros / 1000).toISOString(),
          original,
        },
        orchestrator: {
          type: 'kubernetes',
          cluster: { name: cluster },
          ...(objectRef && {
            namespace: objectRef.namespace,
            resource: { type: objectRef.resource, name: objectRef.name },
            api_version: [objectRef.apiGroup, objectRef.apiVersion].filter(Boolean).join('/'),
          }),
        },
        user: { name: user.username, id: user.uid },
        user_agent: { original: userAgent },
        ...(isAddress(sourceIPs[0]) && { source: { ip: sourceIPs[0] }, related: { ip: sourceIPs.filter(isAddress) } }),
        url: { original: requestURI },
        kubernetes: {
          audit: {
            auditID,
            level,
            stage,
            verb,
            requestURI,
            userAgent,
            sourceIPs: sourceIPs.filter(isAddress),
            user,
            impersonatedUser: facts.impersonatedUser,
            objectRef,
            responseStatus,
            requestReceivedTimestamp: facts.requestReceivedTimestamp,
            stageTimestamp: facts.stageTimestamp,
            // A dot in the name of a field would make an object of it.
            annotations: Object.fromEntries(
              Object.entries(annotations).map(([name, value]) => [name.replaceAll('.', '_'), value]),
            ),
          },
        },
      }),
    );
  },
};

function outcomeOf(decision: string | undefined, code: number | undefined): string {
  if (decision === 'forbid' || (code ?? 0) >= 400) return 'failure';
  return decision === 'allow' || code !== undefined ? 'success' : 'unknown';
}

/** What is no address is refused by a field of addresses, and with it the whole event. */
function isAddress(text: string | undefined): text is string {
  return text !== undefined && isIP(text) !== 0;
}
