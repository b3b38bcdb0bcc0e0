import { existsSync } from 'node:fs';
import path from 'node:path';

/** The folder of the built page: beside the bundle, or in dist of a checkout. Undefined where it was not built. */
export function pageDirectory(): string | undefined {
  const here = import.meta.dirname;
  const candidates = ['web', '../web', '../../dist/web'].map((folder) => path.resolve(here, folder));
  return candidates.find((folder) => existsSync(path.join(folder, 'index.html')));
}
