import type { Facts } from './facts.ts';
import { asItIs, type Content, type Format, type OtherContent } from './format.ts';
import { arrayOf, factsOf, type Members, objectOf, stringBytes, stringOf } from './json.ts';
import { eventSources } from './openshift.ts';

const tells = {
  cluster: 'openshift.cluster.uid or openshift.cluster_id or k8s.cluster.uid',
  node: 'k8s.node.name or kubernetes.host',
  host: 'host.name',
  namespace: 'k8s.namespace.name',
  pod: 'k8s.pod.name',
  container: 'k8s.container.name',
  file: 'log.file.path',
  log: 'openshift.log.source or log_source',
};

/** OpenTelemetry's logs as JSON, as OpenShift logging forwards them: each line is the body of a record, its origin in the resource's attributes. */
export const otlp: Format = {
  name: 'otlp',
  title: 'OpenTelemetry logs (OTLP as JSON: each event in the body of a record)',
  recognises: ({ members, head }) =>
    members ? members.get('resourceLogs')?.[0] === 0x5b : /^\s*\{\s*"resourceLogs"\s*:\s*\[/.test(head),
  wrapper: {
    tells,
    keeps: 'bytes',
    unwrap: ({ members }) => {
      const resources = arrayOf(members?.get('resourceLogs'));
      return resources.length > 0 ? resources.flatMap((resource) => contentsOf(objectOf(resource))) : undefined;
    },
  },
};

function contentsOf(resourceLogs: Members | undefined): readonly (Content | OtherContent)[] {
  const attributes = attributesOf(objectOf(resourceLogs?.get('resource')));
  const facts = factsOf(attributes, tells);
  const records = arrayOf(resourceLogs?.get('scopeLogs')).flatMap((scope) =>
    arrayOf(objectOf(scope)?.get('logRecords')),
  );
  if (facts.log !== undefined && !eventSources.has(facts.log))
    return records.map(() => ({ otherLog: `records of "${facts.log?.slice(0, 60)}"` }));
  return records.map((record) => contentOf(objectOf(record), facts) ?? asItIs(record));
}

function contentOf(record: Members | undefined, facts: Facts): Content | undefined {
  const bytes = stringBytes(objectOf(record?.get('body'))?.get('stringValue'));
  return bytes && { bytes, facts };
}

/** OTLP's attributes, `{"key": …, "value": {"stringValue": …}}` each, as members. */
function attributesOf(resource: Members | undefined): Members {
  const members = new Map<string, Uint8Array>();
  for (const item of arrayOf(resource?.get('attributes'))) {
    const attribute = objectOf(item);
    const key = stringOf(attribute?.get('key'));
    const value = objectOf(attribute?.get('value'))?.get('stringValue');
    if (key !== undefined && value) members.set(key, value);
  }
  return members;
}
