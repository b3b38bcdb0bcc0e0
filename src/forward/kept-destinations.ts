import type { Caller, OwnerRef } from '../access/index.ts';
import {
  AppError,
  type Diagnostic,
  fail,
  isAccepted,
  ok,
  parseJson,
  type Result,
  said,
  type Text,
} from '../base/index.ts';
import { createSealedMembers, type SealedMembers, type Secrets } from '../delivery/index.ts';
import type { KeptDestination, Records, Transaction } from '../records/index.ts';
import { KeptHead } from './destination-form.ts';
import type { DestinationType } from './destination-type.ts';
import { type ReadDestination, readDestinations } from './read-destinations.ts';
import type { ShapeName } from './shapes/registry.ts';
import { destinationTypes, findDestinationType } from './types/registry.ts';

/** A destination, ready for use. */
export interface OpenDestination {
  readonly name: string;
  readonly type: DestinationType;
  readonly head: KeptHead;
  readonly shape: ShapeName;
  readonly settings: unknown;
  readonly secrets: Readonly<Record<string, string>>;
  /** In whose scope it forwards. */
  readonly owner: OwnerRef;
  readonly isPaused: boolean;
}

/** A destination as it is shown: of its secrets only which there are, and of an address its host. */
export interface ShownDestination extends Pick<KeptDestination, 'name' | 'type' | 'savedBy' | 'savedAt' | 'paused'> {
  readonly filter: string;
  readonly clusters: readonly string[] | undefined;
  readonly shape: string;
  readonly bodies: KeptHead['bodies'];
  readonly redact: KeptHead['redact'];
  readonly holdBackDays: number;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly secrets: readonly { readonly name: string; readonly host?: string }[];
}

export type Opened =
  | { readonly ok: true; readonly value: OpenDestination }
  | { readonly ok: false; readonly reason: Text };

/** A file of destinations, looked at. */
export interface CheckedDestinations {
  readonly documents: readonly ReadDestination[];
  readonly diagnostics: readonly Diagnostic[];
}

/** The destinations that were made here. */
export interface KeptDestinations {
  /**
   * Keeps all destinations of a file, or none of them. A new one begins with what is received from now on; one that is changed goes on where
   * it was. A secret that is left out stays as it is, unless the destination goes elsewhere now: by another type, scheme, host or port.
   */
  apply(text: string, caller: Caller): Promise<Result<readonly ShownDestination[]>>;
  /** What is wrong with a file, as `apply` would say it; nothing is kept. The destinations are those without an error. */
  check(text: string): Promise<CheckedDestinations>;
  /** By name. */
  list(): Promise<readonly ShownDestination[]>;
  /** Removes it with its secrets, its place and what it refused. Gives false when there is none. */
  delete(name: string): Promise<boolean>;
  /** A destination of a file, ready for use by somebody as if it had been kept. Its secrets are those that it would have. */
  asIfKept(document: ReadDestination, owner: OwnerRef): Promise<OpenDestination>;
  /** Opens it for use; undefined where there is none; or says, for people, why it cannot be. */
  open(name: string): Promise<Opened | undefined>;
}

export interface KeptDestinationsNeeds {
  readonly records: Pick<Records, 'destinations' | 'forwardRuns' | 'sealedSecrets' | 'clusters' | 'transaction'>;
  readonly secrets: Secrets;
  /** A receipt after all that were given: where a new destination begins. */
  readonly receivedUntilNow: () => number;
}

/** Keeps destinations in the records, and what is secret of them sealed. */
export function createKeptDestinations({
  records,
  secrets,
  receivedUntilNow,
}: KeptDestinationsNeeds): KeptDestinations {
  const sealed = createSealedMembers('destination', destinationTypes, secrets);

  function keep(transaction: Transaction, destination: ReadDestination, { kind, name: owner, since }: Caller): void {
    const { head, type, settings } = destination;
    const { name } = head;
    const before = transaction.destinations.find(name);
    sealed.keep(transaction, before, destination);
    transaction.destinations.put({
      name,
      type: type.type,
      head: JSON.stringify(KeptHead.parse(head)),
      settings: JSON.stringify(settings),
      owner: JSON.stringify({ kind, name: owner, since } satisfies OwnerRef),
      savedBy: owner,
    });
    if (before) transaction.forwardRuns.forgetPlans(name);
    else {
      const place = { receivedAtMicros: receivedUntilNow() };
      transaction.forwardRuns.start({
        destination: name,
        range: undefined,
        through: undefined,
        place,
        startedBy: owner,
      });
    }
  }

  const list = async (): Promise<readonly ShownDestination[]> =>
    Promise.all((await records.destinations.list()).map((kept) => show(kept, sealed)));

  async function read(text: string): Promise<CheckedDestinations> {
    const clusters = new Set((await records.clusters.list()).map(({ name }) => name));
    return readDestinations(text, clusters);
  }

  return {
    check: async (text) => {
      const { documents, diagnostics } = await read(text);
      const missing = records.transaction((transaction) => missingOf(transaction, sealed, documents));
      return { documents, diagnostics: [...diagnostics, ...missing] };
    },
    apply: async (text, caller) => {
      const { documents, diagnostics } = await read(text);
      if (!isAccepted(diagnostics)) return fail(...diagnostics);
      const missing = records.transaction((transaction) => {
        const found = missingOf(transaction, sealed, documents);
        if (found.length === 0) for (const one of documents) keep(transaction, one, caller);
        return found;
      });
      if (missing.length > 0) return fail(...missing);
      const names = new Set(documents.map(({ head }) => head.name));
      return ok(
        (await list()).filter(({ name }) => names.has(name)),
        diagnostics,
      );
    },
    list,
    delete: async (name) =>
      records.transaction((transaction) => {
        const kept = transaction.destinations.find(name);
        if (kept) sealed.forget(transaction, kept);
        return transaction.destinations.delete(name);
      }),
    asIfKept: async ({ head, type, settings, secrets: given }, owner) => {
      const { name } = head;
      const kept = await records.destinations.find(name);
      const before = kept?.type === type.type ? await sealed.open(name, type) : {};
      const shape = head.shape ?? type.shapes[0];
      const secrets = { ...before, ...given };
      return { name, type, head: KeptHead.parse(head), shape, settings, owner, secrets, isPaused: false };
    },
    open: async (name) => {
      const kept = await records.destinations.find(name);
      return kept && openKept(kept, sealed);
    },
  };
}

/** What any destination is told. Where that cannot be read nothing of it is known: it is not sent to, and says so, and the others are. */
export function readHead({ head }: Pick<KeptDestination, 'head'>): KeptHead {
  const read = KeptHead.safeParse(parseJson(head));
  return read.success ? read.data : KeptHead.parse({});
}

/** What must be given and is not. */
function missingOf(
  transaction: Transaction,
  sealed: SealedMembers,
  documents: readonly ReadDestination[],
): readonly Diagnostic[] {
  return documents.flatMap((one) => sealed.missing(transaction, transaction.destinations.find(one.head.name), one));
}

async function show(kept: KeptDestination, sealed: SealedMembers): Promise<ShownDestination> {
  const { name, type, savedBy, savedAt, paused } = kept;
  const { clusters, shape, ...head } = readHead(kept);
  const settings = { ...Object(parseJson(kept.settings)) };
  const shown = { name, type, ...head, clusters, shape: shape ?? findDestinationType(type)?.shapes[0] ?? '' };
  return { ...shown, settings, savedBy, savedAt, paused, secrets: await sealed.show(kept) };
}

async function openKept(kept: KeptDestination, sealed: SealedMembers): Promise<Opened> {
  const { name } = kept;
  const type = findDestinationType(kept.type);
  if (!type) return { ok: false, reason: said`there is no destination of type "${kept.type}"` };
  const settings = type.settings.safeParse(parseJson(kept.settings));
  const head = KeptHead.safeParse(parseJson(kept.head));
  if (!settings.success || !head.success)
    return { ok: false, reason: said`destination "${name}" is to be applied again: this release has another form` };
  try {
    const shape = head.data.shape ?? type.shapes[0];
    // As `keep` has written it.
    const owner = JSON.parse(kept.owner) as OwnerRef;
    const secrets = await sealed.open(name, type);
    const isPaused = kept.paused !== undefined;
    const value = { name, type, head: head.data, shape, settings: settings.data, owner, secrets, isPaused };
    return { ok: true, value };
  } catch (error) {
    if (error instanceof AppError) return { ok: false, reason: error.text };
    throw error;
  }
}
