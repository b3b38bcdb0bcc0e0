import { registerApiserver } from './commands/apiserver/index.ts';
import { createProgram, runProgram } from './program.ts';

const program = createProgram();
registerApiserver(program);
await runProgram(program, process.argv);
