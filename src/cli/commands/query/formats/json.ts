import { jsonText, membersOf } from '../../../../base/index.ts';
import type { Answer } from '../answer.ts';
import type { Formatter } from './formatter.ts';

/** The server's own document; several pages become one. */
export function createJsonFormatter(): Formatter {
  let last: Answer | undefined;
  let events = 0;
  return {
    page: (answer) => {
      const first = last === undefined;
      last = answer;
      if (answer.kind === 'table') return jsonText(answer.document);
      const comma = events > 0 && answer.events.length > 0 ? ',' : '';
      events += answer.events.length;
      return `${first ? '{"events":[' : comma}${answer.events.map(jsonText).join(',')}`;
    },
    end: () => {
      if (last?.kind !== 'events') return '\n';
      const rest = [...membersOf(last.document)].filter(([name]) => name !== 'events');
      return `]${rest.map(([name, json]) => `,${JSON.stringify(name)}:${jsonText(json)}`).join('')}}\n`;
    },
  };
}
