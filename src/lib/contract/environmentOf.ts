import { ENVIRONMENTS, type Environment } from './slots';

/** The environment that a dashboard address names; test unless it says otherwise, so that nobody meets live data by accident. */
export function environmentOf(url: URL): Environment {
	const named = url.searchParams.get('environment');
	return ENVIRONMENTS.find((environment) => environment === named) ?? 'test';
}
