import type { z } from 'zod';
import { said } from '../base/index.ts';
import type { ChannelType } from './channel.ts';
import { ChannelHead } from './channel-form.ts';
import { channelTypes } from './channels/registry.ts';
import type { ChannelCode } from './diagnostic-codes.ts';
import { readTypedDocuments, type TypedDocument, type TypedDocuments, type TypedKind } from './typed-documents.ts';

type Head = z.output<typeof ChannelHead>;

/** A channel as a file has it. */
export type ReadChannel = TypedDocument<Head, ChannelType>;

const channelKind: TypedKind<Head, ChannelType> = {
  kind: 'Channel',
  word: said`channel`,
  head: ChannelHead,
  types: channelTypes,
  codes: {
    syntax: 'channel-syntax',
    tooDeep: 'channel-too-deep',
    tooLarge: 'channel-too-large',
    invalid: 'invalid-channel',
    duplicate: 'duplicate-channel',
    missingSecret: 'missing-channel-secret',
    none: 'no-channel',
    unknownType: 'unknown-channel-type',
  } satisfies Readonly<Record<string, ChannelCode>>,
};

/** Reads the channels of a file of YAML or JSON, of one document or several; documents of other kinds are passed over. */
export function readChannels(text: string): TypedDocuments<Head, ChannelType> {
  return readTypedDocuments(text, channelKind);
}
