import type { TFunction } from 'i18next';

const types = [
  'elasticsearch',
  'kafka',
  'kubernetes-audit',
  'loki',
  'otlp',
  's3',
  'sls',
  'splunk',
  'syslog',
  'victorialogs',
  'webhook',
] as const;

const shapes = ['raw', 'event-list', 'flat', 'ecs', 'ocsf'] as const;

/** What a kind of destination is called on the page. */
export function typeLabel(t: TFunction, type: string): string {
  const known = types.find((one) => one === type);
  return known ? t(`destinations.of.${known}`) : type;
}

/** What a shape of events is called on the page. */
export function shapeLabel(t: TFunction, shape: string): string {
  const known = shapes.find((one) => one === shape);
  return known ? t(`destinations.shapeOf.${known}`) : shape;
}

/** Of the address of a destination what may be seen. */
export function hostOf({
  secrets,
  settings,
}: {
  readonly secrets: readonly { readonly host?: string | undefined }[];
  readonly settings: Readonly<Record<string, unknown>>;
}): string {
  const { url, urls } = settings;
  const shown = Array.isArray(urls) ? urls.join(', ') : url;
  return secrets.find(({ host }) => host !== undefined)?.host ?? (typeof shown === 'string' ? shown : '');
}
