import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ACTION_WORDS } from './actionWords';

const SERVER = 'src/lib/server';

describe('the words of the audit log', () => {
	it('name every action that the server records', () => {
		const recorded = readdirSync(SERVER, { recursive: true, encoding: 'utf8' })
			.filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
			.flatMap((name) => [...readFileSync(join(SERVER, name), 'utf8').matchAll(/'([a-z_]+\.[a-z_]+ed)'/g)])
			.map(([, action]) => action ?? '')
			.filter((action) => !action.startsWith('verification.'));
		expect(recorded.length).toBeGreaterThan(40);
		expect([...new Set(recorded)].filter((action) => !ACTION_WORDS[action])).toEqual([]);
	});
});
