import { isIP } from 'node:net';
import type { Shape } from './shape.ts';
import { type AuditFacts, factsOf, textOf } from './summary.ts';

/** Class 6003, API Activity, of category 6, Application Activity. */
const classUid = 6003;
const activities: Readonly<Record<string, number>> = {
  create: 1,
  get: 2,
  list: 2,
  watch: 2,
  update: 3,
  patch: 3,
  delete: 4,
  deletecollection: 4,
};
const activityNames: Readonly<Record<number, string>> = { 1: 'Create', 2: 'Read', 3: 'Update', 4: 'Delete' };
const other = 99;
const informational = 1;

/** OCSF 1.3, API Activity, as AWS maps the audit events of EKS. */
export const ocsf: Shape = {
  meaning: 'OCSF 1.3, class 6003 API Activity, with the event as received in `raw_data`',
  write({ bytes, timeMicros }, cluster) {
    const original = textOf(bytes);
    const facts = factsOf(original);
    const activity = activities[facts.verb] ?? other;
    const time = Math.floor(timeMicros / 1000);
    return Buffer.from(
      JSON.stringify({
        category_uid: 6,
        category_name: 'Application Activity',
        class_uid: classUid,
        class_name: 'API Activity',
        activity_id: activity,
        activity_name: activityNames[activity] ?? facts.verb,
        type_uid: classUid * 100 + activity,
        severity_id: informational,
        severity: 'Informational',
        time,
        start_time: timeOf(facts.requestReceivedTimestamp) ?? time,
        message: facts.stage,
        ...statusOf(facts),
        actor: actorOf(facts),
        api: apiOf(facts),
        src_endpoint: endpointOf(facts),
        http_request: { url: { path: facts.requestURI }, user_agent: facts.userAgent },
        resources: resourcesOf(facts, cluster),
        metadata: {
          version: '1.3.0',
          product: { name: 'Kubernetes', vendor_name: 'Kubernetes', feature: { name: 'Audit' } },
          log_name: 'audit',
          log_level: facts.level,
          uid: `${facts.auditID}/${facts.stage}`,
        },
        unmapped: { annotations: facts.annotations, impersonatedUser: facts.impersonatedUser },
        raw_data: original,
      }),
    );
  },
};

function statusOf({ responseStatus }: AuditFacts) {
  const code = responseStatus?.code;
  if (code === undefined) return { status_id: 0, status: 'Unknown' };
  const status = code < 400 ? { status_id: 1, status: 'Success' } : { status_id: 2, status: 'Failure' };
  return { ...status, status_code: String(code) };
}

function actorOf({ user }: AuditFacts) {
  return { user: { name: user.username, uid: user.uid, groups: user.groups.map((name) => ({ name })) } };
}

function apiOf({ verb, auditID, responseStatus, objectRef }: AuditFacts) {
  return {
    operation: verb,
    request: { uid: auditID },
    response: { code: responseStatus?.code },
    version: objectRef?.apiVersion,
  };
}

function endpointOf({ sourceIPs: [address = ''] }: AuditFacts) {
  return isIP(address) === 0 ? { name: address } : { ip: address };
}

function resourcesOf({ objectRef }: AuditFacts, cluster: string) {
  const { name, namespace, resource, uid } = objectRef ?? {};
  return objectRef ? [{ name, namespace, type: resource, uid, cluster: { name: cluster } }] : [];
}

function timeOf(text: string): number | undefined {
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}
