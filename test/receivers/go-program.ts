import path from 'node:path';
import { z } from 'zod';
import { builtOnce, type Run } from './built-once.ts';

/** A program of a Go module. */
export interface GoProgram {
  readonly module: string;
  readonly version: string;
  /** Where in the module it is. */
  readonly folder: string;
}

export const goTool = ['go', 'version'] as const;

const Download = z.object({ GoMod: z.string() });
const Side = z.object({ Path: z.string(), Version: z.string().optional() });
const GoMod = z.object({ Replace: z.array(z.object({ Old: Side, New: Side })).nullish() });

/** As `builtOnce`. */
export function buildGoProgram({ module, version, folder }: GoProgram): Promise<string | undefined> {
  const inModule = `${module}/${folder}`;
  return builtOnce({
    name: `${path.basename(folder)}-${version}`,
    tool: goTool,
    make: async (target, _work, run) => {
      await run('go', ['mod', 'init', 'receivers']);
      const replaced = await replacementsOf(`${module}@${version}`, run);
      if (replaced.length > 0) await run('go', ['mod', 'edit', ...replaced]);
      await run('go', ['get', `${inModule}@${version}`]);
      await run('go', ['build', '-mod=mod', '-o', target, inModule]);
    },
  });
}

/** A module's own replacements count only where it is the main one, and it is built as its makers build it. Those by a folder are its own parts. */
async function replacementsOf(module: string, run: Run): Promise<readonly string[]> {
  const { GoMod: file } = Download.parse(JSON.parse(await run('go', ['mod', 'download', '-json', module])));
  const { Replace } = GoMod.parse(JSON.parse(await run('go', ['mod', 'edit', '-json', file])));
  const told = ({ Path, Version }: z.output<typeof Side>): string =>
    Version === undefined ? Path : `${Path}@${Version}`;
  return (Replace ?? [])
    .filter((one) => !one.New.Path.startsWith('.'))
    .map((one) => `-replace=${told(one.Old)}=${told(one.New)}`);
}
