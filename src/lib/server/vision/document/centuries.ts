/** From the two-digit years of a machine-readable zone to whole dates, by a stated rule. Pure. */
import { isoDate } from './printedDates';

export type DateMeaning = 'birth' | 'expiry' | 'issue';

/** Expiry is taken within 30 years before and 50 years after the reference date, as cards are valid for decades at most. */
const EXPIRY_YEARS_BACK = 30;

/**
 * YYMMDD as YYYY-MM-DD. A birth or issue is never after the reference date; an expiry lies within −30…+50 years of it.
 * Null where a part is unknown (`<<`, `00`) or the day does not exist.
 */
export function resolveCentury(yymmdd: string, meaning: DateMeaning, today: Date): string | null {
	if (!/^\d{6}$/.test(yymmdd)) return null;
	const [year, month, day] = [Number(yymmdd.slice(0, 2)), Number(yymmdd.slice(2, 4)), Number(yymmdd.slice(4, 6))];
	const thisYear = today.getUTCFullYear();
	if (meaning === 'expiry') {
		const earliest = thisYear - EXPIRY_YEARS_BACK;
		return isoDate(earliest + ((year - (earliest % 100) + 100) % 100), month, day);
	}
	const latest = thisYear - ((((thisYear - year) % 100) + 100) % 100);
	const date = isoDate(latest, month, day);
	return date !== null && date > today.toISOString().slice(0, 10) ? isoDate(latest - 100, month, day) : date;
}
