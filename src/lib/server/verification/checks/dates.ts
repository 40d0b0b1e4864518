/** Pure. Dates are YYYY-MM-DD throughout; text order is time order. */

/** Whole years from birth to the day, as a birthday counts them (29 February: on 1 March in common years). */
export function ageOn(dateOfBirth: string, today: string): number {
	const years = Number(today.slice(0, 4)) - Number(dateOfBirth.slice(0, 4));
	return today.slice(5) >= dateOfBirth.slice(5) ? years : years - 1;
}

/** Days from one date to the other; negative when the other is earlier. */
export const daysBetween = (from: string, to: string): number =>
	Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
