import { randomUUID } from 'node:crypto';
import type { StoredEvent } from '../stream/index.ts';

/** The event of a test: whoever sees it can tell that nobody did that. */
export function testEvent(nowMs: number): StoredEvent {
  const time = new Date(nowMs).toISOString().replace('Z', '000Z');
  const event = {
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: 'Metadata',
    auditID: randomUUID(),
    stage: 'ResponseComplete',
    requestURI: '/whodunit-forwarding-test',
    verb: 'get',
    user: { username: 'whodunit:forwarding-test' },
    sourceIPs: ['127.0.0.1'],
    responseStatus: { metadata: {}, code: 200 },
    requestReceivedTimestamp: time,
    stageTimestamp: time,
    annotations: { 'whodunit/test': 'true' },
  };
  return {
    bytes: Buffer.from(JSON.stringify(event)),
    clusterId: 'whodunit-test',
    namespace: '',
    resource: '',
    subresource: '',
    timeMicros: nowMs * 1000,
    receivedAtMicros: nowMs * 1000,
    wrapper: '',
    isRedacted: false,
    cursor: event.auditID,
  };
}
