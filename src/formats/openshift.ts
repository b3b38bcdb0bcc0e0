import type { Format } from './format.ts';
import { factsOf, type Members, stringOf } from './json.ts';
import { writeObject } from './write-object.ts';

const tells = {
  cluster: 'openshift.cluster_id',
  node: 'hostname',
  host: 'host',
  file: 'file',
  log: 'log_source',
  time: '@timestamp',
};
/** What OpenShift calls the logs of its API servers. */
export const eventSources: ReadonlySet<string> = new Set([
  'kubeAPI',
  'openshiftAPI',
  'oauthAPI',
  'k8s-audit',
  'openshift-audit',
]);
/** Where the event's own level is. */
const levels = ['k8s_audit_level', 'openshift_audit_level'];
/** Members that the shipper puts into an event. */
const shippers: ReadonlySet<string> = new Set([
  ...levels,
  'level',
  '@timestamp',
  'timestamp',
  'hostname',
  'host',
  'file',
  'log_type',
  'log_source',
  'openshift',
  'source_type',
  'stream_name',
  'tag',
  'kubernetes',
  'pipeline_metadata',
  'viaq_index_name',
  'viaq_msg_id',
]);

/** OpenShift's logging (ViaQ) puts its own members into each event, and its own level in the place of the event's. */
export const openshift: Format = {
  name: 'openshift',
  title: 'records of OpenShift logging (ViaQ)',
  recognises: ({ members, text }) => (members ? isRecord(members) : /"(?:k8s|openshift)_audit_level"\s*:/.test(text)),
  wrapper: {
    tells,
    keeps: 'columns',
    unwrap: ({ members }) => {
      if (!members) return undefined;
      const source = stringOf(members.get('log_source'));
      if (!members.has('auditID') && source !== undefined && !eventSources.has(source))
        return [{ otherLog: `records of "${source.slice(0, 60)}"` }];
      if (!members.has('auditID')) return undefined;
      const level = levels.map((name) => members.get(name)).find((value) => value !== undefined);
      const kept = [...members].flatMap(([name, value]): [string, Uint8Array][] => {
        if (name === 'level') return level ? [[name, level]] : [];
        return shippers.has(name) ? [] : [[name, value]];
      });
      return [{ bytes: writeObject(kept), facts: factsOf(members, tells), isRebuilt: true }];
    },
  },
};

function isRecord(members: Members): boolean {
  const isAudit = levels.some((name) => members.has(name)) || members.has('viaq_msg_id');
  return isAudit || (stringOf(members.get('log_type')) === 'audit' && members.has('log_source'));
}
