import type { Config } from '$lib/server/platform';
import { portProblem } from '../../../scripts/lib/ports.mjs';
import { serverEnvironment } from '../../../scripts/lib/settings.mjs';
import { fine, wrong, type Finding } from './finding';

/** ORIGIN and PORT: do links lead here, do cookies travel safely, can the port be had. */
export async function examineAddress(config: Config, env: NodeJS.ProcessEnv): Promise<Finding[]> {
	const { PORT, HOST, ORIGIN } = serverEnvironment(env);
	const origin = new URL(ORIGIN);
	const problem = await portProblem(Number(PORT), HOST);
	return [originFinding(config, origin, PORT), portFinding(problem, PORT)];
}

function originFinding(config: Config, origin: URL, port: string): Finding {
	const loopback = serverEnvironment({ ORIGIN: origin.origin }).HOST === '127.0.0.1';
	if (loopback && origin.port !== '' && origin.port !== port)
		return wrong(
			'origin',
			`${origin.origin} leads to another port than ${port}`,
			`set ORIGIN=http://localhost:${port}`
		);
	if (!loopback && origin.protocol === 'http:')
		return wrong(
			'origin',
			`${origin.origin} is not https: browsers give no camera there, and cookies travel in the clear`,
			'set ORIGIN to the https address of the proxy in front of the site'
		);
	return fine('origin', `${origin.origin}; webhooks to loopback: ${config.webhookAllowLoopback}`);
}

function portFinding(problem: string | null, port: string): Finding {
	if (problem === null) return fine('port', `${port} is free`);
	if (problem === 'EADDRINUSE') return fine('port', `${port} is in use (by this site, if it runs)`);
	return wrong('port', `${port} cannot be opened (${problem})`, 'choose another PORT, above 1023');
}
