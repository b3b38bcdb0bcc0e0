import type { Command } from 'commander';
import { registerAlert } from './commands/alert/index.ts';
import { registerApiserver } from './commands/apiserver/index.ts';
import { registerCase } from './commands/case/index.ts';
import { registerChannel } from './commands/channel/index.ts';
import { registerCluster } from './commands/cluster/index.ts';
import { registerCollect } from './commands/collect/index.ts';
import { registerDelivery } from './commands/delivery/index.ts';
import { registerForward } from './commands/forward/index.ts';
import { registerImport } from './commands/import/index.ts';
import { registerInbox } from './commands/inbox/index.ts';
import { registerPolicy } from './commands/policy/index.ts';
import { registerProject } from './commands/project/index.ts';
import { registerHistory } from './commands/history/index.ts';
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
  registerProject(program);
  registerImport(program);
  registerCollect(program);
  registerQuery(program);
  registerHistory(program);
  registerTail(program);
  registerReport(program);
  registerCase(program);
  registerAlert(program);
  registerInbox(program);
  registerChannel(program);
  registerDelivery(program);
  registerForward(program);
  registerPolicy(program);
  registerApiserver(program);
  return program;
}
