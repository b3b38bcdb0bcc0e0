import type { Format } from './format.ts';

/** Google Cloud's audit logs: an event of Kubernetes rewritten as a LogEntry. */
export const gke: Format = {
  name: 'gke',
  title: 'log entries of Google Cloud (GKE: each event rewritten as "protoPayload"), which are not read yet',
  recognises: ({ members, text }) =>
    // Its own tools print it as YAML.
    members
      ? members.has('protoPayload') || members.has('insertId')
      : /"(?:protoPayload|insertId)"\s*:|(?:^|\n)(?:- )?(?:protoPayload|insertId):/.test(text),
};
