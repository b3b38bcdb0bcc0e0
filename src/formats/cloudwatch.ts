import type { Format } from './format.ts';

/** EKS in CloudWatch Logs: a subscription's message, what `filter-log-events` answers, or an export to S3 with the time before each line. */
export const cloudwatch: Format = {
  name: 'cloudwatch',
  title: 'CloudWatch Logs (EKS: a subscription, filter-log-events or an export to S3)',
  recognises: ({ object, text }) =>
    (object !== undefined && ('logEvents' in object || ('logStreamName' in object && 'message' in object))) ||
    /^\s*\{\s*"(?:messageType|events)"\s*:\s*(?:"(?:DATA|CONTROL)_MESSAGE"|\[\s*\{\s*"(?:logStreamName|timestamp|ingestionTime|eventId)")/.test(
      text,
    ) ||
    /^\s*"(?:logStreamName|logGroup|ingestionTime)"\s*:/.test(text) ||
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z (?:$|\{)/.test(text),
};
