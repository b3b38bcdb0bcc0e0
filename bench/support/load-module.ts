import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';

/** Loads a module and what it imports as one file: Node alone refuses the SQL parser's imports of folders. */
export async function loadModule<Module>(input: string, directory: string): Promise<Module> {
  const bundle = await rolldown({ input, platform: 'node' });
  const file = path.join(directory, `${input.replaceAll('/', '-')}.mjs`);
  await bundle.write({ file, format: 'esm', codeSplitting: false });
  return (await import(pathToFileURL(file).href)) as Module;
}
