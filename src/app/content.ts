import { existsSync } from 'node:fs';
import path from 'node:path';

/** A folder of the data that travels with the product: in the checkout that this runs from, as source or as a bundle. */
export function contentDirectory(folder: string): string {
  const here = import.meta.dirname;
  const candidates = ['../../content', '../content'].map((content) => path.resolve(here, content, folder));
  return candidates.find((candidate) => existsSync(candidate)) ?? path.join(here, 'content', folder);
}
