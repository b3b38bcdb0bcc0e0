import { useTranslation } from 'react-i18next';
import { useCompleteness } from '../api/completeness.ts';
import { useFormats } from '../lib/i18n/formats.ts';

interface CompletenessTextProps {
  readonly cluster: string;
  readonly from: string;
  readonly to: string;
  /** Whether to say also what is compared with what, and why where nobody knows. */
  readonly withBasis?: boolean;
}

const unanswered = { ratio: null, stored: null, expected: null, basis: null, reason: 'not-asked' } as const;

/** How complete the record of a cluster is over a period. */
export function CompletenessText({ cluster, from, to, withBasis = false }: CompletenessTextProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  const { data, isError } = useCompleteness(cluster, from, to);
  if (!data && !isError) return <>–</>;
  const { ratio, stored, expected, basis, reason } = data ?? unanswered;
  if (ratio === null || stored === null || expected === null || basis === null) {
    const why = t(`completeness.reason.${reason ?? 'no-basis'}`);
    return withBasis ? (
      <>{t('completeness.unknownBecause', { why })}</>
    ) : (
      <span title={why}>{t('completeness.unknown')}</span>
    );
  }
  // Rounded down: nothing that is missing makes a hundred.
  const share = formats.percent(Math.floor(ratio * 1000) / 1000);
  const counts = { stored: formats.count(stored), expected: formats.count(expected) };
  const detail = t(`completeness.basis.${basis}`, counts);
  return withBasis ? <>{`${share}: ${detail}`}</> : <span title={detail}>{share}</span>;
}
