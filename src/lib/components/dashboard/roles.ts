import type { MemberRole } from '$lib/contract/slots';

/** Whether to show what only owners and admins can do. The server decides; this only keeps dead buttons off the page. */
export const mayAdminister = (role: MemberRole): boolean => role === 'owner' || role === 'admin';
