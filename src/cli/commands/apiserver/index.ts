import type { Command } from 'commander';
import { registerDisable } from './disable.ts';
import { registerEnable } from './enable.ts';
import { registerStatus } from './status.ts';
import { registerTune } from './tune.ts';
import { registerUndo } from './undo.ts';

/** Adds the commands about kube-apiserver's own configuration. They need no server. */
export function registerApiserver(program: Command): void {
  const group = program.command('apiserver').description("kube-apiserver's audit flags, files and mounts");
  registerEnable(group);
  registerDisable(group);
  registerUndo(group);
  registerStatus(group);
  registerTune(group);
}
