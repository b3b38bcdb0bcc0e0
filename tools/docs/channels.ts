import { channelTypes, formOf } from '../../src/delivery/index.ts';
import { code, page, table } from './markdown.ts';
import { membersTable } from './typed-members.ts';

/** The page docs/reference/channels.md: what a channel of each type is told, from the schemas that check it. */
export function channelsPage(): string {
  return page(
    '# Channels',
    'Made from the schemas of the code by `npm run docs`.',
    `A contact channel is where messages go: alerts, their ends, digests, reports. \`whodunit channel apply FILE\` keeps the channels of a YAML
file of one or more documents; documents of other kinds are passed over. What \`template\` takes is said under [templates](templates.md).`,
    `\`\`\`yaml
kind: Channel
name: oncall
type: dingtalk
language: zh-CN
url: https://oapi.dingtalk.com/robot/send?access_token=…
secret: SEC…
\`\`\``,
    'Every channel has these members; the others are those of its type.',
    table(
      ['Member', 'Required', 'Value'],
      [
        [code('kind'), 'yes', code('Channel')],
        [code('name'), 'yes', 'lower-case letters and digits, in words joined by `-` or `_`'],
        [code('type'), 'yes', channelTypes.map(({ type }) => code(type)).join(', ')],
        [code('language'), 'no', '`en`, `zh-CN` or `ja`: of the messages; `en` where it is left out'],
      ],
    ),
    `Members that are marked secret are sealed on disk and never given back; where a change leaves them out, they stay as they are. Private and
loopback addresses are called only where \`$WHODUNIT_ALLOW_PRIVATE_DESTINATIONS\` lists their network.`,
    `## What becomes of a message`,
    `It is written to disk together with what caused it, and sent at least once: a key that stays the same for all tries lets the other side tell
repeats apart. A channel has one call at a time, and ten seconds for each. What may pass (no connection, no answer, 429, 5xx) is tried
again after 1 s, 2 s, 4 s … up to 10 minutes, by chance up to half less, and never before the other side asked for; after 24 hours it is
given up. What was given up stays among the deliveries as \`dead\` (\`whodunit delivery list --state dead\`), and can be sent again
(\`whodunit delivery resend\`). Where more waits than the channel takes in a
minute (10,000 messages where it has no limit), one digest a severity tells all of it: how many by rule, and the first ten. Every try is kept for 30 days with what was
answered; secrets are taken out of it.`,
    ...channelTypes.flatMap((type) => {
      return [
        `## ${type.type}`,
        `[How to set one up](../how-to/${howTo[type.type] ?? `send-alerts-to-${type.type}.md`}).`,
        membersTable(formOf(type)),
      ];
    }),
  );
}

/** Guides that are not called after the type. */
const howTo: Readonly<Record<string, string>> = {
  email: 'send-alerts-by-mail.md',
  heartbeat: 'watch-the-watcher.md',
  webhook: 'send-alerts-to-a-webhook.md',
};
