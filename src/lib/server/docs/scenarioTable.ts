import { SCENARIO_IDS, SCENARIOS, type ScenarioExpectation } from '$lib/contract/scenarios';

/** Every scenario of the sandbox with what must come of it. */
export function scenarioTableMarkdown(): string {
	const rows = SCENARIO_IDS.map((id) => `| \`${id}\` | ${SCENARIOS[id].title} | ${outcome(SCENARIOS[id].expected)} |`);
	return ['| Scenario | What is drawn | What comes of it |', '| --- | --- | --- |', ...rows].join('\n');
}

function outcome(expected: ScenarioExpectation): string {
	const reasons = expected.reasons.map((code) => `\`${code}\``).join(', ');
	switch (expected.result) {
		case 'decided':
			return [`\`${expected.reviewStatus}\``, reasons].filter(Boolean).join(': ');
		case 'reopened':
			return `\`${expected.slot}\` is given back: ${reasons}`;
		case 'refused':
			return [`the upload is answered 422 [\`${expected.code}\`](/docs/errors/${expected.code})`, reasons]
				.filter(Boolean)
				.join(': ');
		default:
			return expected satisfies never;
	}
}
