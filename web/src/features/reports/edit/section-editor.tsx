import { ActionIcon, Button } from '@mantine/core';
import { IconChevronDown, IconChevronUp, IconPlus, IconTrash } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Dashboard, Panel } from '../../../../../src/dashboards/index.ts';
import { duplicatePanel, hasRoomForPanel, removePanel, resizePanel } from '../../../lib/dashboard-edits/panels.ts';
import { removeSection, stepSection, titleSection } from '../../../lib/dashboard-edits/sections.ts';
import { EditCard } from './edit-card.tsx';
import styles from './edit.module.css';
import { LocalTextInput } from './local-text-input.tsx';
import type { Editor } from './use-editor.ts';
import type { Drag, DragHandle } from './use-panel-drag.ts';
import { tip } from '../../../components/overlay/tip.ts';

interface SectionEditorProps {
  readonly editor: Editor;
  readonly at: number;
  readonly drag: Drag | undefined;
  readonly handleOf: (id: string) => DragHandle;
  readonly preview: (panel: Panel) => ReactNode;
  readonly onEdit: (panel: Panel) => void;
  readonly onAdd: () => void;
  readonly onStep: (id: string, step: 1 | -1) => void;
}

/** A section with its panels, in the grid that the report has. */
export function SectionEditor(props: SectionEditorProps) {
  const { editor, at, drag, handleOf, preview, onEdit, onAdd, onStep } = props;
  const { t, i18n } = useTranslation();
  const { dashboard, edit } = editor;
  const section = dashboard.sections[at];
  if (!section) return null;
  const name = t('dashboard.sectionNumber', { number: at + 1 });
  const others = section.panels.filter(({ id }) => id !== drag?.id);
  const target = drag?.to.section === at ? drag.to.at : undefined;
  const dropOf = (panel: Panel): 'before' | 'after' | undefined => {
    if (target === undefined) return undefined;
    if (others[target] === panel) return 'before';
    return target >= others.length && others.at(-1) === panel ? 'after' : undefined;
  };
  const hasRoom = hasRoomForPanel(dashboard);
  return (
    <section className={styles['section']} aria-label={name}>
      <div className={styles['sectionHead']}>
        <LocalTextInput
          className={styles['sectionTitle']}
          label={t('dashboard.sectionTitle', { number: at + 1 })}
          isLabelHidden
          texts={section.title}
          placeholder={t('dashboard.sectionTitleHint')}
          onChange={(text) => edit((before) => titleSection(before, at, i18n.language, text), `section ${at}`)}
        />
        <span className={styles['sectionSpace']} />
        {dashboard.sections.length > 1 && <SectionTools editor={editor} at={at} name={name} />}
      </div>
      <div className={styles['grid']} data-section={at} data-drop={target === undefined ? undefined : true}>
        {section.panels.length === 0 && <p className={styles['emptySection']}>{t('dashboard.emptySection')}</p>}
        {section.panels.map((panel) => (
          <EditCard
            key={panel.id}
            panel={panel}
            handle={handleOf(panel.id)}
            isMoving={drag?.id === panel.id}
            drop={dropOf(panel)}
            onEdit={() => onEdit(panel)}
            onDuplicate={hasRoom ? () => edit((before) => duplicatePanel(before, panel.id)) : undefined}
            onRemove={() => edit((before) => removePanel(before, panel.id))}
            onStep={(step) => onStep(panel.id, step)}
            onResize={(size) => edit((before) => resizePanel(before, panel.id, size), `size ${panel.id}`)}
          >
            {preview(panel)}
          </EditCard>
        ))}
      </div>
      <Button
        mt={8}
        variant="subtle"
        leftSection={<IconPlus size={14} />}
        disabled={!hasRoom}
        onClick={onAdd}
        aria-label={t('dashboard.addPanelTo', { section: name })}
      >
        {t('dashboard.addPanel')}
      </Button>
      {section.include && <p className={styles['note']}>{t('dashboard.included')}</p>}
    </section>
  );
}

interface SectionToolsProps {
  readonly editor: Editor;
  readonly at: number;
  readonly name: string;
}

function SectionTools({ editor, at, name }: SectionToolsProps) {
  const { t } = useTranslation();
  const { dashboard, edit } = editor;
  const isFirst = at === 0;
  const isLast = at === dashboard.sections.length - 1;
  return (
    <>
      <ActionIcon
        {...tip(t('dashboard.sectionUp'))}
        aria-label={`${t('dashboard.sectionUp')}: ${name}`}
        disabled={isFirst}
        onClick={() => edit((before: Dashboard) => stepSection(before, at, -1))}
      >
        <IconChevronUp size={16} />
      </ActionIcon>
      <ActionIcon
        {...tip(t('dashboard.sectionDown'))}
        aria-label={`${t('dashboard.sectionDown')}: ${name}`}
        disabled={isLast}
        onClick={() => edit((before: Dashboard) => stepSection(before, at, 1))}
      >
        <IconChevronDown size={16} />
      </ActionIcon>
      <ActionIcon
        {...tip(t('dashboard.removeSection'))}
        aria-label={`${t('dashboard.removeSection')}: ${name}`}
        onClick={() => edit((before: Dashboard) => removeSection(before, at))}
      >
        <IconTrash size={15} stroke={1.6} />
      </ActionIcon>
    </>
  );
}
