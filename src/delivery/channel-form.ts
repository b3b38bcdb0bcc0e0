import { words } from '../base/index.ts';
import { z } from 'zod';

/** What every document that is kept by its name is called. */
export const KeptName = z
  .string()
  .max(64)
  .regex(/^[a-z0-9]+([-_][a-z0-9]+)*$/, words`expected lower-case letters and digits, in words joined by - or _`);

/** What every channel is told, whatever its type. */
export const ChannelHead = z.object({
  kind: z.literal('Channel'),
  name: KeptName,
  type: z.string(),
  /** Of the messages that it is sent. */
  language: z.enum(['en', 'zh-CN', 'ja']).default('en'),
});
