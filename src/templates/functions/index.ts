import { encodings } from './encodings.ts';
import type { TemplateFunction } from './function.ts';
import { lists } from './lists.ts';
import { numbers } from './numbers.ts';
import { texts } from './texts.ts';
import { times } from './times.ts';
import { words } from './words.ts';

export type { TemplateLanguage } from './function.ts';

/** Every function of templates by name. */
export const functions: ReadonlyMap<string, TemplateFunction> = new Map(
  Object.entries({ ...numbers, ...texts, ...lists, ...encodings, ...times, ...words }),
);
