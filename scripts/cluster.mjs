// `npm run cluster`: a real control plane, built from Go modules, against the built product. Minutes; needs Go 1.26.
import { spawn } from 'node:child_process';
import path from 'node:path';
import build from './build.mjs';
import { environment, installDependencies, nodeBinary, root } from './runtime.mjs';

installDependencies();
if (process.argv.slice(2).join() !== 'starts') build();
const main = path.join(root, 'test', 'cluster', 'main.ts');
const child = spawn(nodeBinary(), [main, ...process.argv.slice(2)], { env: environment(), stdio: 'inherit' });
child.on('exit', (code) => {
  process.exitCode = code ?? 1;
});
