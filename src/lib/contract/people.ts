import { z } from 'zod';
import { MEMBER_ROLES } from './slots';

/** How long an invitation and a reset link work. */
export const INVITATION_MS = 7 * 24 * 60 * 60_000;
export const RESET_LINK_MS = 60 * 60_000;

/** Messages are the names of sentences that the pages hold, not sentences. */
export const EmailInput = z.string().trim().min(1, 'required').max(254, 'too_long').pipe(z.email('malformed'));
export const PasswordInput = z.string().min(10, 'too_short').max(256, 'too_long');
export const RoleInput = z.enum(MEMBER_ROLES);

/** What a person's logins ask for after the password: codes of an app, passkeys, or either. */
export const SECOND_STEP_KINDS = ['app', 'passkey'] as const;
export type SecondStepKind = (typeof SECOND_STEP_KINDS)[number];
