import { formOf } from '../../src/delivery/index.ts';
import { destinationTypes, guardedBodies, shapes } from '../../src/forward/index.ts';
import { code, page, table } from './markdown.ts';
import { membersTable } from './typed-members.ts';

/** The page docs/reference/destinations.md: what a destination of each type is told, from the schemas that check it. */
export function destinationsPage(): string {
  return page(
    '# Destinations',
    'Made from the schemas of the code by `npm run docs`.',
    `A destination is where events are forwarded to. \`whodunit forward apply FILE\` keeps the destinations of a YAML file of one or more
documents; documents of other kinds are passed over. [How to forward events](../how-to/forward-events.md) has examples.`,
    `\`\`\`yaml
kind: Destination
name: siem
type: webhook
url: https://siem.example/hook
filter: 'not user.username: system'
clusters: [prod-eu]
shape: event-list
\`\`\``,
    'Every destination has these members; the others are those of its type.',
    table(
      ['Member', 'Required', 'Value'],
      [
        [code('kind'), 'yes', code('Destination')],
        [code('name'), 'yes', 'lower-case letters and digits, in words joined by `-` or `_`'],
        [code('type'), 'yes', destinationTypes.map(({ type }) => code(type)).join(', ')],
        [code('filter'), 'no', 'a [search](search.md): what it does not find is not sent; left out: everything is'],
        [code('clusters'), 'no', 'names of clusters; left out: all'],
        [code('shape'), 'no', "how an event is written; left out: the first of the type's"],
        [
          code('bodies'),
          'no',
          `of ${guardedBodies.map(code).join(', ')} those whose bodies are sent all the same; left out: none`,
        ],
        [
          code('redact'),
          'no',
          'list of `{resources?, fields?, pattern?}`: fields are cut out, what a pattern of RE2 finds is replaced, in fields where they are named as well; see [what is not sent](../how-to/forward-events.md#what-is-not-sent)',
        ],
      ],
    ),
    `Members that are marked secret are sealed on disk and never given back; where a change leaves them out, they stay as they are. Private and
loopback addresses are called only where \`$WHODUNIT_ALLOW_PRIVATE_DESTINATIONS\` lists their network.`,
    '## Shapes',
    table(
      ['Shape', 'What an event is'],
      Object.entries(shapes).map(([name, { meaning }]) => [code(name), `${meaning}.`]),
    ),
    ...promised(),
    ...destinationTypes.flatMap((type) => [
      `## ${type.type}`,
      `${type.meaning} Shapes: ${type.shapes.map(code).join(', ')}.`,
      membersTable(formOf(type)),
    ]),
  );
}

function promised(): readonly string[] {
  return [
    '## What is promised',
    `A destination is sent each event that its filter finds at least once, in the order in which Whodunit received them. It begins with what is
received after it was made; \`whodunit forward replay\` sends what was received before. How far it has come is on disk, and so is the end of
each batch before it is sent: after a crash the same batch is sent again. A whole event that takes the place of one which its webhook had truncated is sent as well, under the same identity.
What was received while the server's clock was more than a day ahead, and was not sent when the clock was mended, is sent when the clock comes
to it; a replay sends it before.`,
    `Each destination has a loop of its own and one call at a time, so that one which hangs or fails holds up no other, and nothing else. While
it takes nothing nothing is kept for it: what it has not had is read from the store when it is its turn.`,
    table(
      ['The destination answers', 'Then'],
      [
        ['2xx', 'The batch is sent, but for what the answer says of single events.'],
        [
          '2xx that is no answer of the protocol, such as the page of a proxy',
          'Nothing was taken: it is sent again, as after 5xx.',
        ],
        [
          '400, 422',
          'The batch is cut in two until it is known which events are refused; these are set aside with the answer, and the rest goes on.',
        ],
        ['413', 'The same; an event that is too large by itself is set aside.'],
        [
          'one of these to a hundred events in a row, and nothing is taken between',
          'It is no fault of the events: it has stopped. It is asked again after waits that grow up to 5 minutes, and one event is set aside at a time; when something is taken, or the destination is applied again, it goes on as before. The hundred can be sent again.',
        ],
        [
          '408, 425, 429, 5xx, no answer within a minute (Splunk with `acknowledgement`: 5), no connection',
          'It is sent again after 1 s, 2 s, 4 s … up to 5 minutes, by chance up to half less, and never before `Retry-After`, of which a day at most is kept to; for ever.',
        ],
        [
          'anything else, such as 401, 403, 404 and redirects',
          'It has stopped: somebody has to mend something. It is asked again every 10 minutes, and at once when the destination is applied again or a test goes well.',
        ],
      ],
    ),
    `What is set aside is listed by \`whodunit forward rejected NAME\`; the last 10,000 of each destination are kept. The events themselves stay in the store. A
destination runs with the limits of whoever applied it last, as they are at the time; when they may not administer clusters any more, it stops.`,
  ];
}
