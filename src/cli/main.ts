import { runProgram } from './program.ts';
import { createWhodunit } from './whodunit.ts';

await runProgram(createWhodunit(), process.argv);
