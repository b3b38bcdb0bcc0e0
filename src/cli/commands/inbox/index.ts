import type { Command } from 'commander';
import { registerAcknowledge } from './acknowledge.ts';
import { registerAssign } from './assign.ts';
import { registerComment } from './comment.ts';
import { registerList } from './list.ts';
import { registerRead } from './read.ts';
import { registerShow } from './show.ts';

/** Adds the commands about the message centre. */
export function registerInbox(program: Command): void {
  const group = program
    .command('inbox')
    .description('the message centre: list, show, mark as read, acknowledge, assign, comment');
  registerList(group);
  registerShow(group);
  registerRead(group);
  registerAcknowledge(group);
  registerAssign(group);
  registerComment(group);
}
