import path from 'node:path';

/**
 * Where a program of its own stands, which a process or a thread runs: as source beside the module that starts it; bundled beside the bundle, under
 * the name that the bundler's configuration gives it. `module` is the caller's `import.meta`.
 */
export function programPath(
  module: { readonly dirname: string; readonly filename: string },
  source: string,
  bundled: string,
): string {
  if (module.filename.endsWith('.ts')) return path.join(module.dirname, source);
  const isChunk = path.basename(module.dirname) === 'chunks';
  return path.join(isChunk ? path.dirname(module.dirname) : module.dirname, bundled);
}
