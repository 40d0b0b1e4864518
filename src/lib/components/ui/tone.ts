import type { IconName } from './icons';

/** Signal tones. Never colour alone: each has its icon. */
export type Tone = 'neutral' | 'accent' | 'ok' | 'warn' | 'bad';

export const TONE_ICONS: Record<Tone, IconName> = {
	neutral: 'info',
	accent: 'info',
	ok: 'checkCircle',
	warn: 'alert',
	bad: 'crossCircle'
};
