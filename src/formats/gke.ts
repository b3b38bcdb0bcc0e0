import type { Format } from './format.ts';

/** Google Cloud's audit logs: an event of Kubernetes rewritten as a LogEntry. */
export const gke: Format = {
  name: 'gke',
  title: 'log entries of Google Cloud (GKE: each event rewritten as "protoPayload")',
  recognises: ({ object, text }) =>
    object === undefined
      ? /"(?:protoPayload|insertId)"\s*:/.test(text)
      : 'protoPayload' in object || 'insertId' in object,
};
