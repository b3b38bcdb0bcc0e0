import type { Command } from 'commander';
import { registerList } from './list.ts';
import { registerResend } from './resend.ts';
import { registerShow } from './show.ts';

/** Adds the commands about messages on their way to channels. */
export function registerDelivery(program: Command): void {
  const group = program
    .command('delivery')
    .description('messages on their way to channels: list, show every try, send again what was given up');
  registerList(group);
  registerShow(group);
  registerResend(group);
}
