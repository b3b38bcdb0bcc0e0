// What the launcher and `npm test` share: dependencies as locked, and a Node that is new enough. Runs on any Node ≥ 20.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '..');
const oldestNode = 24;

/**
 * Installs the locked dependencies where package-lock.json has changed since the last time. `npm install` and not `npm ci`,
 * which refuses a lock file that lacks another platform's optional binaries where a registry does not have them all.
 */
export function installDependencies() {
  const lock = createHash('sha256')
    .update(readFileSync(path.join(root, 'package-lock.json')))
    .digest('hex');
  const stamp = path.join(root, 'node_modules', '.whodunit-lock');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  process.stderr.write('installing dependencies (once; about a minute) ...\n');
  const done = spawnSync('npm', ['install', '--no-save', '--no-fund', '--no-audit', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'].map((kind, index) => (index === 1 ? 2 : kind)),
  });
  if (done.status !== 0) {
    process.stderr.write('cannot install the dependencies: see above\n');
    process.exit(3);
  }
  mkdirSync(path.dirname(stamp), { recursive: true });
  writeFileSync(stamp, lock);
}

/** The path of a Node that runs the product: this one if it is new enough, else the one that npm brought. */
export function nodeBinary() {
  if (Number(process.versions.node.split('.')[0]) >= oldestNode) return process.execPath;
  const platform = { linux: `node-linux-${process.arch}`, darwin: `node-bin-darwin-${process.arch}` }[process.platform];
  const binary = path.join(root, 'node_modules', platform ?? '', 'bin', 'node');
  if (platform && existsSync(binary)) return binary;
  process.stderr.write(
    `Node ${oldestNode} or newer is needed, and npm has none for ${process.platform}-${process.arch}\n`,
  );
  process.exit(3);
}

/** The environment in which `node` and the tools of node_modules/.bin are the right ones. */
export function environment() {
  const bins = [path.dirname(nodeBinary()), path.join(root, 'node_modules', '.bin')];
  return { ...process.env, PATH: [...bins, process.env.PATH].join(path.delimiter) };
}
