import type { Content, Format } from './format.ts';
import { factsOf, isString, type Members, objectOf, stringBytes, stringOf } from './json.ts';
import { withoutLineEnd } from './line-end.ts';

const tells = {
  node: 'kubernetes.host or kubernetes.pod_node_name or kubernetes.node.name or kubernetes.node_name',
  host: 'host.name or host or hostname',
  namespace: 'kubernetes.namespace_name or kubernetes.pod_namespace or kubernetes.namespace',
  pod: 'kubernetes.pod_name or kubernetes.pod.name',
  container: 'kubernetes.container_name or kubernetes.container.name',
  stream: 'stream',
  file: 'file or log.file.path or filename or path',
  time: 'time or @timestamp or timestamp or date',
};
/** Where an agent puts the line, or what it made of it. */
const lineNames = ['log', 'message', 'line', '_source'];
/** Fluentd's file output: time, tag and record with tabs between. */
const tabbed = /^(?<time>\d{4}-\d\d-\d\dT\S{8,40})\t(?<log>\S{1,400})\t(?=\{)/;

/** Agents that follow files (Fluent Bit, Fluentd, Vector, Filebeat, Promtail) put each line into a record of their own. */
export const fluent: Format = {
  name: 'fluent',
  title: 'records of a log agent (Fluent Bit, Fluentd or Vector: each event in "log" or "message")',
  recognises: ({ head, members }) => tabbed.test(head) || lineIn(members) !== undefined,
  wrapper: {
    tells,
    keeps: 'bytes',
    unwrap: (sample) => {
      const match = tabbed.exec(sample.head);
      if (match) return [{ bytes: sample.behind(match[0]), facts: { ...match.groups } }];
      const { members } = sample;
      const line = lineIn(members);
      return members && line && [{ ...contentOf(line), facts: factsOf(members, tells), goesOn: goesOn(members) }];
    },
  },
};

/** The line in a record: its text, or the object that an agent made of it. */
function lineIn(members: Members | undefined): Uint8Array | undefined {
  for (const name of lineNames) {
    const value = members?.get(name);
    if (isString(value) || isRecord(objectOf(value))) return value;
  }
  return undefined;
}

/** What the agent made an object of it wrote anew. */
function contentOf(line: Uint8Array): Pick<Content, 'bytes' | 'isRebuilt'> {
  const text = stringBytes(line);
  return text ? { bytes: withoutLineEnd(text) } : { bytes: line, isRebuilt: true };
}

function isRecord(object: Members | undefined): boolean {
  return (
    object !== undefined && ['auditID', 'requestURI', 'protoPayload', ...lineNames].some((name) => object.has(name))
  );
}

/** Whether the line goes on in the next record: what Docker's driver, and CRI's tag, say of it. */
function goesOn(members: Members): boolean {
  const isPart =
    stringOf(members.get('partial_message')) === 'true' && stringOf(members.get('partial_last')) !== 'true';
  return isPart || stringOf(members.get('logtag')) === 'P';
}
