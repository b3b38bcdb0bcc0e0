import { type KeyboardEvent, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SafeText } from '../components/safe-text.tsx';
import styles from './frame.module.css';
import { KeyNames } from './key-names.tsx';
import { usePaletteItems } from './use-palette-items.ts';

export function PaletteList({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const items = usePaletteItems(text);
  const current = Math.min(at, items.length - 1);
  useEffect(() => {
    document.getElementById(`palette-${current}`)?.scrollIntoView({ block: 'nearest' });
  }, [current]);
  const choose = (index: number): void => {
    items[index]?.go();
    onClose();
  };
  function onKeyDown(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      setAt((current + step + items.length) % items.length);
    } else if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault();
      choose(current);
    }
  }
  return (
    <div className={styles['palette']}>
      <span className="visually-hidden" role="status">
        {t('palette.found', { count: items.length })}
      </span>
      <input
        data-autofocus
        role="combobox"
        aria-expanded="true"
        aria-controls="palette-list"
        aria-activedescendant={items.length > 0 ? `palette-${current}` : undefined}
        aria-label={t('frame.goTo')}
        className={styles['paletteInput']}
        placeholder={t('frame.goTo')}
        value={text}
        onKeyDown={onKeyDown}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setAt(0);
        }}
      />
      <ul id="palette-list" role="listbox" aria-label={t('frame.goTo')} className={styles['paletteList']}>
        {items.map((item, index) => (
          // The box above has the keyboard, as in every combobox.
          // eslint-disable-next-line jsx-a11y/click-events-have-key-events
          <li
            key={item.id}
            id={`palette-${index}`}
            role="option"
            aria-selected={index === current}
            className={styles['paletteItem']}
            onClick={() => choose(index)}
            onMouseMove={() => setAt(index)}
          >
            <SafeText limit={80}>{item.label}</SafeText>
            <span className={styles['paletteHint']}>
              {item.keys === undefined ? item.hint : <KeyNames keys={item.keys} />}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
