import { ENVIRONMENTS, type Environment } from '$lib/contract/slots';
import { ancestorsOf, parseOrigin } from '$lib/server/organizations';
import type { Config } from '$lib/server/platform';
import { fine, wrong, type Finding } from './finding';
import { cell, type ReadOnly } from './readOnly';

/** Why the embedded flow stays blank on a page of this origin: may it frame us, and what its own page must allow. */
export async function examinePage(ask: ReadOnly, config: Config, page: string): Promise<Finding[]> {
	const findings: Finding[] = [];
	const rows = await ask.all('SELECT organization_id, environment, origin FROM embed_origins');
	for (const environment of ENVIRONMENTS) findings.push(framing(rows, environment, page));
	const camera = new URL(config.origin).protocol === 'https:' || config.loopbackOrigin;
	findings.push(
		camera
			? fine(
					'camera',
					`the page must not forbid it: Permissions-Policy needs camera=(self "${config.origin}") or no word of it`
				)
			: wrong('camera', `${config.origin} is not https: the iframe gets no camera`, 'set ORIGIN to an https address')
	);
	findings.push(fine('embedding page', `where it has a CSP: frame-src ${config.origin}; script-src ${config.origin}`));
	findings.push(fine('host', `init({ host: '${config.origin}' }) or no host, with the script loaded from there`));
	return findings;
}

function framing(rows: Record<string, unknown>[], environment: Environment, page: string): Finding {
	const check = `framing (${environment})`;
	const origin = parseOrigin(page, environment);
	if (origin === null)
		return wrong(
			check,
			`${page} is no origin that may frame the flow in ${environment}`,
			'only https pages may, and in test those of localhost; give the origin alone, without a path'
		);
	const lists = new Map<string, string[]>();
	for (const row of rows.filter((one) => one.environment === environment)) {
		const organization = cell(row, 'organization_id') ?? '';
		lists.set(organization, [...(lists.get(organization) ?? []), cell(row, 'origin') ?? '']);
	}
	const without = [...lists].filter(([, origins]) => !origins.includes(origin)).map(([organization]) => organization);
	if (without.length === 0) return fine(check, `allowed (${ancestorsOf([], environment)})`);
	return wrong(
		check,
		`not in the list of ${without.join(', ')}`,
		'add the origin in the dashboard under Embedding, or empty the list'
	);
}
