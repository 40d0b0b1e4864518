import type { MemberRole } from '$lib/contract/slots';
import { AppError } from '$lib/server/platform';
import type { OperatorPrincipal } from './principal';

declare const checked: unique symbol;

/** An operator whose role was checked for an ability. Made here only, so that no service can be handed an unchecked one. */
export type Authorized<A extends Ability> = OperatorPrincipal & { readonly [checked]: A };

export type Ability = 'read' | 'review' | 'administer';

const ROLES: Record<Ability, readonly MemberRole[]> = {
	read: ['owner', 'admin', 'reviewer', 'viewer'],
	review: ['owner', 'admin', 'reviewer'],
	administer: ['owner', 'admin']
};

/** The operator with the sign of having been checked; throws ROLE_INSUFFICIENT. */
export function authorize<A extends Ability>(operator: OperatorPrincipal, ability: A): Authorized<A> {
	if (!can(operator.role, ability))
		throw new AppError('ROLE_INSUFFICIENT', { internal: `${operator.role} may not ${ability}` });
	return operator as Authorized<A>;
}

export const can = (role: MemberRole, ability: Ability): boolean => ROLES[ability].includes(role);
