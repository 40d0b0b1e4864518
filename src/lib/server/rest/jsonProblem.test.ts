import { describe, expect, it } from 'vitest';
import { jsonProblem } from './jsonProblem';

describe('jsonProblem', () => {
	it.each([
		['{"a":1,"a":2}', 'a'],
		['{"policy":{"minimumAge":18,"minimumAge":0}}', 'policy.minimumAge'],
		['{"a":[{"b":1},{"c":1,"b":2,"c":3}]}', 'a.1.c'],
		['{"a":1,"\\u0061":2}', 'a'],
		['{"a":{"__proto__":1}}', 'a.__proto__'],
		['{"a" : "x,\\"a\\":1" , "a" : 2}', 'a']
	])('names what is wrong in %s', (text, path) => {
		expect(JSON.parse(text)).toBeDefined();
		expect(jsonProblem(text)?.path).toBe(path);
	});

	it.each([
		'{}',
		'[]',
		'1',
		'"a"',
		'{"a":{"a":{"a":[{"a":1},{"a":1}]}}}',
		'{"a":"a","b":"a","c":["a","a"]}',
		'{"a":"{\\"b\\":1,\\"b\\":2}"}',
		'{"":1," ":2}'
	])('has nothing to say of %s', (text) => {
		expect(jsonProblem(text)).toBeNull();
	});

	it('stops at a depth that would exhaust those who come after it, in time that grows with the text alone', () => {
		expect(jsonProblem(`${'['.repeat(32)}${']'.repeat(32)}`)).toBeNull();
		expect(jsonProblem(`${'['.repeat(33)}${']'.repeat(33)}`)?.message).toContain('32 levels');
		const began = process.cpuUsage().user;
		expect(jsonProblem('['.repeat(130_000))?.message).toContain('nested');
		expect(jsonProblem(`{"a":"${'\\"'.repeat(120_000)}"}`)).toBeNull();
		expect(jsonProblem(`[${'"",'.repeat(80_000)}1]`)).toBeNull();
		expect((process.cpuUsage().user - began) / 1000).toBeLessThan(2000);
	});
});
