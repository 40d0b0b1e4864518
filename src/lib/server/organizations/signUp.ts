import { z } from 'zod';
import { EmailInput, PasswordInput } from '$lib/contract/people';
import { record } from '$lib/server/audit';
import { addressGroup, countOrRefuse, hashPassword, normalizeEmail, openLoginSession } from '$lib/server/auth';
import { isUniqueViolation, q } from '$lib/server/db';
import type { Deps } from '$lib/server/deps';
import { AppError } from '$lib/server/platform';

/** Hashing costs a core for a moment: one address may ask for it only so often. */
const SIGN_UPS_PER_ADDRESS = { limit: 100, windowMs: 60 * 60_000 };

/** Messages are the names of sentences that the page holds. */
export const SignUpInput = z.strictObject({
	organizationName: z
		.string()
		.trim()
		.min(1, 'required')
		.max(120, 'too_long')
		.refine((name) => !name.includes('\0') && name.isWellFormed(), 'required'),
	email: EmailInput,
	password: PasswordInput
});
export type SignUpInput = z.infer<typeof SignUpInput>;

/**
 * Makes a person, their organization and their place in it as its owner, all or nothing, and logs them in. An address that has
 * an account already is refused as one that cannot be used, after the same work.
 */
export async function signUp(deps: Deps, input: SignUpInput & { address: string }): Promise<{ token: string }> {
	if (!deps.config.signupOpen) throw new AppError('NOT_FOUND', { internal: 'sign-up is closed' });
	await countOrRefuse(deps, [
		{ name: 'signup:address', subject: addressGroup(input.address), ...SIGN_UPS_PER_ADDRESS }
	]);
	const passwordHash = await hashPassword(input.password);
	const userId = deps.ids.uuid();
	try {
		await insertOwner(deps, { userId, email: normalizeEmail(input.email), passwordHash, name: input.organizationName });
	} catch (cause) {
		if (!isUniqueViolation(cause)) throw cause;
		throw new AppError('VALIDATION_FAILED', { cause, fields: [{ path: 'email', message: 'cannot_be_used' }] });
	}
	return openLoginSession(deps, userId);
}

function insertOwner(
	deps: Deps,
	row: { userId: string; email: string; passwordHash: string; name: string }
): Promise<void> {
	const organizationId = deps.ids.uuid();
	const createdAt = deps.clock.now();
	return deps.store.tx(function* (tx) {
		const { t, db } = tx;
		const { userId, email, passwordHash, name } = row;
		yield* q(db.insert(t.users).values({ id: userId, email, passwordHash, createdAt }));
		yield* q(db.insert(t.organizations).values({ id: organizationId, name, createdAt }));
		yield* q(db.insert(t.memberships).values({ organizationId, userId, role: 'owner', createdAt }));
		yield* record(tx, deps, {
			organizationId,
			actor: { type: 'operator', id: userId },
			action: 'organization.created',
			targetId: organizationId
		});
	});
}
