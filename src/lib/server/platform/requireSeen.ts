import { AppError } from './appError';

/**
 * Makes sure that settings are saved over what the page showed, and not over what somebody else put there since. Both in the same
 * order; `undefined`: the caller saw no page.
 * @throws SETTINGS_CHANGED
 */
export function requireSeen(stands: readonly unknown[], seen: readonly unknown[] | undefined): void {
	if (seen !== undefined && JSON.stringify(stands) !== JSON.stringify(seen)) throw new AppError('SETTINGS_CHANGED');
}
