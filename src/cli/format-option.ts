import { Option } from 'commander';
import { logFormats } from '../formats/index.ts';

/** The option that says what files of events hold, where looking at them is not to decide it. */
export function formatOption(): Option {
  return new Option('--format <format>', 'what the files hold: a wrapper around each event')
    .choices(logFormats)
    .default('auto');
}
