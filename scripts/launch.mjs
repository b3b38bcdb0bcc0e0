// The launcher behind ./whodunit: makes sure of dependencies and bundle, then becomes the CLI.
import { spawn } from 'node:child_process';
import { readdirSync, statSync, existsSync } from 'node:fs';
import path from 'node:path';
import { installDependencies, nodeBinary, root } from './runtime.mjs';

function newest(folder) {
  let time = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    time = Math.max(time, entry.isDirectory() ? newest(file) : statSync(file).mtimeMs);
  }
  return time;
}

installDependencies();
const bundle = path.join(root, 'dist', 'cli.js');
const built = path.join(root, 'dist', '.built');
const sources = ['src', 'web', 'content', 'scripts']
  .map((folder) => path.join(root, folder))
  .filter((folder) => existsSync(folder));
if (!existsSync(built) || statSync(built).mtimeMs < Math.max(...sources.map(newest))) {
  const build = await import('./build.mjs');
  build.default();
}
const child = spawn(nodeBinary(), ['--disable-warning=ExperimentalWarning', bundle, ...process.argv.slice(2)], {
  stdio: 'inherit',
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => {
  process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 1);
});
