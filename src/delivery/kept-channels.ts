import { AppError, fail, isAccepted, ok, parseJson, type Result, said, type Text } from '../base/index.ts';
import type { KeptChannel, Records, Transaction } from '../records/index.ts';
import type { ChannelLimits, ChannelType } from './channel.ts';
import { channelTypes, findChannelType } from './channels/registry.ts';
import { type ReadChannel, readChannels } from './read-channels.ts';
import { createSealedMembers, type SealedMembers } from './sealed-members.ts';
import type { Secrets } from './secrets.ts';

/** A channel, ready for a call. */
export interface OpenChannel {
  readonly type: ChannelType;
  readonly language: string;
  readonly settings: unknown;
  readonly secrets: Readonly<Record<string, string>>;
  readonly limits: ChannelLimits;
  /** Unix milliseconds: when it was changed last. */
  readonly savedAt: number;
}

/** A channel as it is shown: of its secrets only which there are, and of an address its host. */
export interface ShownChannel extends Omit<KeptChannel, 'settings'> {
  readonly settings: Readonly<Record<string, unknown>>;
  readonly secrets: readonly { readonly name: string; readonly host?: string }[];
}

/** The channels that were made here. */
export interface KeptChannels {
  /**
   * Keeps all channels of a file, or none of them. A secret that is left out stays as it is, unless the channel goes elsewhere now: by
   * another type, scheme, host or port. Gives what is kept by now.
   */
  apply(text: string, savedBy: string): Promise<Result<readonly ShownChannel[]>>;
  /** By name. */
  list(): Promise<readonly ShownChannel[]>;
  /** Removes it with its secrets. Gives false when there is none. */
  delete(name: string): Promise<boolean>;
  /** Opens a channel for a call; or says, for people, why it cannot be. */
  open(
    name: string,
  ): Promise<{ readonly ok: true; readonly value: OpenChannel } | { readonly ok: false; readonly reason: Text }>;
  /** Those whose receivers are to be reminded of what is open. */
  toRemind(): Promise<readonly string[]>;
}

export interface KeptChannelsNeeds {
  readonly records: Pick<Records, 'channels' | 'sealedSecrets' | 'transaction'>;
  readonly secrets: Secrets;
}

/** Keeps channels in the records, and what is secret of them sealed. */
export function createKeptChannels({ records, secrets }: KeptChannelsNeeds): KeptChannels {
  const sealed = createSealedMembers('channel', channelTypes, secrets);

  function keep(transaction: Transaction, channel: ReadChannel, savedBy: string): void {
    const { head, type, settings } = channel;
    const { name, language } = head;
    sealed.keep(transaction, transaction.channels.find(name), channel);
    transaction.channels.put({ name, type: type.type, language, settings: JSON.stringify(settings), savedBy });
  }

  async function show(channel: KeptChannel): Promise<ShownChannel> {
    const settings = { ...Object(parseJson(channel.settings)) };
    return { ...channel, settings, secrets: await sealed.show(channel) };
  }

  const list = async (): Promise<readonly ShownChannel[]> =>
    Promise.all((await records.channels.list()).map((channel) => show(channel)));

  return {
    apply: async (text, savedBy) => {
      const { documents, diagnostics } = readChannels(text);
      if (!isAccepted(diagnostics)) return fail(...diagnostics);
      const missing = records.transaction((transaction) => {
        const found = documents.flatMap((channel) =>
          sealed.missing(transaction, transaction.channels.find(channel.head.name), channel),
        );
        if (found.length === 0) for (const channel of documents) keep(transaction, channel, savedBy);
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
        const channel = transaction.channels.find(name);
        if (channel) sealed.forget(transaction, channel);
        return transaction.channels.delete(name);
      }),
    open: async (name) => {
      const channel = await records.channels.find(name);
      return channel ? openKept(channel, sealed) : { ok: false, reason: said`there is no channel "${name}"` };
    },
    toRemind: async () => {
      const reminding = new Set(channelTypes.filter(({ refresh }) => refresh).map(({ type }) => type));
      return (await records.channels.list()).filter(({ type }) => reminding.has(type)).map(({ name }) => name);
    },
  };
}

async function openKept(channel: KeptChannel, sealed: SealedMembers): ReturnType<KeptChannels['open']> {
  const { name, language, savedAt } = channel;
  const type = findChannelType(channel.type);
  if (!type) return { ok: false, reason: said`there is no channel of type "${channel.type}"` };
  const settings = type.settings.safeParse(parseJson(channel.settings));
  if (!settings.success)
    return { ok: false, reason: said`channel "${name}" is to be applied again: ${settings.error.message}` };
  try {
    const secrets = await sealed.open(name, type);
    const value = { type, language, settings: settings.data, limits: type.limits(settings.data), savedAt, secrets };
    return { ok: true, value };
  } catch (error) {
    if (error instanceof AppError) return { ok: false, reason: error.text };
    throw error;
  }
}
