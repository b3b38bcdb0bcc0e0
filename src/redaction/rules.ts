import { words } from '../base/index.ts';
import { RE2JS } from 're2js';
import { z } from 'zod';

const Resource = z
  .string()
  .max(253)
  .regex(/^[a-z0-9.-]+(\/[a-z0-9]+)?$/, words`expected a resource such as pods, or pods/exec`);

const Path = z
  .string()
  .min(1)
  .max(512)
  .regex(/^[^.]+(\.[^.]+)*$/, words`expected names joined by dots, such as user.extra`);

const Pattern = z
  .string()
  .min(1)
  .max(1024)
  .refine((text) => isPattern(text), words`expected a regular expression of RE2`);

/** What is taken out of events: fields, or what a pattern finds, or what it finds in fields; of some resources or of all. */
export const RedactRule = z
  .strictObject({
    resources: z.array(Resource).min(1).max(100).exactOptional(),
    fields: z.array(Path).min(1).max(100).exactOptional(),
    pattern: Pattern.exactOptional(),
  })
  .refine(
    ({ fields, pattern }) => fields !== undefined || pattern !== undefined,
    words`expected fields, a pattern, or both`,
  );
export type RedactRule = z.output<typeof RedactRule>;

function isPattern(text: string): boolean {
  try {
    RE2JS.compile(text);
    return true;
  } catch {
    return false;
  }
}
