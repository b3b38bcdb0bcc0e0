import { ActionIcon, Skeleton, Tabs } from '@mantine/core';
import { IconChevronDown, IconChevronUp, IconX } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { useIsNarrow } from '../../../lib/use-is-narrow.ts';
import { PinButton } from '../../../components/pinning/pin-button.tsx';
import { usePinning } from '../../../components/pinning/pinning-context.ts';
import { useActions } from '../../../lib/actions.ts';
import { EmptyPanel } from '../../../components/empty-panel.tsx';
import { ErrorPanel } from '../../../components/error-panel.tsx';
import { JsonTree } from '../../../components/json/json-tree.tsx';
import { SafeText } from '../../../components/safe-text.tsx';
import type { EventItem } from '../use-log.ts';
import { EntityLinks } from './entity-links.tsx';
import { CopyMenu } from './copy-menu.tsx';
import styles from './event.module.css';
import { RawText } from './raw-text.tsx';
import { Rebuilt } from './rebuilt.tsx';
import { Related } from './related.tsx';
import { Sentence } from './sentence.tsx';
import { Steps } from './steps.tsx';
import { useFocusWhileOpen } from '../../../components/use-focus-while-open.ts';
import { useDrawerWidth } from './use-drawer-width.ts';
import { useLinkedEvent, useStages } from './use-event.ts';
import { WhatChanged } from './what-changed.tsx';
import { mayChange } from './whole-object.ts';
import { tip } from '../../../components/overlay/tip.ts';

const Change = lazy(async () => ({ default: (await import('./change.tsx')).Change }));

interface EventDrawerProps {
  /** The event as the URL names it. */
  readonly name: string;
  /** The same out of the list; undefined where the list does not hold it. */
  readonly item: EventItem | undefined;
  readonly zone: string;
  readonly onOpen: (item: EventItem) => void;
  readonly onStep: (step: 1 | -1) => void;
  readonly onClose: () => void;
}

/** One event: the sentence, its three steps, what was around it, its tree, and the bytes as received. */
export function EventDrawer(props: EventDrawerProps) {
  const { name, zone, onStep, onClose } = props;
  const { t } = useTranslation();
  const { width, grip } = useDrawerWidth();
  const linked = useLinkedEvent(name, props.item);
  const item = props.item ?? linked.data ?? undefined;
  const isNarrow = useIsNarrow();
  const drawer = useFocusWhileOpen<HTMLElement>();
  const pinning = usePinning();
  useActions({
    close: onClose,
    previousEvent: () => onStep(-1),
    nextEvent: () => onStep(1),
    ...(pinning && item ? { pin: () => pinning.toggle(item) } : {}),
  });
  return (
    <aside
      ref={drawer}
      tabIndex={-1}
      className={styles['drawer']}
      style={isNarrow ? undefined : { width }}
      aria-label={t('event.title')}
      data-covers-frame
    >
      <div {...grip} className={styles['grip']} aria-label={t('event.resize')} />
      <header className={styles['head']}>
        <h2 className={styles['headTitle']}>
          {item ? (
            <>
              {item.facts.stage} · <SafeText limit={60}>{item.facts.auditId}</SafeText>
            </>
          ) : (
            t('event.title')
          )}
        </h2>
        <ActionIcon {...tip(t('event.previous'))} aria-label={t('event.previous')} onClick={() => onStep(-1)}>
          <IconChevronUp size={17} />
        </ActionIcon>
        <ActionIcon {...tip(t('event.next'))} aria-label={t('event.next')} onClick={() => onStep(1)}>
          <IconChevronDown size={17} />
        </ActionIcon>
        {item && <PinButton item={item} />}
        {item && <CopyMenu item={item} />}
        <ActionIcon {...tip(t('common.close'))} aria-label={t('common.close')} onClick={onClose}>
          <IconX size={17} />
        </ActionIcon>
      </header>
      {item ? (
        <EventContent key={item.facts.key} {...props} item={item} zone={zone} />
      ) : linked.isError ? (
        <ErrorPanel error={linked.error} onRetry={() => void linked.refetch()} />
      ) : linked.isPending ? (
        <div className={styles['content']}>
          <Skeleton height={18} mb={10} />
          <Skeleton height={18} width="60%" mb={24} />
          <Skeleton height={180} />
        </div>
      ) : (
        <EmptyPanel title={t('event.gone')} text={t('event.goneHint')} />
      )}
    </aside>
  );
}

function EventContent({ item, zone, onOpen }: EventDrawerProps & { readonly item: EventItem }) {
  const { t } = useTranslation();
  const stages = useStages(item);
  return (
    <div className={styles['content']}>
      <Sentence facts={item.facts} zone={zone} />
      <WhatChanged item={item} />
      <EntityLinks facts={item.facts} />
      <Tabs defaultValue="steps" keepMounted={false}>
        <Tabs.List mb={14}>
          <Tabs.Tab value="steps">{t('event.steps')}</Tabs.Tab>
          {mayChange(item) && <Tabs.Tab value="change">{t('change.title')}</Tabs.Tab>}
          <Tabs.Tab value="around">{t('event.around')}</Tabs.Tab>
          <Tabs.Tab value="tree">{t('event.tree')}</Tabs.Tab>
          <Tabs.Tab value="raw">{t('event.raw')}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="steps">
          <Steps item={item} stages={stages.data ?? [item]} zone={zone} onOpen={onOpen} />
        </Tabs.Panel>
        <Tabs.Panel value="change">
          <Suspense>
            <Change item={item} zone={zone} onOpen={onOpen} />
          </Suspense>
        </Tabs.Panel>
        <Tabs.Panel value="around">
          <Related item={item} zone={zone} onOpen={onOpen} />
        </Tabs.Panel>
        <Tabs.Panel value="tree">
          <JsonTree value={item.event.json} path="" />
        </Tabs.Panel>
        <Tabs.Panel value="raw">
          <Rebuilt json={item.event.json} />
          <RawText text={item.event.raw} />
        </Tabs.Panel>
      </Tabs>
    </div>
  );
}
