import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ConfigSchema } from './config';

/** Read by adapter-node and by scripts/lib/settings.mjs. */
const AROUND_THE_PROGRAM = ['HOST', 'ADDRESS_HEADER', 'XFF_DEPTH', 'SHUTDOWN_TIMEOUT', 'IDB_PREPARE'];
const [ours = '', around = ''] = readFileSync('.env.example', 'utf8').split('# What follows is read by');

const settingsIn = (text: string) =>
	text.split('\n').flatMap((line) => {
		const found = /^# ([A-Z_]+)=(.*)$/.exec(line);
		return found ? [{ name: found[1] ?? '', value: found[2] ?? '' }] : [];
	});
const settings = settingsIn(ours);

describe('.env.example', () => {
	it('names every setting that the program reads, and no other', () => {
		expect(settings.map(({ name }) => name).sort()).toEqual(Object.keys(ConfigSchema.shape).sort());
	});

	it('names those of the server around it, and no other', () => {
		expect(settingsIn(around).map(({ name }) => name)).toEqual(AROUND_THE_PROGRAM);
	});

	it('gives each its default', () => {
		const defaults: Record<string, unknown> = ConfigSchema.parse({});
		for (const { name, value } of settings) {
			expect(value, name).toBe(defaults[name] === undefined ? '' : String(defaults[name]));
		}
	});
});
