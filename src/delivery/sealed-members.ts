import { z } from 'zod';
import { AppError, type Diagnostic, parseJson } from '../base/index.ts';
import type { SealedSecret, Transaction } from '../records/index.ts';
import type { SecretMember } from './secret-member.ts';
import type { Secrets } from './secrets.ts';
import type { DocumentHead, TypedDocument, TypedMembers } from './typed-documents.ts';

/** Where a type's settings say whereto it goes. */
const AddressMembers = z.object({ url: z.string().optional(), urls: z.array(z.string()).optional() });

/** What is kept of a document, as far as its secrets are concerned. */
export interface KeptMembers {
  readonly name: string;
  readonly type: string;
  /** JSON. */
  readonly settings: string;
}

type Sealed = Pick<Transaction, 'sealedSecrets'>;
type Given = Pick<TypedDocument<DocumentHead, TypedMembers>, 'head' | 'type' | 'settings' | 'secrets' | 'missing'>;

/**
 * The secrets of documents of a kind, sealed beside what is kept of them. One that is left out stays as it is, unless the document goes
 * elsewhere now: by another type, scheme, host or port, be it beside those that it had.
 */
export interface SealedMembers {
  /** Secrets that a document must have, and neither its file has nor what is kept and may stay. */
  missing(transaction: Sealed, before: KeptMembers | undefined, given: Given): readonly Diagnostic[];
  keep(transaction: Sealed, before: KeptMembers | undefined, given: Given): void;
  forget(transaction: Sealed, kept: KeptMembers): void;
  /** Of the secrets which there are, and of an address its host. */
  show(kept: KeptMembers): Promise<readonly { readonly name: string; readonly host?: string }[]>;
  /** All of them, for a call. Rejects with AppError `secrets-unreadable`. */
  open(name: string, type: TypedMembers): Promise<Readonly<Record<string, string>>>;
}

/** `prefix`: of the ids that they have, such as `channel`. */
export function createSealedMembers(prefix: string, types: readonly TypedMembers[], secrets: Secrets): SealedMembers {
  const idOf = (name: string, member: string): string => `${prefix}/${name}/${member}`;
  const membersOf = (type: string) => types.find((one) => one.type === type)?.secrets ?? [];

  /** Whether it was of another type or had another address before: what is secret of it is not sent to where it goes now. */
  function isElsewhere({ sealedSecrets }: Sealed, before: KeptMembers | undefined, given: Given): boolean {
    if (!before) return false;
    if (before.type !== given.type.type) return true;
    const sealed = sealedSecrets.find(idOf(given.head.name, 'url'));
    // Where it went nobody can say of damaged settings: then it goes elsewhere, unless its address is sealed.
    const known = new Set(serversOf(parseJson(before.settings), sealed && readable(secrets, sealed)));
    return serversOf(given.settings, given.secrets['url']).some((server) => !known.has(server));
  }

  function forget({ sealedSecrets }: Sealed, { name, type }: KeptMembers): void {
    for (const member of membersOf(type)) sealedSecrets.delete(idOf(name, member.name));
  }

  return {
    missing(transaction, before, given) {
      const { name } = given.head;
      const isWanted = ({ isRequired, neededBy = '' }: SecretMember): boolean =>
        isRequired || Object(given.settings)[neededBy] !== undefined;
      const wanted = given.type.secrets.filter((member) => isWanted(member) && !(member.name in given.secrets));
      const isForgotten = isElsewhere(transaction, before, given);
      const isSameType = before?.type === given.type.type;
      return wanted.flatMap((member) => {
        const isKept = isSameType && transaction.sealedSecrets.find(idOf(name, member.name)) !== undefined;
        return isKept && !isForgotten ? [] : [given.missing(member.name, isKept)];
      });
    },
    keep(transaction, before, given) {
      if (before && isElsewhere(transaction, before, given)) forget(transaction, before);
      for (const [member, secret] of Object.entries(given.secrets))
        transaction.sealedSecrets.put(secrets.seal(idOf(given.head.name, member), secret));
    },
    forget,
    async show({ name, type }) {
      const shown = membersOf(type).map(async (member) => {
        const secret = await secrets.open(idOf(name, member.name)).catch(() => '');
        return secret === undefined ? [] : [{ name: member.name, ...hostOf(secret) }];
      });
      return (await Promise.all(shown)).flat();
    },
    async open(name, type) {
      const opened = type.secrets.map(
        async (member) => [member.name, await secrets.open(idOf(name, member.name))] as const,
      );
      const known = (await Promise.all(opened)).flatMap(([member, secret]) =>
        secret === undefined ? [] : [[member, secret]],
      );
      return Object.fromEntries(known);
    },
  };
}

/** Undefined where it cannot be opened. */
function readable(secrets: Secrets, sealed: SealedSecret): string | undefined {
  try {
    return secrets.unseal(sealed);
  } catch (error) {
    if (error instanceof AppError) return undefined;
    throw error;
  }
}

/** Scheme, host and port of each address: `url`, which is secret or is not, or `urls`. */
function serversOf(settings: unknown, secret: string | undefined): readonly string[] {
  const { url, urls = [] } = AddressMembers.catch({}).parse(settings);
  return [url ?? secret ?? [], urls].flat().map((address) => {
    const parsed = URL.parse(address);
    return parsed === null ? address : `${parsed.protocol}//${parsed.host}`;
  });
}

/** What may be seen of an address that is secret. */
function hostOf(secret: string): { readonly host?: string } {
  const host = URL.parse(secret)?.host;
  return host ? { host } : {};
}
