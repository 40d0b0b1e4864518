/** Prints what happens, when, and whether it was as it should be. */
export interface Reporter {
	heading(text: string): void;
	/** Something happened. */
	step(text: string): void;
	/** Further lines about the step before. */
	detail(text: string): void;
	/** Says `text` where it holds, else `instead`, and remembers. */
	expect(holds: boolean, text: string, instead: string): void;
	/** The last line; whether everything held. */
	summary(): boolean;
}

export function createReporter(
	write: (line: string) => void = (line) => void process.stdout.write(`${line}\n`)
): Reporter {
	const startedAt = performance.now();
	const wrong: string[] = [];
	const elapsed = () => `${((performance.now() - startedAt) / 1000).toFixed(1)} s`.padStart(7);
	return {
		heading: (text) => write(`\n${text}`),
		step: (text) => write(`${elapsed()}  ${text}`),
		detail: (text) => write(`           ${text}`),
		expect(holds, text, instead) {
			if (!holds) wrong.push(instead);
			write(`${elapsed()}  ${holds ? text : `NOT AS IT SHOULD BE: ${instead}`}`);
		},
		summary() {
			write('');
			for (const line of wrong) write(`not as it should be: ${line}`);
			write(
				`${wrong.length === 0 ? 'Everything was as it should be' : 'Something was not as it should be'}, in ${elapsed().trim()}.`
			);
			return wrong.length === 0;
		}
	};
}
