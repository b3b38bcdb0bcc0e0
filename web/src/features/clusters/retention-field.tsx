import { NumberInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';

interface RetentionFieldProps {
  readonly value: number | string;
  readonly error: string | undefined;
  readonly onChange: (days: number | string) => void;
}

/** For how many days events are kept. */
export function RetentionField({ value, error, onChange }: RetentionFieldProps) {
  const { t } = useTranslation();
  return (
    <NumberInput
      label={t('clusters.retention')}
      description={t('clusters.retentionHint')}
      suffix={` ${t('clusters.daySuffix')}`}
      min={1}
      max={3650}
      allowDecimal={false}
      value={value}
      error={error}
      onChange={onChange}
    />
  );
}
