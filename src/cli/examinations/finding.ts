/** One thing that doctor looked at. */
export interface Finding {
	check: string;
	ok: boolean;
	detail: string;
	/** What to do about it; present exactly where something is wrong. */
	fix?: string;
}

export const fine = (check: string, detail: string): Finding => ({ check, ok: true, detail });
export const wrong = (check: string, detail: string, fix: string): Finding => ({ check, ok: false, detail, fix });
