import { useEffect, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';

/** What a button is given that opens something: spread into it. */
export interface Opener {
  readonly id: string;
  readonly ref: (button: HTMLElement | null) => void;
  readonly 'aria-haspopup': 'menu' | 'dialog';
  readonly 'aria-expanded': boolean;
  readonly 'aria-controls': string | undefined;
  /** What it opens is on its way. */
  readonly 'aria-busy': boolean | undefined;
  /** That it could not be loaded. */
  readonly title: string | undefined;
  readonly onClick: () => void;
  readonly onPointerEnter: () => void;
  readonly onFocus: () => void;
}

interface OpenerOptions {
  readonly kind: 'menu' | 'dialog';
  readonly isOpen: boolean;
  readonly onOpen: (isOpen: boolean) => void;
  /** Loads what opens, when somebody comes near the button. */
  readonly load: () => Promise<unknown>;
}

/**
 * The button of something that is loaded before it opens for the first time; it stays from then on, so that it goes as it came. Where it cannot
 * be loaded it does not open, the button says so, and the next click tries again.
 */
export function useOpener({ kind, isOpen, onOpen, load }: OpenerOptions) {
  const id = useId();
  const [button, setButton] = useState<HTMLElement | null>(null);
  const { t } = useTranslation();
  const [isLoaded, setLoaded] = useState(false);
  const [hasFailed, setFailed] = useState(false);
  const [wasOpen, setWasOpen] = useState(isOpen);
  if (isOpen && !wasOpen) setWasOpen(true);
  useEffect(() => {
    if (!isOpen || isLoaded) return;
    load().then(
      () => {
        setLoaded(true);
        setFailed(false);
      },
      () => {
        setFailed(true);
        onOpen(false);
      },
    );
  }, [isOpen, isLoaded, load, onOpen]);
  const prepare = (): void => void load().catch(() => undefined);
  const opener: Opener = {
    id,
    ref: setButton,
    'aria-haspopup': kind,
    'aria-expanded': isOpen,
    'aria-controls': isOpen && isLoaded ? `${id}-dropdown` : undefined,
    'aria-busy': (isOpen && !isLoaded) || undefined,
    title: hasFailed ? t('common.notLoaded') : undefined,
    onClick: () => onOpen(!isOpen),
    onPointerEnter: prepare,
    onFocus: prepare,
  };
  return { opener, target: wasOpen && isLoaded ? button : null };
}
