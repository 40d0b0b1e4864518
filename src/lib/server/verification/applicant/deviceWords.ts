/** Pure. What a browser says of itself, in one coarse word each: for figures, and too little to tell people apart. */
import type { BROWSERS, DEVICES } from '$lib/contract/insight';

export interface DeviceWords {
	device: (typeof DEVICES)[number];
	browser: (typeof BROWSERS)[number];
}

/** Most browsers also name those that came before them: the order decides. */
const BROWSER_MARKS: [RegExp, DeviceWords['browser']][] = [
	[/SamsungBrowser\//, 'samsung'],
	[/Edg(?:e|A|iOS)?\//, 'edge'],
	[/Firefox\/|FxiOS\//, 'firefox'],
	[/Chrome\/|CriOS\//, 'chrome'],
	[/Version\/[\d.]+.*Safari\//, 'safari']
];

export function deviceWords(userAgent: string | null): DeviceWords {
	const text = (userAgent ?? '').slice(0, 500);
	return {
		device: /iPad|Tablet|Android(?!.*Mobile)/.test(text)
			? 'tablet'
			: /Mobi|iPhone|Android/.test(text)
				? 'phone'
				: /Windows NT|Macintosh|X11|CrOS/.test(text)
					? 'desktop'
					: 'unknown',
		browser: BROWSER_MARKS.find(([mark]) => mark.test(text))?.[1] ?? 'unknown'
	};
}
