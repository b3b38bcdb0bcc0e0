import { asItIs, type Content, type Format, type OtherContent, type Tools } from './format.ts';
import { arrayOf, factsOf, type Members, objectOf, stringBytes, stringOf } from './json.ts';
import { withoutLineEnd } from './line-end.ts';

const tells = { log: 'logStreamName or logStream', time: 'timestamp' };
/** A line of an export to S3: the time before each. */
const exported = /^(?<time>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z) (?=\{)/;
/** gzip as base64: what a subscription hands on. */
const packed = /^H4sI[\w+/]{20,}/;
const headOfDocument =
  /^\s*\{\s*"(?:messageType|events|awslogs)"\s*:\s*(?:"(?:DATA|CONTROL)_MESSAGE"|\[\s*\{\s*"(?:logStreamName|timestamp|ingestionTime|eventId)"|\{\s*"data")/;
/** The logs beside that of events that EKS writes. */
const otherStreams =
  /^(?:kube-apiserver(?!-audit)|authenticator|kube-scheduler|kube-controller-manager|cloud-controller-manager)-/;

/** EKS in CloudWatch Logs: a subscription's message, also as base64 and gzip, what `filter-log-events` answers, or an export to S3. */
export const cloudwatch: Format = {
  name: 'cloudwatch',
  title: 'CloudWatch Logs (EKS: a subscription, filter-log-events or an export to S3)',
  recognises: ({ members, head, text }) =>
    members
      ? listOf(members) !== undefined || isLogEvent(members) || packedIn(members).length > 0
      : exported.test(head) ||
        packed.test(head) ||
        headOfDocument.test(text) ||
        /^\s*"(?:logStreamName|logGroup|ingestionTime)"\s*:/.test(head),
  wrapper: {
    tells,
    keeps: 'bytes',
    unwrap: (sample, tools) => {
      const { members, head, bytes } = sample;
      if (members) return contentsOf(members, tools);
      const match = exported.exec(head);
      if (match) return [{ bytes: sample.behind(match[0]), facts: { time: match.groups?.['time'] } }];
      const unpacked = packed.test(head) ? unpack(bytes, tools) : undefined;
      return unpacked && [{ bytes: unpacked, facts: {} }];
    },
  },
};

/** The log events of a subscription's message or of an answer. */
function listOf(members: Members): readonly Uint8Array[] | undefined {
  if (members.has('logEvents') && members.has('messageType')) return arrayOf(members.get('logEvents'));
  const events = arrayOf(members.get('events'));
  const first = objectOf(events[0]);
  return first && isLogEvent(first) ? events : undefined;
}

function isLogEvent(members: Members): boolean {
  return members.has('message') && (members.has('logStreamName') || members.has('ingestionTime'));
}

/** Texts of base64, as Lambda, Kinesis and Firehose hand messages on. */
function packedIn(members: Members): readonly Uint8Array[] {
  const holders = [
    members.get('awslogs'),
    ...arrayOf(members.get('Records')).map((record) => objectOf(record)?.get('kinesis')),
    ...arrayOf(members.get('records')),
  ];
  const texts = holders.flatMap((holder) => stringBytes(objectOf(holder)?.get('data')) ?? []);
  return texts.every((text) => packed.test(headOf(text))) ? texts : [];
}

function contentsOf(members: Members, tools: Tools): readonly (Content | OtherContent)[] | undefined {
  const texts = packedIn(members);
  if (texts.length > 0) return texts.map((text) => ({ bytes: unpack(text, tools) ?? text, facts: {} }));
  if (stringOf(members.get('messageType')) === 'CONTROL_MESSAGE')
    return [{ otherLog: 'messages of CloudWatch about itself' }];
  const outer = factsOf(members, tells);
  const events = listOf(members);
  if (events) return events.map((event) => contentOf(objectOf(event), outer.log) ?? asItIs(event));
  const content = contentOf(members, undefined);
  return content && [content];
}

function contentOf(event: Members | undefined, stream: string | undefined): Content | OtherContent | undefined {
  const message = stringBytes(event?.get('message'));
  if (!event || !message) return undefined;
  const facts = factsOf(event, tells);
  const log = facts.log ?? stream;
  if (log !== undefined && otherStreams.test(log)) return { otherLog: 'streams of CloudWatch that hold no events' };
  return { bytes: withoutLineEnd(message), facts: { ...facts, log } };
}

function unpack(text: Uint8Array, { gunzip }: Tools): Uint8Array | undefined {
  try {
    const binary = atob(asciiOf(text));
    return gunzip(Uint8Array.from(binary, (letter) => letter.charCodeAt(0)));
  } catch {
    return undefined;
  }
}

const decoder = new TextDecoder();

function headOf(text: Uint8Array): string {
  return decoder.decode(text.subarray(0, 32));
}

function asciiOf(text: Uint8Array): string {
  return decoder.decode(text).trim();
}
