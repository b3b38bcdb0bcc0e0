import { ActionIcon, Menu } from '@mantine/core';
import { IconArrowsDiagonal2, IconDots, IconGripVertical, IconPencil } from '@tabler/icons-react';
import { type CSSProperties, type KeyboardEvent, type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { type Panel, textIn } from '../../../../../src/dashboards/index.ts';
import { SafeText } from '../../../components/safe-text.tsx';
import styles from './edit.module.css';
import type { DragHandle } from './use-panel-drag.ts';
import { usePanelResize } from './use-panel-resize.ts';
import { tip } from '../../../components/overlay/tip.ts';

/** What is done with a panel, by mouse, finger or keyboard. */
export interface CardActions {
  readonly onEdit: () => void;
  readonly onDuplicate: (() => void) | undefined;
  readonly onRemove: () => void;
  readonly onStep: (step: 1 | -1) => void;
  readonly onResize: (size: Pick<Panel, 'width' | 'height'>) => void;
}

interface EditCardProps extends CardActions {
  readonly panel: Panel;
  readonly handle: DragHandle;
  readonly isMoving: boolean;
  /** On which side of it the moving panel would go. */
  readonly drop: 'before' | 'after' | undefined;
  readonly children: ReactNode;
}

/** The handle of a panel, to give it the focus again where it has moved. */
export function handleId(panelId: string): string {
  return `handle-${panelId}`;
}

/** A panel in the grid, with what moves, resizes, changes and removes it. */
export function EditCard(props: EditCardProps) {
  const { panel, handle, isMoving, drop, children, onEdit, onDuplicate, onRemove, onStep, onResize } = props;
  const { t, i18n } = useTranslation();
  const titleId = useId();
  const hintId = useId();
  const resize = usePanelResize(panel, onResize);
  const title = textIn(panel.title, i18n.language);
  const { width, height } = panel;
  const onKey = (event: KeyboardEvent): void => {
    const action = keyAction(event, panel);
    if (!action) return;
    event.preventDefault();
    if ('step' in action) onStep(action.step);
    else if ('size' in action) onResize(action.size);
    else onRemove();
  };
  return (
    <section
      className={styles['cell']}
      style={{ '--width': width, '--height': height } as CSSProperties}
      aria-labelledby={titleId}
      data-panel={panel.id}
      data-chart={panel.chart}
      data-moving={isMoving || undefined}
      data-drop={drop}
    >
      <header className={styles['cardHead']}>
        <button
          {...tip(t('dashboard.moveHint'))}
          type="button"
          id={handleId(panel.id)}
          className={styles['grip']}
          aria-label={t('dashboard.move', { title })}
          aria-describedby={hintId}
          onKeyDown={onKey}
          {...handle}
        >
          <IconGripVertical size={16} stroke={1.6} aria-hidden />
        </button>
        <span id={hintId} className="visually-hidden">
          {t('dashboard.moveHint')}
        </span>
        <h3 className={styles['cardTitle']} id={titleId}>
          <SafeText limit={200}>{title}</SafeText>
        </h3>
        <ActionIcon
          {...tip(t('dashboard.editPanel'))}
          size={26}
          aria-label={t('dashboard.editPanelOf', { title })}
          onClick={onEdit}
        >
          <IconPencil size={15} stroke={1.6} />
        </ActionIcon>
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon size={26} aria-label={t('dashboard.menuOf', { title })}>
              <IconDots size={15} stroke={1.6} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => onStep(-1)}>{t('dashboard.moveBack')}</Menu.Item>
            <Menu.Item onClick={() => onStep(1)}>{t('dashboard.moveOn')}</Menu.Item>
            <Menu.Item disabled={!onDuplicate} onClick={onDuplicate}>
              {t('dashboard.duplicatePanel')}
            </Menu.Item>
            <Menu.Divider />
            <Menu.Item color="red" onClick={onRemove}>
              {t('dashboard.removePanel')}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </header>
      <div className={styles['cardBody']}>{children}</div>
      <span className={styles['resize']} title={t('dashboard.resizeHint')} aria-hidden {...resize}>
        <IconArrowsDiagonal2 size={14} stroke={1.6} />
      </span>
    </section>
  );
}

type KeyAction =
  | { readonly step: 1 | -1 }
  | { readonly size: Pick<Panel, 'width' | 'height'> }
  | { readonly remove: true }
  | undefined;

/** Arrows move a panel, with Shift they resize it, Delete removes it. */
function keyAction({ key, shiftKey }: KeyboardEvent, { width, height }: Panel): KeyAction {
  if (key === 'Delete' || key === 'Backspace') return { remove: true };
  const isOn = key === 'ArrowRight' || key === 'ArrowDown';
  if (!isOn && key !== 'ArrowLeft' && key !== 'ArrowUp') return undefined;
  const by = isOn ? 1 : -1;
  if (!shiftKey) return { step: by };
  const isWidth = key === 'ArrowRight' || key === 'ArrowLeft';
  return { size: { width: width + (isWidth ? by : 0), height: height + (isWidth ? 0 : by) } };
}
