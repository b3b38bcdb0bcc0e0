import type { Command } from 'commander';
import { registerApply } from './apply.ts';
import { registerCancel } from './cancel.ts';
import { registerDelete } from './delete.ts';
import { registerList } from './list.ts';
import { registerPause } from './pause.ts';
import { registerRejected } from './rejected.ts';
import { registerReplay } from './replay.ts';
import { registerResend } from './resend.ts';
import { registerTest } from './test.ts';

/** Adds the commands about destinations. */
export function registerForward(program: Command): void {
  const group = program
    .command('forward')
    .description(
      'events to whoever else needs them: apply, list, test, pause, resume, replay, cancel, rejected, resend, delete',
    );
  registerApply(group);
  registerList(group);
  registerTest(group);
  registerPause(group);
  registerReplay(group);
  registerCancel(group);
  registerRejected(group);
  registerResend(group);
  registerDelete(group);
}
