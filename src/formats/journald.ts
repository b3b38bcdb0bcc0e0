import { jsonText } from '../base/index.ts';
import type { Format } from './format.ts';
import { arrayOf, factsOf, stringBytes, stringOf } from './json.ts';

const tells = {
  host: '_HOSTNAME',
  container: 'CONTAINER_NAME',
  program: '_SYSTEMD_UNIT or SYSLOG_IDENTIFIER or _COMM',
  time: '__REALTIME_TIMESTAMP',
};

/**
 * `journalctl -o json`: an entry a line, its text in `MESSAGE`, or its bytes as numbers where they are no UTF-8. journald parts lines at
 * its `LineMax`, and says so.
 */
export const journald: Format = {
  name: 'journald',
  title:
    'an export of the systemd journal (each line in "MESSAGE"; one of more than 4096 bytes only with journalctl --all)',
  recognises: ({ members, text }) =>
    members
      ? members.has('MESSAGE') || members.has('_SYSTEMD_UNIT') || members.has('__REALTIME_TIMESTAMP')
      : /^\{\s?"(?:_[A-Z_]{1,40}|MESSAGE)"/.test(text),
  wrapper: {
    tells,
    keeps: 'bytes',
    unwrap: ({ members }) => {
      const message = members?.get('MESSAGE');
      const bytes = stringBytes(message) ?? numberedBytes(message);
      if (!members || !bytes) return undefined;
      const goesOn = stringOf(members.get('_LINE_BREAK')) === 'line-max';
      return [{ bytes, facts: factsOf(members, tells), goesOn }];
    },
  },
};

function numberedBytes(json: Uint8Array | undefined): Uint8Array | undefined {
  const numbers = arrayOf(json);
  return numbers.length === 0 ? undefined : Uint8Array.from(numbers, (number) => Number(jsonText(number)));
}
