import { expect, it } from 'vitest';
import { auditFilterOf, auditQuery, isAuditNarrowed } from './auditFilter';

const of = (query: string) => auditFilterOf(new URL(`https://x.example/dashboard/audit?${query}`));

it('the audit log’s address and its filter are one: whole days at both ends, what makes no sense left out', () => {
	const query = 'actor=applicant&action=session.viewed&subject=abc&from=2026-01-02&until=2026-01-03';
	expect(of(query)).toEqual({
		...{ actor: 'applicant', action: 'session.viewed', subject: 'abc' },
		...{ from: Date.UTC(2026, 0, 2), until: Date.UTC(2026, 0, 4) - 1 }
	});
	expect(auditQuery(of(query)).toString()).toBe(query);
	expect(of('from=yesterday&until=9999-99-99&actor=%00&subject=%20&environment=live')).toEqual({});
	expect(isAuditNarrowed(of(''))).toBe(false);
	expect(isAuditNarrowed(of('subject=x'))).toBe(true);
});
