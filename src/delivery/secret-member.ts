import { z } from 'zod';

/** A member of a file that is sealed and never shown: a token, or a URL that holds one. */
export interface SecretMember {
  readonly name: string;
  /** For people who set it up. */
  readonly meaning: string;
  readonly isRequired: boolean;
  /** The setting that it belongs to: it is required where that is given, and says nothing without it. */
  readonly neededBy?: string;
  /** What it may be; left out, any text. What is no text is opened as JSON. */
  readonly value?: z.ZodType;
}

const Text = z.string().min(1).max(8192);

/** What a secret member may be. */
export function secretSchema({ value = Text }: SecretMember): z.ZodType {
  return value;
}
