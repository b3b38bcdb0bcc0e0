import { useClipboard } from '@mantine/hooks';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { type Json, jsonText } from '../../api/json.ts';
import { tip } from '../overlay/tip.ts';
import styles from './json.module.css';

interface CopyJsonProps {
  readonly value: Json;
  /** What was written of it; without, it is written anew. */
  readonly text?: string | undefined;
}

/** Copies a value as the JSON that it is. */
export function CopyJson({ value, text }: CopyJsonProps) {
  const { t } = useTranslation();
  const clipboard = useClipboard({ timeout: 1500 });
  const label = t(clipboard.copied ? 'common.copied' : 'json.copy');
  const Icon = clipboard.copied ? IconCheck : IconCopy;
  return (
    <button
      type="button"
      className={styles['copy']}
      {...tip(label)}
      aria-label={label}
      onClick={() => clipboard.copy(text ?? jsonText(value))}
    >
      <Icon size={13} aria-hidden />
    </button>
  );
}
