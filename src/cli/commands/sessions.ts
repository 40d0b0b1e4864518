import { tellRefusal } from '../installation';
import { readBytes } from '../inputs';
import type { Printer } from '../printer';
import { openRemote, REMOTE_OPTIONS, type Remote } from '../remote';
import { oneOf, readWords, UsageError } from '../usage';

const FILTERS = {
	'external-user-id': { type: 'string' },
	status: { type: 'string' },
	'review-status': { type: 'string' },
	'created-after': { type: 'string' },
	'created-before': { type: 'string' },
	limit: { type: 'string' },
	cursor: { type: 'string' }
} as const;

/** `sessions create [body.json]`, `sessions get <id>`, `sessions list`: the public API by hand; answers are its JSON. */
export function sessions(words: string[], printer: Printer): Promise<number> {
	const { values, positionals } = readWords(words, { ...REMOTE_OPTIONS, ...FILTERS });
	const [action = '', input, ...more] = positionals;
	const verb = oneOf('sessions', action, ['create', 'get', 'list']);
	if (more.length > 0) throw new UsageError(`sessions ${verb} takes one input at most.`);
	const remote = openRemote(values);
	return tellRefusal(printer, values.json, async () => {
		const answer = await ACTIONS[verb](remote, input, values);
		if (values.json) printer.json(Object(answer));
		else printer.line(JSON.stringify(answer, null, 2));
		return 0;
	});
}

type Filters = { [K in keyof typeof FILTERS]?: string | undefined };

const ACTIONS = {
	create: async (remote: Remote, file: string | undefined) =>
		remote.call('/api/verification/sessions', { method: 'POST', body: file === undefined ? {} : await readBody(file) }),
	get(remote: Remote, id: string | undefined) {
		if (id === undefined) throw new UsageError('sessions get needs an id.');
		return remote.call(`/api/verification/sessions/${encodeURIComponent(id)}`);
	},
	list(remote: Remote, _: string | undefined, filters: Filters) {
		const query = new URLSearchParams();
		for (const name of Object.keys(FILTERS) as (keyof typeof FILTERS)[]) {
			const value = filters[name];
			if (value !== undefined) query.set(camelCase(name), value);
		}
		return remote.call(`/api/verification/sessions${query.size > 0 ? `?${query}` : ''}`);
	}
};

async function readBody(file: string): Promise<unknown> {
	const bytes = await readBytes(file);
	if (bytes === null) throw new UsageError(`Cannot read ${file}`);
	try {
		return JSON.parse(Buffer.from(bytes).toString('utf8'));
	} catch {
		throw new UsageError(`${file} is not JSON`);
	}
}

const camelCase = (name: string): string => name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
