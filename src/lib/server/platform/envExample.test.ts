import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ConfigSchema } from './config';

const settings = readFileSync('.env.example', 'utf8')
	.split('\n')
	.flatMap((line) => {
		const found = /^# ([A-Z_]+)=(.*)$/.exec(line);
		return found ? [{ name: found[1] ?? '', value: found[2] ?? '' }] : [];
	});

describe('.env.example', () => {
	it('names every setting that the program reads, and no other', () => {
		expect(settings.map(({ name }) => name).sort()).toEqual(Object.keys(ConfigSchema.shape).sort());
	});

	it('gives each its default', () => {
		const defaults: Record<string, unknown> = ConfigSchema.parse({});
		for (const { name, value } of settings) {
			expect(value, name).toBe(defaults[name] === undefined ? '' : String(defaults[name]));
		}
	});
});
