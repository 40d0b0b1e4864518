/** OpenAPI 3.1 from the contract's own schemas, so that the description cannot say what the code does not do. */
import { z } from 'zod';
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiResponsesObject } from 'zod-openapi';
import { ERROR_CODES, ERRORS, type ErrorCode } from '$lib/contract/errors';
import { CompletedEvent, ExtractionEvent } from '$lib/contract/webhooks';
import { CALLER_ERRORS, OPERATIONS, type Caller, type Operation } from './openapiOperations';

/** `origin` becomes the one server of the document. */
export function openApiDocument(origin: string) {
	const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
	for (const operation of OPERATIONS)
		paths[operation.path] = { ...paths[operation.path], [operation.method]: describe(operation) };
	return createDocument({
		openapi: '3.1.0',
		info: {
			title: 'id beyond',
			version: '0.1.0',
			description: 'Identity verification that a company hosts itself',
			license: { name: 'Apache-2.0' }
		},
		servers: [{ url: origin }],
		components: { securitySchemes: SECURITY_SCHEMES },
		paths,
		webhooks: {
			'verification.extraction': webhook(ExtractionEvent, 'A document has been analysed'),
			'verification.completed': webhook(CompletedEvent, 'A decision has been made, or made again')
		}
	});
}

const SECURITY_SCHEMES = {
	secretKey: { type: 'http', scheme: 'bearer', description: 'A secret key: `sk_test_…` or `sk_live_…`' },
	clientSecret: { type: 'http', scheme: 'bearer', description: 'The client secret of one session: `kvs_…`' },
	loginCookie: { type: 'apiKey', in: 'cookie', name: 'kyc_session' }
} as const;

const SECURITY: Record<Caller, Record<string, string[]>[]> = {
	tenant: [{ secretKey: [] }],
	applicant: [{ clientSecret: [] }],
	dashboard: [{ loginCookie: [] }],
	anyone: []
};

const ErrorBodySchema = z
	.object({
		ok: z.literal(false),
		error: z.object({
			code: z.enum(ERROR_CODES),
			message: z.string(),
			requestId: z.string(),
			docUrl: z.url(),
			fields: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
			reasons: z.array(z.string()).optional()
		})
	})
	.meta({ id: 'Error' });

function describe(operation: Operation): ZodOpenApiOperationObject {
	const { pathParameters, query, headers, body, bodyMediaTypes } = operation;
	return {
		operationId: operation.id,
		summary: operation.summary,
		...(operation.description ? { description: operation.description } : {}),
		tags: [operation.caller],
		security: SECURITY[operation.caller],
		...(pathParameters || query || headers
			? {
					requestParams: {
						...(pathParameters ? { path: z.object(pathParameters) } : {}),
						...(query ? { query } : {}),
						...(headers ? { header: headers } : {})
					}
				}
			: {}),
		...(body ? { requestBody: { content: { 'application/json': { schema: body } } } } : {}),
		...(operation.form ? { requestBody: { required: true, content: formContent(operation.form) } } : {}),
		...(bodyMediaTypes ? { requestBody: { required: true, content: rawContent(bodyMediaTypes) } } : {}),
		responses: responsesOf(operation)
	};
}

function responsesOf(operation: Operation): ZodOpenApiResponsesObject {
	const { besideError } = operation;
	const codes = [...new Set([...operation.errors, ...CALLER_ERRORS[operation.caller]])];
	const responses: ZodOpenApiResponsesObject = {
		[`${operation.status}`]: {
			description: operation.summary,
			...(operation.answer ? { content: { 'application/json': { schema: operation.answer } } } : {}),
			...(operation.answerMediaTypes ? { content: rawContent(operation.answerMediaTypes) } : {})
		}
	};
	for (const status of [...new Set(codes.map((code) => ERRORS[code].status))].sort())
		responses[`${status}`] = {
			description: codes
				.filter((code) => ERRORS[code].status === status)
				.map(sentence)
				.join(' '),
			content: {
				'application/json': {
					schema: besideError && status === 503 ? ErrorBodySchema.extend(besideError.shape) : ErrorBodySchema
				}
			}
		};
	return responses;
}

const sentence = (code: ErrorCode): string => `\`${code}\`: ${ERRORS[code].message}`;

const rawContent = (mediaTypes: readonly string[]) => Object.fromEntries(mediaTypes.map((type) => [type, {}]));

const formContent = ({ json, files }: NonNullable<Operation['form']>) => ({
	'multipart/form-data': {
		schema: z.object({ [json.name]: json.schema, [files.name]: z.array(z.file()) }),
		encoding: { [json.name]: { contentType: 'application/json' }, [files.name]: { contentType: files.mediaType } }
	}
});

const webhook = (schema: z.ZodType, summary: string) => ({
	post: {
		summary,
		requestBody: { content: { 'application/json': { schema } } },
		responses: { '2XX': { description: 'Taken. Any other answer is tried again.' } }
	}
});
