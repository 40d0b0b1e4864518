import { describe, expect, it } from 'vitest';
import { commandsIn, matching, moveChoice } from './palette';

describe('the command palette', () => {
	it('finds pages and actions by the beginnings of their words, in any order', () => {
		const all = commandsIn('test', '/dashboard/settings/policy', 'owner');
		const ids = (typed: string) => matching(all, typed).map(({ id }) => id);
		expect(ids('')).toEqual(all.map(({ id }) => id));
		expect(ids('key')).toEqual(['keys']);
		expect(ids('live switch')).toEqual(['environment']);
		expect(ids('nothing like it')).toEqual([]);
	});

	it('switches the environment of the page on show, and leaves a session for the list', () => {
		const hrefOf = (path: string) => commandsIn('test', path, 'viewer').find(({ id }) => id === 'environment')?.href;
		expect(hrefOf('/dashboard/settings/policy')).toBe('/dashboard/settings/policy?environment=live');
		expect(hrefOf('/dashboard/sessions/0b0e3b5e')).toBe('/dashboard/sessions?environment=live');
		expect(commandsIn('live', '/dashboard/sessions', 'viewer')[0]?.href).toBe('/dashboard/sessions?environment=live');
	});

	it('offers each other organization of the person by its name, and says which has to be shown first', () => {
		const others = [
			{ organizationId: 'org-b', name: 'Second House', role: 'viewer' as const },
			{ organizationId: 'org-c', name: 'Third House', role: 'owner' as const }
		];
		const found = matching(commandsIn('test', '/dashboard/audit', 'owner', others), 'second');
		expect(found).toMatchObject([{ group: 'action', organizationId: 'org-b', href: '/dashboard' }]);
		expect(matching(commandsIn('test', '/', 'owner'), 'house')).toEqual([]);
	});

	it('offers the audit log to owners and admins alone', () => {
		const offered = (['owner', 'admin', 'reviewer', 'viewer'] as const).filter((role) =>
			commandsIn('test', '/', role).some(({ id }) => id === 'audit')
		);
		expect(offered).toEqual(['owner', 'admin']);
	});

	it('moves the choice round both ends, and has none where there is nothing', () => {
		expect([moveChoice(2, 1, 3), moveChoice(0, -1, 3), moveChoice(0, 1, 0)]).toEqual([0, 2, -1]);
	});
});
