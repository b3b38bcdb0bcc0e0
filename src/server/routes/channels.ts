import { z } from 'zod';
import { type Caller, isLimited } from '../../access/index.ts';
import { AppError, said } from '../../base/index.ts';
import { channelTypes, formOf, type ShownChannel } from '../../delivery/index.ts';
import type { ServerContext } from '../http/context.ts';
import { accepted } from '../http/errors.ts';
import { route, type Route } from '../http/route.ts';
import * as schemas from '../schemas/index.ts';

const ByName = z.object({ name: z.string().max(64) });

function isoTime(millis: number): string {
  return new Date(millis).toISOString();
}

function shown(
  { delivery }: ServerContext,
  channel: ShownChannel,
  caller: Pick<Caller, 'scope'>,
): z.input<typeof schemas.Channel> {
  const failure = delivery.failures().get(channel.name);
  // Receivers repeat what they were told, which may be of any cluster.
  const answer = isLimited(caller) ? '' : (failure?.answer ?? '');
  return {
    ...channel,
    secrets: [...channel.secrets],
    savedAt: isoTime(channel.savedAt),
    failing: failure === undefined ? null : { since: isoTime(failure.since), answer },
  };
}

/** Contact channels: kept, shown without their secrets, and tested. */
export function channelRoutes(): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/v1/channels',
      access: 'read',
      summary: 'The contact channels. Secrets are never given back.',
      answer: schemas.ChannelList,
      handle: async ({ caller, context }) => ({
        items: (await context.delivery.channels.list()).map((channel) => shown(context, channel, caller)),
      }),
    }),
    route({
      method: 'GET',
      path: '/api/v1/channels/types',
      access: 'read',
      summary: 'The kinds of channels there are, with the JSON Schema of what each is told.',
      answer: schemas.ChannelTypes,
      handle: async () => ({ items: channelTypes.map(formOf) }),
    }),
    route({
      method: 'POST',
      path: '/api/v1/channels',
      access: 'administer',
      activity: 'channel-apply',
      summary:
        'Keeps all channels of a file, or one that is given as a form, in the place of others of their names. A secret that is left out stays.',
      body: schemas.GivenChannels,
      answer: schemas.AppliedChannels,
      handle: async ({ body, caller, context, isAbout }) => {
        const { delivery } = context;
        const text = 'type' in body ? JSON.stringify({ kind: 'Channel', ...body }) : body.yaml;
        const { value, warnings } = accepted(await delivery.channels.apply(text, caller.name));
        isAbout(value.map(({ name }) => name).join(', '));
        delivery.wake();
        return { items: value.map((channel) => shown(context, channel, caller)), diagnostics: warnings };
      },
    }),
    route({
      method: 'DELETE',
      path: '/api/v1/channels/{name}',
      access: 'administer',
      activity: 'channel-delete',
      summary: 'Deletes a channel with its secrets. What waits for it becomes dead letters.',
      params: ByName,
      answer: schemas.Empty,
      handle: async ({ params: { name }, context }) => {
        if (!(await context.delivery.channels.delete(name)))
          throw new AppError('not-found', said`cannot delete channel "${name}": there is none`);
        context.delivery.wake();
        return {};
      },
    }),
    route({
      method: 'POST',
      path: '/api/v1/channels/{name}/test',
      access: 'administer',
      activity: 'channel-test',
      summary: 'Sends a test message now, and says what the other side answered.',
      params: ByName,
      answer: schemas.ChannelTest,
      handle: async ({ params, context }) => {
        const { kind, status, answer } = await context.delivery.test(params.name);
        return { outcome: kind, status, answer };
      },
    }),
  ];
}
