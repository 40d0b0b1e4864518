import { hash, verify } from '@node-rs/argon2';

/** Argon2id, 64 MiB, three passes, one lane: above OWASP's floor; about 0.15 s of one core. */
const PARAMETERS = { memoryCost: 65_536, timeCost: 3, parallelism: 1 } as const;
/** At most 128 MiB at once, however many people log in; the others wait in line. */
const MOST_AT_ONCE = 2;

/**
 * Hash of 24 random bytes that were thrown away, made with PARAMETERS. Compared against when no account exists, so that the
 * answer takes as long; a text that is not a real hash would be refused without the work.
 */
export const HASH_OF_NOBODY =
	'$argon2id$v=19$m=65536,t=3,p=1$DdgWq94BssXEbzTqwAUbJA$gBVt+TuojELCErHVZMq0eSYWnYE6QQeAxE2eMb1tg3U';

/** Encoded hash of a password, with its own salt and parameters in it. */
export const hashPassword = (password: string): Promise<string> => inLine(() => hash(password, PARAMETERS));

/** Whether the password fits. `null` stands for an account that does not exist: as much work, always false. */
export async function passwordFits(passwordHash: string | null, password: string): Promise<boolean> {
	const fits = await inLine(() => verify(passwordHash ?? HASH_OF_NOBODY, password));
	return fits && passwordHash !== null;
}

// Process-wide by design: the limit is on the machine's memory, not on one caller.
const line = { running: 0, waiting: [] as (() => void)[] };

async function inLine<T>(work: () => Promise<T>): Promise<T> {
	if (line.running >= MOST_AT_ONCE) await new Promise<void>((resolve) => line.waiting.push(resolve));
	else line.running += 1;
	try {
		return await work();
	} finally {
		const next = line.waiting.shift();
		if (next) next();
		else line.running -= 1;
	}
}
