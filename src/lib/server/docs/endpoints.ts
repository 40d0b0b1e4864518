/** Pure. The reference of the API, from the same list that makes the OpenAPI file. */
import { z } from 'zod';
import type { TryCall } from '$lib/contract/docs';
import { ERRORS, type ErrorCode } from '$lib/contract/errors';
import { CALLER_ERRORS, CALLERS, OPERATIONS, type Caller, type Operation } from '$lib/server/rest/openapiOperations';

const TITLES: Record<Caller, { title: string; text: string }> = {
	tenant: {
		title: 'Your backend',
		text: 'Send `Authorization: Bearer sk_…`. A key sees only its own organization and environment.'
	},
	applicant: {
		title: 'The applicant’s device',
		text: 'Send `Authorization: Bearer kvs_…`, the client secret of that one session. The hosted page does all of this for you; call it only when you build a page of your own.'
	},
	dashboard: {
		title: 'The dashboard',
		text: 'For people who are logged in: the `kyc_session` cookie. A browser must send its own origin.'
	},
	anyone: { title: 'Without a credential', text: 'Open to anyone.' }
};

export function endpointsMarkdown(): string {
	return CALLERS.map((caller) => {
		const own = OPERATIONS.filter((operation) => operation.caller === caller);
		const { title, text } = TITLES[caller];
		return [`## ${title}`, text, everyError(caller), ...own.map(operationMarkdown)].join('\n\n');
	}).join('\n\n');
}

const everyError = (caller: Caller): string => `Every call here can also answer ${errorList(CALLER_ERRORS[caller])}.`;

function operationMarkdown(operation: Operation): string {
	const { method, path, summary, description, status, errors } = operation;
	return [
		`### ${summary}`,
		`\`${method.toUpperCase()} ${path}\``,
		description ?? '',
		operation.bodyMediaTypes ? `Body: raw bytes, one of ${operation.bodyMediaTypes.map(code).join(', ')}.` : '',
		operation.form
			? `Body: \`multipart/form-data\` with one part ${code(operation.form.json.name)} (JSON) and parts ${code(operation.form.files.name)} (${code(operation.form.files.mediaType)}).`
			: '',
		`Answers ${status}${operation.answerMediaTypes ? ` with ${operation.answerMediaTypes.map(code).join(' or ')}` : ''}.`,
		errors.length > 0 ? `Errors: ${errorList(errors)}.` : '',
		schemaBlock('Query', operation.query, 'input'),
		schemaBlock('Body', operation.body, 'input'),
		schemaBlock('Part', operation.form?.json.schema, 'input'),
		schemaBlock('Answer', operation.answer, 'output'),
		tryBlock(operation)
	]
		.filter(Boolean)
		.join('\n\n');
}

/** Bodies that a try begins with; every other begins empty. */
const TRY_BODIES: Record<string, object> = {
	createSession: { externalUserId: 'user_123', metadata: { campaign: 'q3' } },
	runScenario: { scenario: 'minor' },
	resendEvents: { from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z' }
};

/** For what a test key may call and a page can show. */
function tryBlock({ id, caller, method, path, pathParameters, query, body, answerMediaTypes }: Operation): string {
	if (caller !== 'tenant' || answerMediaTypes) return '';
	const call: TryCall = {
		method: method.toUpperCase(),
		path,
		parameters: Object.keys(pathParameters ?? {}),
		query: Object.keys(query?.shape ?? {}),
		body: body ? JSON.stringify(TRY_BODIES[id] ?? {}, null, 2) : null
	};
	return ['```try', JSON.stringify(call), '```'].join('\n');
}

const code = (text: string): string => `\`${text}\``;

const errorList = (codes: readonly ErrorCode[]): string =>
	codes.map((name) => `[\`${name}\`](/docs/errors/${name}) ${ERRORS[name].status}`).join(', ');

function schemaBlock(title: string, schema: z.ZodType | undefined, io: 'input' | 'output'): string {
	if (!schema) return '';
	const shape = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
	return ['```text title=' + title, outline(shape, shape.$defs ?? {}, 0), '```'].join('\n');
}

type Json = z.core.JSONSchema.BaseSchema;

/** A JSON schema as an outline that people read: one field a line, `?` where it may be left out. */
function outline(schema: Json, defs: Record<string, Json>, depth: number): string {
	const pad = '  '.repeat(depth);
	const required = new Set(schema.required ?? []);
	return Object.entries(schema.properties ?? {})
		.map(([name, value]) => {
			if (typeof value === 'boolean') return `${pad}${name}`;
			const inner = value.properties ? value : arrayItem(value);
			const line = `${pad}${name}${required.has(name) ? '' : '?'}: ${typeText(value, defs)}`;
			return inner?.properties ? `${line}\n${outline(inner, defs, depth + 1)}` : line;
		})
		.join('\n');
}

const arrayItem = (schema: Json): Json | null => {
	const { items } = schema;
	return items && typeof items === 'object' && !Array.isArray(items) ? items : null;
};

function typeText(schema: Json, defs: Record<string, Json>): string {
	if (schema.$ref) return 'JSON';
	if (schema.const !== undefined) return JSON.stringify(schema.const);
	if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
	if (schema.anyOf)
		return schema.anyOf.map((option) => (typeof option === 'boolean' ? 'any' : typeText(option, defs))).join(' | ');
	const item = arrayItem(schema);
	if (item) return `[ ${item.properties ? '…' : typeText(item, defs)} ]`;
	if (schema.properties) return '{ … }';
	const range = [
		schema.minimum !== undefined && schema.minimum > Number.MIN_SAFE_INTEGER ? `≥ ${schema.minimum}` : '',
		schema.maximum !== undefined && schema.maximum < Number.MAX_SAFE_INTEGER ? `≤ ${schema.maximum}` : '',
		schema.minLength ? `≥ ${schema.minLength} characters` : '',
		schema.maxLength ? `≤ ${schema.maxLength} characters` : '',
		schema.format ?? ''
	].filter(Boolean);
	const fallback = schema.default === undefined ? '' : ` = ${JSON.stringify(schema.default)}`;
	return `${schema.type ?? 'any'}${range.length > 0 ? ` (${range.join(', ')})` : ''}${fallback}`;
}
