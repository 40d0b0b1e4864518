import { createHash } from 'node:crypto';
import type { Environment } from '$lib/contract/slots';

export interface EndpointAddress {
	organizationId: string;
	environment: Environment;
	url: string;
}

/** An endpoint is (organization, environment, URL); the hash is its id, and the group key of its deliveries. */
export const endpointKey = ({ organizationId, environment, url }: EndpointAddress): string =>
	createHash('sha256')
		.update(JSON.stringify([organizationId, environment, url]))
		.digest('hex');
