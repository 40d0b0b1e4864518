import { AppError } from '$lib/server/platform';
import type { Login } from './loginSession';
import type { OperatorPrincipal } from './principal';

/**
 * Whoever is logged in, as an operator of the organization on show: the one way from a login to anything of an organization's.
 * @throws LOGIN_REQUIRED; SECOND_STEP_REQUIRED where the organization asks for one that the person has not
 */
export function operatorOf(login: Login | null): OperatorPrincipal {
	if (!login) throw new AppError('LOGIN_REQUIRED');
	const { userId, organizationId, role } = login;
	if (login.secondStepMissing) throw new AppError('SECOND_STEP_REQUIRED', { internal: 'no second step set up' });
	return { kind: 'operator', userId, organizationId, role };
}
