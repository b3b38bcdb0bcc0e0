import { AppError, said, type Said } from '../../base/index.ts';
import { isInScope, ownerCaller, type OwnerDeps, type OwnerLoss } from '../../access/index.ts';
import type { OpenDestination } from '../kept-destinations.ts';
import { type EventRedaction, redactionOf } from '../event-redaction.ts';
import { type Clusters, createEventTest, type EventTest } from './filter.ts';

/** What a destination is sent, by what its owner may see now and the clusters there are now. */
export interface View {
  /** Why nothing is sent, where the owner has not what it takes any more. */
  whyNot(): Promise<Said | undefined>;
  /** The test by now. Rejects with AppError `forbidden` where there is a reason to send nothing: no event is passed over for that. */
  test(): Promise<EventTest>;
  /** Of events that were found by the test some time ago those whose clusters are sent by now. Rejects as the test does. */
  allowed<E extends { readonly clusterId: string }>(events: readonly E[]): Promise<readonly E[]>;
  /** Those whose events are sent, as the last test knew them. */
  readonly clusters: () => Clusters;
  readonly clusterName: (id: string) => string;
  /** The event as it may be sent. */
  readonly redact: EventRedaction;
}

const reasons: Readonly<Record<OwnerLoss, Said>> = {
  gone: said`its owner is not there any more: apply it again`,
  disabled: said`the token of its owner has expired: apply it again`,
  limited: said`its owner may not forward any more: apply it again`,
};

/** Makes the view of a destination as it is now. */
export function createView(deps: OwnerDeps, { owner, head }: Pick<OpenDestination, 'owner' | 'head'>): View {
  let basis = '';
  let test: EventTest = () => false;
  let known: Clusters = [];
  let names = new Map<string, string>();

  async function look(): Promise<Said | undefined> {
    const now = await ownerCaller(deps, owner, { permission: 'administer-clusters' });
    if (!now.ok) return reasons[now.reason];
    const { scope } = now.caller;
    const basisNow = JSON.stringify([scope, await deps.records.clusters.revision()]);
    if (basisNow === basis) return undefined;
    basis = basisNow;
    const all = await deps.records.clusters.list();
    const wanted = head.clusters === undefined ? undefined : new Set(head.clusters);
    const clusters: Clusters = all.filter(
      ({ id, name }) => (wanted?.has(name) ?? true) && isInScope(scope, { clusterId: id, namespace: '' }),
    );
    known = clusters;
    names = new Map(clusters.map(({ id, name }) => [id, name]));
    test = createEventTest(head.filter, clusters);
    return undefined;
  }

  async function lookOrThrow(): Promise<void> {
    const reason = await look();
    if (reason !== undefined) throw new AppError('forbidden', reason);
  }

  return {
    whyNot: look,
    async test() {
      await lookOrThrow();
      return test;
    },
    async allowed(events) {
      await lookOrThrow();
      return events.every(({ clusterId }) => names.has(clusterId))
        ? events
        : events.filter(({ clusterId }) => names.has(clusterId));
    },
    clusters: () => known,
    clusterName: (id) => names.get(id) ?? id,
    redact: redactionOf(head),
  };
}

/** Gives the view of a destination: the same one until it is changed. */
export function createViews(deps: OwnerDeps): (destination: Parameters<typeof createView>[1]) => View {
  let latest: { readonly of: string; readonly view: View } | undefined;
  return (destination) => {
    const of = JSON.stringify([destination.head, destination.owner]);
    if (latest?.of !== of) latest = { of, view: createView(deps, destination) };
    return latest.view;
  };
}
