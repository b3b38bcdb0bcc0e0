import { registerApiserver } from './commands/apiserver/index.ts';
import { registerPolicy } from './commands/policy/index.ts';
import { createProgram, runProgram } from './program.ts';

const program = createProgram();
registerApiserver(program);
registerPolicy(program);
await runProgram(program, process.argv);
