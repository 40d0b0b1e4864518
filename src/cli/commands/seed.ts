import { randomBytes } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { signUp } from '$lib/server/organizations';
import type { Deps } from '$lib/server/deps';
import { randomFrom, seedSessions } from '$lib/server/verification';
import { tellRefusal, withInstallation } from '../installation';
import { measureList } from '../measureList';
import { table, type Printer } from '../printer';
import { readWords, UsageError } from '../usage';

const DEFAULTS = { sessions: '1000', organizations: '1', days: '365' };

/**
 * `seed [--sessions 1000] [--organizations 1] [--days 365] [--measure]`: invented organizations with invented sessions in the test
 * environment, and one owner each who can log in. `--measure` then times list, filters and search.
 */
export function seed(words: string[], printer: Printer): Promise<number> {
	const { values, positionals } = readWords(words, {
		sessions: { type: 'string' },
		organizations: { type: 'string' },
		days: { type: 'string' },
		measure: { type: 'boolean' },
		json: { type: 'boolean' }
	});
	if (positionals.length > 0) throw new UsageError('seed takes no inputs.');
	const count = (name: keyof typeof DEFAULTS, most: number) => {
		const number = Number(values[name] ?? DEFAULTS[name]);
		if (!Number.isInteger(number) || number < 1 || number > most)
			throw new UsageError(`--${name} is a whole number from 1 to ${most}.`);
		return number;
	};
	const [sessions, organizations, days] = [
		count('sessions', 10_000_000),
		count('organizations', 1000),
		count('days', 3650)
	];
	return tellRefusal(printer, values.json, () =>
		withInstallation(async (deps) => {
			const random = randomFrom(1);
			let first: Owner | null = null;
			for (let number = 1; number <= organizations; number++) {
				const owner = await makeOwner(deps, `Seeded ${number}`);
				// What does not divide evenly goes to the first.
				const share = Math.floor(sessions / organizations) + (number === 1 ? sessions % organizations : 0);
				await seedSessions(deps, { ...owner, sessions: share, days, random });
				printer.note(`${share} sessions of ${owner.email}, password ${owner.password}`);
				first ??= owner;
			}
			if (!values.measure || !first) return 0;
			const times = await measureList(deps, first);
			if (values.json) printer.json({ sessions, organizations, times });
			else
				printer.line(
					table([
						['asked', 'p50 ms', 'p95 ms', 'n'],
						...times.map(({ asked, p50, p95, n }) => [asked, p50.toFixed(1), p95.toFixed(1), String(n)])
					])
				);
			return 0;
		})
	);
}

export interface Owner {
	organizationId: string;
	userId: string;
	email: string;
	password: string;
}

async function makeOwner(deps: Deps, organizationName: string): Promise<Owner> {
	const email = `owner-${randomBytes(4).toString('hex')}@example.com`;
	const password = randomBytes(12).toString('base64url');
	await signUp(
		{ ...deps, config: { ...deps.config, signupOpen: true } },
		{ organizationName, email, password, address: '127.0.0.1' }
	);
	const { memberships, users } = deps.store.t;
	const [row] = await deps.store.db
		.select({ organizationId: memberships.organizationId, userId: users.id })
		.from(users)
		.innerJoin(memberships, eq(memberships.userId, users.id))
		.where(eq(users.email, email));
	if (!row) throw new Error('The owner was not written');
	return { ...row, email, password };
}
