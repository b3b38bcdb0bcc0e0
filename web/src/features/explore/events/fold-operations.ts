import type { EventItem } from '../use-log.ts';

/** The stages in the order in which a request passes them; what is told of an operation is told by the last of them. */
const stageOrder = ['RequestReceived', 'ResponseStarted', 'ResponseComplete', 'Panic'];

/** The events of one request, in the order of the list. */
export interface Operation {
  readonly key: string;
  /** What the operation came to: the event of its last stage. */
  readonly last: EventItem;
  readonly items: readonly [EventItem, ...EventItem[]];
}

/**
 * Folds the stages of each request into one operation, which stands where the first of them stood. The client chooses the auditID, and could
 * hide requests behind one another with it: what arrived at another moment, or has the same stage once more, is another request.
 */
export function foldOperations(items: readonly EventItem[]): readonly Operation[] {
  const operations: { key: string; last: EventItem; items: [EventItem, ...EventItem[]] }[] = [];
  const open = new Map<string, (typeof operations)[number]>();
  for (const item of items) {
    const key = requestOf(item);
    const known = open.get(key);
    if (known && !known.items.some(({ facts }) => facts.stage === item.facts.stage)) {
      known.items.push(item);
      if (rank(item) > rank(known.last)) known.last = item;
      continue;
    }
    const operation: (typeof operations)[number] = { key: `request ${item.facts.key}`, last: item, items: [item] };
    operations.push(operation);
    if (item.facts.auditId !== '') open.set(key, operation);
  }
  return operations;
}

function requestOf({ facts }: EventItem): string {
  return JSON.stringify([facts.cluster, facts.auditId, facts.received, facts.username, facts.verb, facts.uri]);
}

function rank({ facts }: EventItem): number {
  return stageOrder.indexOf(facts.stage);
}
