/** Third entry, the command line: thin commands over lib/server. Exit status 0, or 2 where the command itself is wrong. */
import { analyze } from './commands/analyze';
import { audit } from './commands/audit';
import { backup } from './commands/backup';
import { bundle } from './commands/bundle';
import { doctor } from './commands/doctor';
import { evaluate } from './commands/evaluate';
import { faceMatch } from './commands/faceMatch';
import { keys } from './commands/keys';
import { listen } from './commands/listen';
import { liveness } from './commands/liveness';
import { restore } from './commands/restore';
import { seed } from './commands/seed';
import { sessions } from './commands/sessions';
import { users } from './commands/users';
import { systemPrinter, type Printer } from './printer';
import { UsageError } from './usage';

/** Takes the words after the command's name; resolves to the exit status. */
type Command = (words: string[], printer: Printer) => Promise<number>;

const COMMANDS: Record<string, { run: Command; usage: string }> = {
	analyze: { run: analyze, usage: 'analyze <image…> [--slot id_front|id_back|poa] [--json]' },
	'face-match': { run: faceMatch, usage: 'face-match <a> <b> | --pairs <pairs.tsv> [--json]' },
	liveness: { run: liveness, usage: 'liveness <image…> [--json]' },
	eval: { run: evaluate, usage: 'eval mrz|fields|faces|pad|tamper|pdf417 <manifest.jsonl> [--json]' },
	sessions: {
		run: sessions,
		usage: 'sessions create [<body.json>] | get <id> | list [--status …] [--limit …]  [--key sk_…] [--host …] [--json]'
	},
	listen: { run: listen, usage: 'listen --forward-to <url> [--key sk_test_…] [--host …] [--json]' },
	keys: {
		run: keys,
		usage:
			'keys list | mint [--environment test|live] [--label …] | rotate <id> [--overlap 24] | revoke <id>  [--organization <id>] [--json]'
	},
	users: { run: users, usage: 'users reset <email> [--password] [--json] | users reset-second-step <email> [--json]' },
	backup: { run: backup, usage: 'backup --to <folder> [--keys-to <folder>] [--keys-only] [--json]' },
	restore: { run: restore, usage: 'restore --from <folder> [--keys <folder>] [--json]' },
	seed: { run: seed, usage: 'seed [--sessions 1000] [--organizations 1] [--days 365] [--measure] [--json]' },
	audit: {
		run: audit,
		usage: 'audit verify [--checkpoint <position:hash>] | verify-export <file> [--public-key <hex>] | key [--json]'
	},
	bundle: { run: bundle, usage: 'bundle verify <file> [--public-key <hex>] | key  [--json]' },
	doctor: { run: doctor, usage: 'doctor [--key <key>] [--session <id>] [--page <origin>] [--json]' }
};

/** Runs one command. Wrong words are explained on stderr and give 2. */
export async function runCommand(words: string[], printer: Printer): Promise<number> {
	const [name = '', ...rest] = words;
	try {
		if (['help', '--help', '-h'].includes(name)) {
			printer.line(usage());
			return 0;
		}
		const command = COMMANDS[name];
		if (command === undefined) throw new UsageError(name === '' ? 'No command given.' : `Unknown command: ${name}`);
		return await command.run(rest, printer);
	} catch (error) {
		if (!(error instanceof UsageError)) throw error;
		printer.note(`${error.message}\n${usage()}`);
		return 2;
	}
}

const usage = (): string =>
	['Usage: npm run --silent idb -- <command>', ...Object.values(COMMANDS).map(({ usage }) => `  ${usage}`)].join('\n');

process.exitCode = await runCommand(process.argv.slice(2), systemPrinter());
