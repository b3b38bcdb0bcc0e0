import { createCalendar } from './calendar.ts';
import { jonas } from './data/people.ts';
import { story } from './incident/story.ts';
import { fromDate, toDate } from './time.ts';

/** A search of the tutorial. Its count holds for every seed and every `now`, over a history of thirty days. */
export interface DemoSearch {
  readonly id: string;
  /** The question that it answers. */
  readonly title: string;
  /** The search, in the search language; without an analysis. */
  readonly query: string;
  /** Days of the story, [from, to), each a day in UTC; day 30 is the one that holds `now`. */
  readonly fromDay: number;
  readonly toDay: number;
  /** How many events it finds. */
  readonly expectedCount: number;
}

const everyDay = { fromDay: 1, toDay: 31 };
const thatDay = { fromDay: story.day, toDay: story.day + 1 };

/** The way from a namespace that is gone to the binding that somebody forgot, in the order of the tutorial. */
export const demoSearches = [
  {
    id: 'deleted-namespace',
    title: 'Who deleted the namespace staging?',
    query: 'verb: delete and objectRef.resource: namespaces and objectRef.name: staging',
    ...everyDay,
    expectedCount: 1,
  },
  {
    id: 'address',
    title: 'What else came from that address?',
    query: `sourceIPs: ${story.address}`,
    ...everyDay,
    expectedCount: 38,
  },
  {
    id: 'as-contractor',
    title: 'What did it do as the contractor?',
    query: `sourceIPs: ${story.address} and user.username: "${jonas.username}"`,
    ...everyDay,
    expectedCount: 29,
  },
  {
    id: 'permission-reviews',
    title: 'What did it ask about its own permissions?',
    query: `sourceIPs: ${story.address} and objectRef.resource: selfsubject*`,
    ...everyDay,
    expectedCount: 8,
  },
  {
    id: 'refused-secret-lists',
    title: 'Which lists of secrets were refused?',
    query: `user.username: "${jonas.username}" and objectRef.resource: secrets and verb: list and responseStatus.code: 403`,
    ...everyDay,
    expectedCount: 9,
  },
  {
    id: 'forgotten-binding',
    title: 'What did the forgotten binding allow?',
    query: `annotations.authorization.k8s.io/reason: "${story.binding}"`,
    ...thatDay,
    expectedCount: 9,
  },
  {
    id: 'binding-made',
    title: 'Who made that binding, and when?',
    query: `objectRef.resource: rolebindings and verb: create and objectRef.name: ${story.binding}`,
    ...everyDay,
    expectedCount: 1,
  },
  {
    id: 'host-pod',
    title: 'Which pods mount files of their node?',
    query: 'verb: create and objectRef.resource: pods and requestObject.spec.volumes: hostPath',
    ...everyDay,
    expectedCount: 1,
  },
  {
    id: 'commands',
    title: 'What was run in that pod?',
    query: `objectRef.name: ${story.pod} and objectRef.subresource: exec and stage: ResponseStarted`,
    ...everyDay,
    expectedCount: 3,
  },
  {
    id: 'node-elsewhere',
    title: 'When did a node speak from another address than its own?',
    query: `user.username: "system:node:${story.node}" not sourceIPs: 10.20.0.13`,
    ...everyDay,
    expectedCount: 6,
  },
  {
    id: 'secrets-read',
    title: 'Which secrets of payments did it read?',
    query: `sourceIPs: ${story.address} and objectRef.namespace: payments and objectRef.resource: secrets and responseStatus.code: 200`,
    ...everyDay,
    expectedCount: 3,
  },
  {
    id: 'usual-address',
    title: 'Did the contractor ever come from there before?',
    query: `user.username: "${jonas.username}" and sourceIPs: ${story.address}`,
    fromDay: 1,
    toDay: story.day,
    expectedCount: 0,
  },
] as const satisfies readonly DemoSearch[];

/** The range of a search, [from, to), of a history that ends at `now`. */
export function rangeOf({ fromDay, toDay }: DemoSearch, now: Date): { readonly from: Date; readonly to: Date } {
  const { startOf } = createCalendar(fromDate(now));
  return { from: toDate(startOf(fromDay)), to: toDate(startOf(toDay)) };
}
