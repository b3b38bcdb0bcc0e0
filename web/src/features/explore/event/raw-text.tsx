import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../../lib/i18n/formats.ts';
import { CopyButton } from '../../../components/copy-button.tsx';
import { cutText, visibleText } from '../../../../../src/base/index.ts';
import styles from './event.module.css';

const charactersAtOnce = 50_000;

/** The event as the server keeps it, character for character; what cannot be seen is shown by its name. */
export function RawText({ text }: { readonly text: string }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const [whole, setWhole] = useState(false);
  const { text: start, cut } = cutText(text, charactersAtOnce);
  return (
    <>
      <CopyButton text={text} label={t('event.copyRaw')} />
      <pre className={styles['raw']}>{visibleText(whole ? text : start)}</pre>
      {cut && !whole && (
        <Button variant="default" onClick={() => setWhole(true)}>
          {t('json.whole', { text: formats.bytes(text.length) })}
        </Button>
      )}
    </>
  );
}
