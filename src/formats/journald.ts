import type { Format } from './format.ts';

/** `journalctl -o json`: an entry a line, its text in `MESSAGE`. */
export const journald: Format = {
  name: 'journald',
  title: 'an export of the systemd journal (each line in "MESSAGE")',
  recognises: ({ object, text }) =>
    object === undefined
      ? /^\{\s?"(?:_[A-Z_]{1,40}|MESSAGE)"/.test(text)
      : 'MESSAGE' in object || '_SYSTEMD_UNIT' in object || '__REALTIME_TIMESTAMP' in object,
};
