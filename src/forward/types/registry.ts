import type { DestinationType } from '../destination-type.ts';
import { elasticsearch } from './elasticsearch.ts';
import { kafka } from './kafka.ts';
import { kubernetesAudit } from './kubernetes-audit.ts';
import { loki } from './loki.ts';
import { otlp } from './otlp.ts';
import { s3 } from './s3.ts';
import { sls } from './sls.ts';
import { splunk } from './splunk.ts';
import { syslog } from './syslog.ts';
import { victoriaLogs } from './victorialogs.ts';
import { webhook } from './webhook.ts';

/** All kinds of destinations: a new one is a file beside this, and a line here. */
export const destinationTypes: readonly DestinationType[] = [
  elasticsearch,
  kafka,
  kubernetesAudit,
  loki,
  otlp,
  s3,
  sls,
  splunk,
  syslog,
  victoriaLogs,
  webhook,
];

/** The kind of destination that files call so. */
export function findDestinationType(type: string): DestinationType | undefined {
  return destinationTypes.find((one) => one.type === type);
}
