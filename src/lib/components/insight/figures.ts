/** Pure. Numbers of the insight page in words. */
import { INSIGHT_DAYS, TOO_FEW, type InsightDays } from '$lib/contract/insight';
import { m } from '$lib/paraglide/messages';

/** What the page's address asks for; 30 days unless it says one of the others. */
export const daysOf = (url: URL): InsightDays =>
	INSIGHT_DAYS.find((days) => String(days) === url.searchParams.get('days')) ?? 30;

export const countText = (count: number): string => count.toLocaleString('en');

/** `83 %`; null where there are too few for that to say something. */
export function percent(part: number, whole: number): string | null {
	if (whole < TOO_FEW) return null;
	const share = (100 * part) / whole;
	// Nearly all is not all, and nearly none is not none.
	const shown =
		share > 99 && share < 100
			? Math.floor(share * 10) / 10
			: share > 0 && share < 1
				? Math.ceil(share * 10) / 10
				: Math.round(share);
	return `${shown} %`;
}

/** The same where words may say that there are too few. */
export const percentText = (part: number, whole: number): string => percent(part, whole) ?? m.dash_insight_too_few();

export function shareText(part: number, whole: number): string {
	const numbers = { part: countText(part), whole: countText(whole) };
	const share = percent(part, whole);
	return share === null ? m.dash_insight_share_few(numbers) : m.dash_insight_share_of({ share, ...numbers });
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Three figures at most: `4.2 s`, `12 min`, `3.1 h`, `2.4 d`. */
export function durationText(ms: number | null): string {
	if (ms === null) return m.dash_insight_none();
	if (ms < 2 * MINUTE) return m.dash_insight_ms_s({ count: short(ms / 1000) });
	if (ms < 2 * HOUR) return m.dash_insight_ms_min({ count: short(ms / MINUTE) });
	if (ms < 2 * DAY) return m.dash_insight_ms_h({ count: short(ms / HOUR) });
	return m.dash_insight_ms_d({ count: short(ms / DAY) });
}

const short = (value: number): string => (value < 10 ? value.toFixed(1) : String(Math.round(value)));

export const dayText = (day: number): string => new Date(day).toISOString().slice(0, 10);
