import { useTranslation } from 'react-i18next';
import type { ApiServer, MetricsSource } from '../../../api/api-servers.ts';
import { useFormats } from '../../../lib/i18n/formats.ts';

interface ClockTextProps {
  readonly server: ApiServer;
  readonly source: MetricsSource | undefined;
}

/** Below that a date in HTTP, which is cut to the second, and the way there tell nothing. */
const tellingSeconds = 2;

/** How the clock of an API server differs from the server's: as its metrics say, else as far as its events show. */
export function ClockText({ server: { aheadSeconds }, source }: ClockTextProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  const offset = source?.clockOffsetSeconds ?? null;
  if (offset !== null) {
    const title = t('apiServers.clockByMetrics');
    if (Math.abs(offset) < tellingSeconds) return <span title={title}>{t('apiServers.right')}</span>;
    const key = offset > 0 ? 'apiServers.ahead' : 'apiServers.behind';
    return <span title={title}>{t(key, { text: formats.span(1000 * Math.abs(offset)) })}</span>;
  }
  const title = t('apiServers.clockByEvents');
  if (aheadSeconds < tellingSeconds) return <span title={title}>{t('completeness.unknown')}</span>;
  return <span title={title}>{t('apiServers.atLeastAhead', { text: formats.span(1000 * aheadSeconds) })}</span>;
}
