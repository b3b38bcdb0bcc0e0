import { Button } from '@mantine/core';
import { IconChevronDown, IconClock, IconWorld } from '@tabler/icons-react';
import { lazy, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { shortDateTime } from '../../lib/time-format.ts';
import type { FixedRange, TimeRange } from '../../lib/time-range.ts';
import { offsetLabel } from '../../lib/time-zone.ts';
import { PopoverButton } from '../overlay/popover-button.tsx';
import { findPreset } from './presets.ts';
import styles from './time-picker.module.css';

const loadPanel = () => import('./time-panel.tsx');
const TimePanel = lazy(async () => ({ default: (await loadPanel()).TimePanel }));
const loadZones = () => import('./zone-picker.tsx');
const ZonePicker = lazy(async () => ({ default: (await loadZones()).ZonePicker }));

interface TimePickerProps {
  readonly range: TimeRange;
  readonly fixed: FixedRange | undefined;
  readonly zone: string;
  readonly opened: boolean;
  readonly onOpen: (opened: boolean) => void;
  readonly onRange: (range: TimeRange) => void;
  readonly onZone: (zone: string | undefined) => void;
  /** Looks around a moment; left out where that is not asked for. */
  readonly onMoment?: (moment: number) => void;
}

/** The range: relative, a whole unit, or from when to when; and the zone in which times are read and written. */
export function TimePicker({ range, fixed, zone, opened, onOpen, onRange, onZone, onMoment }: TimePickerProps) {
  const { t } = useTranslation();
  const [isZoneOpen, setZoneOpen] = useState(false);
  const preset = findPreset(range);
  const label = preset
    ? t(preset.label)
    : fixed
      ? `${shortDateTime(fixed.from, zone)} – ${shortDateTime(fixed.to, zone)}`
      : t('time.unreadable');
  const offset = offsetLabel(fixed?.to ?? 0, zone);
  return (
    <div className={styles['row']}>
      <PopoverButton
        isOpen={opened}
        onOpen={onOpen}
        padding={0}
        load={loadPanel}
        button={(opener) => (
          <Button
            {...opener}
            variant="default"
            leftSection={<IconClock size={15} stroke={1.6} />}
            rightSection={<IconChevronDown size={14} />}
            aria-label={`${t('time.range')}: ${label}`}
          >
            {label}
          </Button>
        )}
      >
        <TimePanel
          range={range}
          fixed={fixed}
          zone={zone}
          onRange={(chosen) => {
            onRange(chosen);
            onOpen(false);
          }}
          onMoment={
            onMoment &&
            ((moment) => {
              onMoment(moment);
              onOpen(false);
            })
          }
        />
      </PopoverButton>
      <PopoverButton
        isOpen={isZoneOpen}
        onOpen={setZoneOpen}
        width={280}
        load={loadZones}
        button={(opener) => (
          <Button
            {...opener}
            variant="subtle"
            color="gray"
            leftSection={<IconWorld size={15} stroke={1.6} />}
            aria-label={`${t('time.zone')}: ${offset}, ${zone}`}
          >
            {offset}
          </Button>
        )}
      >
        <ZonePicker
          zone={zone}
          onZone={(chosen) => {
            onZone(chosen);
            setZoneOpen(false);
          }}
        />
      </PopoverButton>
    </div>
  );
}
