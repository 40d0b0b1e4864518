import type { BACK_OFFICE_ICONS } from './backOfficeIcons';

/** Outlines on a 24 × 24 grid, drawn with a 1.75 stroke, round caps and joins. */
const ICONS = {
	alert: 'M12 4.2 2.9 19.8h18.2L12 4.2zM12 10v4.4M12 17.2v.1',
	ban: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM5.7 5.7l12.6 12.6',
	camera:
		'M4.5 8h3l1.6-2.5h5.8L16.5 8h3A1.5 1.5 0 0 1 21 9.5v8a1.5 1.5 0 0 1-1.5 1.5h-15A1.5 1.5 0 0 1 3 17.5v-8A1.5 1.5 0 0 1 4.5 8zM12 16.5a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4z',
	card: 'M4.5 5.5h15A1.5 1.5 0 0 1 21 7v10a1.5 1.5 0 0 1-1.5 1.5h-15A1.5 1.5 0 0 1 3 17V7a1.5 1.5 0 0 1 1.5-1.5zM8.5 12.5a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM5.7 15.8c.5-1.3 1.5-2 2.8-2s2.3.7 2.8 2M14.5 9.5h3.5M14.5 12.5h3.5',
	check: 'M5 12.6 9.7 17.3 19 7.3',
	checkCircle: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM8 12.3l2.8 2.8L16 9.5',
	chevronDown: 'M6 9.5l6 6 6-6',
	chevronRight: 'M9.5 6l6 6-6 6',
	clock: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5.2l3.3 2',
	code: 'M8.5 7 3.5 12l5 5M15.5 7l5 5-5 5',
	copy: 'M9.5 9h9A1.5 1.5 0 0 1 20 10.5v9a1.5 1.5 0 0 1-1.5 1.5h-9A1.5 1.5 0 0 1 8 19.5v-9A1.5 1.5 0 0 1 9.5 9zM5.5 15A1.5 1.5 0 0 1 4 13.5v-9A1.5 1.5 0 0 1 5.5 3h9A1.5 1.5 0 0 1 16 4.5',
	cross: 'M6 6l12 12M18 6 6 18',
	crossCircle: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM9 9l6 6M15 9l-6 6',
	document:
		'M13.5 3H7a1.5 1.5 0 0 0-1.5 1.5v15A1.5 1.5 0 0 0 7 21h10a1.5 1.5 0 0 0 1.5-1.5V8l-5-5zM13.5 3v5h5M9 12.5h6M9 16h6',
	external:
		'M13.5 4.5h6v6M19.5 4.5l-9 9M10 5.5H6A1.5 1.5 0 0 0 4.5 7v11A1.5 1.5 0 0 0 6 19.5h11a1.5 1.5 0 0 0 1.5-1.5v-4',
	face: 'M12 3c4 0 6.5 3 6.5 7.5S15.8 21 12 21s-6.5-6-6.5-10.5S8 3 12 3zM9.3 10v.8M14.7 10v.8M9.5 15c.7.7 1.5 1 2.5 1s1.8-.3 2.5-1',
	flip: 'M4 11a8 8 0 0 1 14-4.5L20 9M20 4v5h-5M20 13a8 8 0 0 1-14 4.5L4 15M4 20v-5h5',
	globe:
		'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM3 12h18M12 3c2.5 2.5 3.8 5.5 3.8 9s-1.3 6.5-3.8 9c-2.5-2.5-3.8-5.5-3.8-9S9.5 5.5 12 3z',
	house: 'M4 11l8-7 8 7v8.5a1.5 1.5 0 0 1-1.5 1.5h-13A1.5 1.5 0 0 1 4 19.5V11zM10 21v-6h4v6',
	info: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 11v5.5M12 7.7v.1',
	key: 'M8 19.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9zM11.2 11.8 20 3M16 7l3 3M13.5 9.5l1.8 1.8',
	link: 'M10 14a4 4 0 0 0 5.7 0l3.2-3.2a4 4 0 0 0-5.7-5.7L12 6.3M14 10a4 4 0 0 0-5.7 0l-3.2 3.2a4 4 0 0 0 5.7 5.7l1.2-1.2',
	lock: 'M6.5 10.5h11A1.5 1.5 0 0 1 19 12v7.5a1.5 1.5 0 0 1-1.5 1.5h-11A1.5 1.5 0 0 1 5 19.5V12a1.5 1.5 0 0 1 1.5-1.5zM8 10.5V7.5a4 4 0 0 1 8 0v3',
	passport:
		'M6.5 3h11A1.5 1.5 0 0 1 19 4.5v15a1.5 1.5 0 0 1-1.5 1.5h-11A1.5 1.5 0 0 1 5 19.5v-15A1.5 1.5 0 0 1 6.5 3zM12 13.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM8.5 10h7M9 17.3h6',
	people:
		'M9 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 20c.6-3.5 3-5.5 6.5-5.5s5.9 2 6.5 5.5M15.5 4.8a3.5 3.5 0 0 1 0 6.4M18 14.9c1.9.8 3.1 2.5 3.5 5.1',
	phone:
		'M8.5 2.5h7A1.5 1.5 0 0 1 17 4v16a1.5 1.5 0 0 1-1.5 1.5h-7A1.5 1.5 0 0 1 7 20V4a1.5 1.5 0 0 1 1.5-1.5zM11 18.5h2',
	plus: 'M12 5v14M5 12h14',
	search: 'M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM15.3 15.3 20.5 20.5',
	settings:
		'M4 7.5h8M18 7.5h2M4 16.5h2M12 16.5h8M15 10.2a2.7 2.7 0 1 0 0-5.4 2.7 2.7 0 0 0 0 5.4zM9 19.2a2.7 2.7 0 1 0 0-5.4 2.7 2.7 0 0 0 0 5.4z',
	torch: 'M13 3 5.5 13.5H11L10 21l8-11h-5.8L13 3z',
	upload: 'M12 16V4.5M7 9l5-5 5 5M4.5 15.5V18A1.5 1.5 0 0 0 6 19.5h12a1.5 1.5 0 0 0 1.5-1.5v-2.5'
} as const;

export type IconName = keyof typeof ICONS | keyof typeof BACK_OFFICE_ICONS;

const paths: Partial<Record<IconName, string>> = { ...ICONS };

/** Lets pages show these too. ui/index.ts does, which the applicant's pages do not load. */
export const addIcons = (more: Partial<Record<IconName, string>>): void => void Object.assign(paths, more);

export const pathOf = (name: IconName): string | undefined => paths[name];

/** Those that point on or back: turned round where the words run from right to left. */
export const FORWARD: readonly IconName[] = ['arrowLeft', 'chevronRight'];
