import { m } from '$lib/paraglide/messages';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long ago, in one short word: "now", "4 min", "3 h", "12 d". */
export function ageText(atMs: number, nowMs: number): string {
	const age = Math.max(0, nowMs - atMs);
	if (age < MINUTE) return m.dash_age_now();
	if (age < HOUR) return m.dash_age_minutes({ count: Math.floor(age / MINUTE) });
	if (age < 2 * DAY) return m.dash_age_hours({ count: Math.floor(age / HOUR) });
	return m.dash_age_days({ count: Math.floor(age / DAY) });
}

/** A length of time in one short word, as it was set: "30 min", "4 h", "1.5 h", "3 d". */
export function durationText(minutes: number): string {
	if (minutes < 60) return m.dash_age_minutes({ count: minutes });
	const hours = Math.round((minutes / 60) * 100) / 100;
	return hours >= 48 && hours % 24 === 0 ? m.dash_age_days({ count: hours / 24 }) : m.dash_age_hours({ count: hours });
}

/** `2026-01-15 12:00:00 UTC`: the same for everyone who talks about it, on the server and in the browser. */
export const exactTime = (atMs: number): string => `${new Date(atMs).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
