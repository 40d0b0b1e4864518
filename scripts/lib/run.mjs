import { spawn } from 'node:child_process';

/**
 * Runs a program to its end. With `quiet` its output is only collected, else it also goes to this process's stderr.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd: string, env?: NodeJS.ProcessEnv, quiet?: boolean }} options
 * @returns {Promise<{ status: number, output: string }>} status 127 where the program could not be started
 */
export function run(command, args, { cwd, env = process.env, quiet = false }) {
	return new Promise((resolve) => {
		const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
		let output = '';
		/** @param {Buffer} chunk */
		const collect = (chunk) => {
			output += chunk;
			if (!quiet) process.stderr.write(chunk);
		};
		child.stdout.on('data', collect);
		child.stderr.on('data', collect);
		child.on('error', (error) => resolve({ status: 127, output: `${output}${error.message}\n` }));
		child.on('close', (status, signal) => resolve({ status: status ?? (signal === null ? 1 : 130), output }));
	});
}

/**
 * `npm …`, through the very npm that started us where there is one.
 * @param {string[]} args
 * @param {{ cwd: string, env?: NodeJS.ProcessEnv, quiet?: boolean }} options
 */
export function runNpm(args, options) {
	const script = process.env.npm_execpath;
	if (script !== undefined && /npm-cli\.c?js$/.test(script)) return run(process.execPath, [script, ...args], options);
	return run(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, options);
}
