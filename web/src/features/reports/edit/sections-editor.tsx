import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { dashboardLimits, type Panel, textIn } from '../../../../../src/dashboards/index.ts';
import {
  addPanel,
  changePanel,
  freshPanelId,
  movePanel,
  panelsOf,
  placeOf,
  stepPanel,
} from '../../../lib/dashboard-edits/panels.ts';
import { addSection } from '../../../lib/dashboard-edits/sections.ts';
import { useActions } from '../../../lib/actions.ts';
import type { Report } from '../use-report.ts';
import { handleId } from './edit-card.tsx';
import styles from './edit.module.css';
import { PanelDialog } from './panel-form/panel-dialog.tsx';
import { CardPreview } from './preview-body.tsx';
import { SectionEditor } from './section-editor.tsx';
import type { Editor } from './use-editor.ts';
import { usePanelDrag } from './use-panel-drag.ts';

/** A panel in its form: one of the dashboard's, or a new one for a section. */
interface InForm {
  readonly panel: Panel;
  readonly newIn?: number;
}

interface SectionsEditorProps {
  readonly editor: Editor;
  readonly report: Report;
  /** A dialog lies over it, to which keys belong then. */
  readonly isCovered: boolean;
  readonly onSave: () => void;
}

/** The panels of a dashboard in their sections: moved, resized, added, changed, removed. */
export function SectionsEditor({ editor, report, isCovered, onSave }: SectionsEditorProps) {
  const { t, i18n } = useTranslation();
  const { dashboard, edit } = editor;
  const root = useRef<HTMLDivElement>(null);
  const [inForm, setInForm] = useState<InForm>();
  const [said, setSaid] = useState('');
  const { drag, handleOf } = usePanelDrag(root, dashboard, (id, to) => edit((before) => movePanel(before, id, to)));
  const panels = panelsOf(dashboard);
  useActions(
    isCovered || inForm ? {} : { save: () => editor.isChanged && onSave(), undo: editor.undo, redo: editor.redo },
  );
  const moveByKey = (id: string, by: 1 | -1): void => {
    const moved = stepPanel(dashboard, id, by);
    const place = placeOf(moved, id);
    edit(() => moved);
    if (place) setSaid(t('dashboard.movedTo', { place: place.at + 1, section: place.section + 1 }));
    // In another section it is another element.
    setTimeout(() => document.querySelector<HTMLElement>(`#${handleId(id)}`)?.focus());
  };
  const done = (panel: Panel): void => {
    const section = inForm?.newIn;
    if (section === undefined) edit((before) => changePanel(before, panel.id, () => panel));
    else
      edit((before) =>
        addPanel(before, { ...panel, id: freshPanelId(before, textIn(panel.title, i18n.language)) }, section),
      );
    setInForm(undefined);
  };
  const newPanel = (section: number): InForm => ({
    newIn: section,
    panel: {
      id: 'new-panel',
      title: { [i18n.language]: t('dashboard.newPanel') },
      counts: 'operations',
      chart: 'table',
      statement: firstStatement,
      width: 6,
      height: 4,
    },
  });
  return (
    <div ref={root}>
      {dashboard.sections.map((_, at) => (
        <SectionEditor
          // eslint-disable-next-line react/no-array-index-key -- sections have no names of their own
          key={at}
          editor={editor}
          at={at}
          drag={drag}
          handleOf={handleOf}
          preview={(panel) => <CardPreview report={report} panel={panel} place={panels.indexOf(panel)} />}
          onEdit={(panel) => setInForm({ panel })}
          onAdd={() => setInForm(newPanel(at))}
          onStep={moveByKey}
        />
      ))}
      <div className={styles['foot']}>
        <Button
          variant="default"
          leftSection={<IconPlus size={14} />}
          disabled={dashboard.sections.length >= dashboardLimits.sections}
          onClick={() => edit(addSection)}
        >
          {t('dashboard.addSection')}
        </Button>
        <p className={styles['note']}>
          {t('dashboard.panelCount', { count: panels.length, most: dashboardLimits.panels })}
        </p>
      </div>
      <p className="visually-hidden" role="status">
        {said}
      </p>
      {inForm && (
        <PanelDialog
          report={report}
          first={inForm.panel}
          isNew={inForm.newIn !== undefined}
          onDone={done}
          onClose={() => setInForm(undefined)}
        />
      )}
    </div>
  );
}

const firstStatement = '* | select verb, count(*) as n from operations group by verb order by n desc';
