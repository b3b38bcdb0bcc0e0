import { z } from 'zod';
import type { DestinationType } from '../destination-type.ts';
import { eventListOf } from './bodies.ts';
import { callHttp, httpMembers, httpSecrets, HttpUrl } from './http.ts';

/** As kube-apiserver's own webhook: what takes that takes this. Falco's plugin reads 12 MiB and no compression. */
const Settings = z.strictObject({
  maxEvents: z.number().int().min(1).max(10_000).default(400).describe('Events of a call'),
  maxBytes: z
    .number()
    .int()
    .min(1024)
    .max(256 << 20)
    .default(10 << 20)
    .describe('Of a call'),
  maxEventBytes: z
    .number()
    .int()
    .min(1024)
    .max(256 << 20)
    .exactOptional()
    .describe('Of an event; a larger one is set aside. Falco drops those over 262144 without a word'),
  ...httpMembers,
});
type Settings = z.output<typeof Settings>;

/** Whatever takes the audit webhook of kube-apiserver. */
export const kubernetesAudit: DestinationType<Settings> = {
  type: 'kubernetes-audit',
  settings: Settings,
  meaning:
    "Whatever takes the audit webhook of kube-apiserver: Falco's k8saudit, another Whodunit, a collector. A call has the events of one cluster, whose name is in the header `X-Whodunit-Cluster`. The protocol knows no identity: after a crash or an answer that was lost, what was on its way arrives twice.",
  secrets: [{ name: 'url', meaning: 'What is called', isRequired: true, value: HttpUrl }, ...httpSecrets],
  shapes: ['event-list'],
  limits: ({ maxEvents, maxBytes, maxEventBytes }) => ({
    events: maxEvents,
    bytes: maxBytes,
    eventBytes: Math.min(maxEventBytes ?? maxBytes, maxBytes),
  }),
  groupOf: ({ clusterId }) => clusterId,
  send: async (parcel) => {
    const { events, secrets, key } = parcel;
    const { outcome } = await callHttp(parcel, {
      url: secrets['url'] ?? '',
      type: 'application/json',
      body: eventListOf(events),
      headers: () => ({ 'x-whodunit-cluster': events[0].cluster, 'webhook-id': key }),
    });
    return outcome;
  },
};
