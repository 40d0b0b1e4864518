import type { MemberRole } from '$lib/contract/slots';

/** Whether to show what only owners and admins can do. The server decides; this only keeps dead buttons off the page. */
export const mayAdminister = (role: MemberRole): boolean => role === 'owner' || role === 'admin';

/** The same for deciding a session and sending its events again. */
export const mayReview = (role: MemberRole): boolean => mayAdminister(role) || role === 'reviewer';
