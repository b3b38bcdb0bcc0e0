import { loadedEvents } from '../support/webhook-load.ts';
import { logChunks } from '../events.ts';

/** The same question in both languages. */
export interface PeerQuestion {
  readonly name: string;
  readonly whodunit: string;
  /** LogsQL. */
  readonly victoriaLogs: string;
}

/** Values that are in the data. */
interface Known {
  readonly person: string;
  readonly pod: string;
  readonly auditId: string;
}

/** What is looked at of an event. */
interface LookedAt {
  readonly auditID: string;
  readonly user?: { readonly username?: string };
  readonly objectRef?: { readonly resource?: string; readonly name?: string };
}

/** Of the first events: the person comes first, the pod and the audit id later. */
const looked = 20_000;

function findKnown(): Known {
  const events = [...logChunks({ ...loadedEvents, count: looked })].flatMap((chunk) =>
    chunk
      .toString('utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as LookedAt),
  );
  const person = events.map(({ user }) => user?.username ?? '').find((name) => name.includes('@'));
  const pod = events
    .slice(looked / 4)
    .find(({ objectRef }) => objectRef?.resource === 'pods' && objectRef.name !== undefined)?.objectRef?.name;
  const auditId = events[(3 * looked) / 4]?.auditID;
  if (person === undefined || pod === undefined || auditId === undefined)
    throw new Error('the events have no person and no pod');
  return { person, pod, auditId };
}

/** Those of which the newest hundred and the exact number are asked. */
export function pageQuestions({ person, pod, auditId }: Known = findKnown()): readonly PeerQuestion[] {
  return [
    { name: 'everything', whodunit: '*', victoriaLogs: '*' },
    { name: 'of a person', whodunit: `user.username: "${person}"`, victoriaLogs: `"user.username":="${person}"` },
    {
      name: 'pods that were made',
      whodunit: 'verb: create and objectRef.resource: pods',
      victoriaLogs: 'verb:=create "objectRef.resource":=pods',
    },
    {
      name: 'refused',
      whodunit: 'responseStatus.code in [401 403]',
      victoriaLogs: '"responseStatus.code":in(401,402,403)',
    },
    { name: 'exec', whodunit: 'objectRef.subresource: exec', victoriaLogs: '"objectRef.subresource":=exec' },
    { name: 'people', whodunit: 'not user.username: system', victoriaLogs: '!"user.username":system' },
    {
      name: 'a pod, anywhere',
      whodunit: pod,
      victoriaLogs: ['objectRef.name', 'requestURI', 'requestObject.metadata.name']
        .map((field) => `"${field}":"${pod}"`)
        .join(' or '),
    },
    { name: 'an audit id', whodunit: auditId, victoriaLogs: `auditID:="${auditId}"` },
    { name: 'a common word', whodunit: 'kubelet', victoriaLogs: 'userAgent:kubelet' },
  ];
}

/** Those that are asked as statements. */
export const statements: readonly PeerQuestion[] = [
  { name: 'count', whodunit: '* | select count(*) as n', victoriaLogs: '* | stats count() n' },
  {
    name: 'by user',
    whodunit: '* | select "user.username" as u, count(*) as n group by u order by n desc limit 10',
    victoriaLogs: '* | stats by ("user.username") count() n | sort by (n desc) limit 10',
  },
  {
    name: 'by hour',
    whodunit: "* | select date_trunc('hour', __time__) as h, count(*) as n group by h order by h limit 1000",
    victoriaLogs: '* | stats by (_time:1h) count() n',
  },
  {
    name: '403 by user',
    whodunit:
      'responseStatus.code: 403 | select "user.username" as u, count(*) as n group by u order by n desc limit 10',
    victoriaLogs: '"responseStatus.code":=403 | stats by ("user.username") count() n | sort by (n desc) limit 10',
  },
  {
    name: 'verb and resource',
    whodunit: '* | select verb, "objectRef.resource" as r, count(*) as n group by verb, r order by n desc limit 50',
    victoriaLogs: '* | stats by (verb, "objectRef.resource") count() n | sort by (n desc) limit 50',
  },
  {
    name: 'users by namespace',
    whodunit:
      '* | select "objectRef.namespace" as ns, count(distinct "user.username") as n group by ns order by n desc limit 20',
    victoriaLogs: '* | stats by ("objectRef.namespace") count_uniq("user.username") n | sort by (n desc) limit 20',
  },
];
