import type { Command } from 'commander';
import { registerApiserver } from './commands/apiserver/index.ts';
import { registerCluster } from './commands/cluster/index.ts';
import { registerImport } from './commands/import/index.ts';
import { registerPolicy } from './commands/policy/index.ts';
import { registerQuery } from './commands/query/index.ts';
import { registerReport } from './commands/report/index.ts';
import { registerDemo } from './commands/server/demo.ts';
import { registerServe } from './commands/server/serve.ts';
import { registerTail } from './commands/tail/index.ts';
import { createProgram } from './program.ts';

/** Makes the program with all of its commands. */
export function createWhodunit(): Command {
  const program = createProgram();
  registerServe(program);
  registerDemo(program);
  registerCluster(program);
  registerImport(program);
  registerQuery(program);
  registerTail(program);
  registerReport(program);
  registerPolicy(program);
  registerApiserver(program);
  return program;
}
