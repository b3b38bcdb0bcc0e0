import { asItIs, type Content, type Format, type OtherContent } from './format.ts';
import { arrayOf, factsOf, type Members, objectOf, stringBytes, stringOf } from './json.ts';
import { withoutLineEnd } from './line-end.ts';

const tells = {
  cluster: 'resourceId or _ResourceId',
  pod: 'properties.pod or pod_s',
  container: 'properties.containerID or containerID_s',
  stream: 'properties.stream or stream_s',
  time: 'time or TimeGenerated',
};
const auditCategories: readonly (string | undefined)[] = ['kube-audit', 'kube-audit-admin'];

/**
 * Diagnostic records of Azure: a line each in a storage account, a list of `records` from an Event Hub. `properties.log` has the event,
 * as text or as an object; a query of Log Analytics gives `log_s`.
 */
export const aks: Format = {
  name: 'aks',
  title: 'diagnostic records of Azure (AKS: each event in "properties.log")',
  recognises: ({ members, text }) =>
    members
      ? isRecord(members) || isRecord(objectOf(arrayOf(members.get('records'))[0]))
      : /"[cC]ategory"\s*:\s*"kube-/.test(text),
  wrapper: {
    tells,
    keeps: 'bytes',
    unwrap: ({ members }) => {
      const records = arrayOf(members?.get('records'));
      if (records.length > 0) return records.map((record) => contentOf(objectOf(record)) ?? asItIs(record));
      const content = contentOf(members);
      return content && [content];
    },
  },
};

function isRecord(members: Members | undefined): boolean {
  if (categoryOf(members) === undefined) return false;
  return ['resourceId', '_ResourceId', 'properties', 'log_s'].some((name) => members?.has(name));
}

function categoryOf(members: Members | undefined): string | undefined {
  return stringOf(members?.get('category') ?? members?.get('Category'));
}

function contentOf(members: Members | undefined): Content | OtherContent | undefined {
  if (!members) return undefined;
  const category = categoryOf(members) ?? '';
  if (!auditCategories.includes(category))
    return { otherLog: `records of Azure of the category "${category.slice(0, 60)}"` };
  const log = objectOf(members.get('properties'))?.get('log') ?? members.get('log_s');
  const facts = factsOf(members, tells);
  const text = stringBytes(log);
  if (text) return { bytes: withoutLineEnd(text), facts };
  return log?.[0] === 0x7b ? { bytes: log, facts, isRebuilt: true } : undefined;
}
