import type { DiagnosticDoc } from '../base/index.ts';

/** What may be wrong with a file of channels. */
export const channelCodes = {
  'channel-syntax': { meaning: 'The file is no YAML or JSON.', remedy: 'Correct it at the place named.' },
  'channel-too-deep': { meaning: 'The file is nested more deeply than is read.', remedy: 'Flatten it.' },
  'channel-too-large': {
    meaning: 'The file is larger than is read, or a map in it has too many members.',
    remedy: 'Put the channels into several files.',
  },
  'duplicate-channel': { meaning: 'Two channels of a file have the same name.', remedy: 'Rename one.' },
  'invalid-channel': {
    meaning: 'A member of a channel is missing, unknown, or has a value that it cannot have.',
    remedy: 'The message names the member and what is expected; see [channels](channels.md).',
  },
  'missing-channel-secret': {
    meaning: 'A channel has a secret that must be given, and none is kept of it yet.',
    remedy: 'Write the member that the message names.',
  },
  'no-channel': { meaning: 'The file holds no channel.', remedy: 'Write a document of `kind: Channel`.' },
  'unknown-channel-type': { meaning: 'There is no such kind of channel.', remedy: 'Correct `type`.' },
} as const satisfies Readonly<Record<string, DiagnosticDoc>>;

export type ChannelCode = keyof typeof channelCodes;
