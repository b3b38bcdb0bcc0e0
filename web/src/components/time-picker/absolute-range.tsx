import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { dateTime, parseWall } from '../../lib/time-format.ts';
import { absolute, type FixedRange, resolveTime, type TimeRange } from '../../lib/time-range.ts';
import { fromWall } from '../../lib/time-zone.ts';
import styles from './time-panel.module.css';

interface AbsoluteRangeProps {
  readonly fixed: FixedRange | undefined;
  readonly zone: string;
  readonly onRange: (range: TimeRange) => void;
}

/** From when to when, typed or pasted: wall-clock time of the zone, RFC 3339, or `now-90m`. */
export function AbsoluteRange({ fixed, zone, onRange }: AbsoluteRangeProps) {
  const { t } = useTranslation();
  const [from, setFrom] = useState(fixed ? dateTime(fixed.from, zone) : '');
  const [to, setTo] = useState(fixed ? dateTime(fixed.to, zone) : '');
  const range = { from: readTime(from, zone), to: readTime(to, zone) };
  const isBackwards = range.from !== undefined && range.to !== undefined && range.from >= range.to;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (range.from !== undefined && range.to !== undefined && !isBackwards)
      onRange(absolute({ from: range.from, to: range.to }));
  };
  return (
    <form className={styles['absolute']} onSubmit={submit}>
      <h2 className={styles['heading']}>{t('time.absolute')}</h2>
      <TextInput
        label={t('time.from')}
        value={from}
        error={range.from === undefined ? t('time.format') : undefined}
        classNames={{ input: styles['mono'] ?? '' }}
        onChange={(event) => setFrom(event.currentTarget.value)}
      />
      <TextInput
        label={t('time.to')}
        value={to}
        error={range.to === undefined ? t('time.format') : isBackwards ? t('time.backwards') : undefined}
        classNames={{ input: styles['mono'] ?? '' }}
        onChange={(event) => setTo(event.currentTarget.value)}
      />
      <p className={styles['hint']}>{t('time.absoluteHint', { zone })}</p>
      <Button type="submit">{t('time.apply')}</Button>
    </form>
  );
}

function readTime(text: string, zone: string): number | undefined {
  const wall = parseWall(text);
  return wall ? fromWall(wall, zone) : resolveTime(text.trim(), Date.now(), zone);
}
