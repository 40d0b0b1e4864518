/** How well machine-readable zones are read: whole zones, letters, and the one error that must not happen. Pure. */
import type { MrzResult } from '../types';

export interface MrzTruth {
	file: string;
	/** Exact text, top to bottom; empty where the picture has no zone. */
	lines: readonly string[];
}

export interface MrzCase {
	truth: MrzTruth;
	mrz: Pick<MrzResult, 'lines' | 'valid'> | null;
}

export interface MrzReport {
	withZone: number;
	exact: number;
	/** Pictures without a zone on which none was reported. */
	rightlyNull: number;
	withoutZone: number;
	/** Letters wrong, missing or too many, over the letters printed. */
	characterErrorRate: number;
	/** Files reported valid although the text is wrong. */
	wrongAccepts: string[];
	/** Files not read exactly. */
	missed: string[];
}

export function summariseMrz(cases: readonly MrzCase[]): MrzReport {
	const report: MrzReport = {
		withZone: 0,
		exact: 0,
		rightlyNull: 0,
		withoutZone: 0,
		characterErrorRate: 0,
		wrongAccepts: [],
		missed: []
	};
	let letters = 0;
	let errors = 0;
	for (const { truth, mrz } of cases) {
		const wanted = truth.lines.join('\n');
		const got = mrz?.lines.join('\n') ?? '';
		if (truth.lines.length === 0) {
			report.withoutZone++;
			if (mrz === null) report.rightlyNull++;
		} else {
			report.withZone++;
			if (got === wanted) report.exact++;
			letters += truth.lines.reduce((sum, line) => sum + line.length, 0);
			errors += editDistance(got, wanted);
		}
		if (got !== wanted) report.missed.push(truth.file);
		if (mrz?.valid && got !== wanted) report.wrongAccepts.push(truth.file);
	}
	return { ...report, characterErrorRate: letters ? errors / letters : 0 };
}

/** Levenshtein 1966: insertions, deletions and substitutions. */
export function editDistance(a: string, b: string): number {
	let row = Array.from({ length: b.length + 1 }, (_, i) => i);
	for (let i = 1; i <= a.length; i++) {
		const next = [i];
		for (let j = 1; j <= b.length; j++) {
			const change = (row[j - 1] ?? 0) + (a.charAt(i - 1) === b.charAt(j - 1) ? 0 : 1);
			next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
		}
		row = next;
	}
	return row[b.length] ?? 0;
}
