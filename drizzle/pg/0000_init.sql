CREATE TABLE "analyses" (
	"evidence_id" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"session_id" text NOT NULL,
	"slot" text NOT NULL,
	"body_sealed" "bytea" NOT NULL,
	"template_sealed" "bytea",
	"model_hashes" json NOT NULL,
	"created_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "applicant_credentials" (
	"hash" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"session_id" text NOT NULL,
	"created_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "artifacts" (
	"id" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"session_id" text NOT NULL,
	"evidence_id" text NOT NULL,
	"slot" text NOT NULL,
	"kind" text NOT NULL,
	"media_type" text NOT NULL,
	"width" integer,
	"height" integer,
	"byte_length" integer NOT NULL,
	"blob_key" text NOT NULL,
	"wrapped_key" "bytea" NOT NULL,
	"created_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audit_events" (
	"id" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"session_id" text,
	"actor_type" text NOT NULL,
	"actor_id" text,
	"action" text NOT NULL,
	"target_id" text,
	"detail" json NOT NULL,
	"created_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "check_results" (
	"session_id" text NOT NULL,
	"name" text NOT NULL,
	"organization_id" text NOT NULL,
	"outcome" text NOT NULL,
	"reason_codes" json NOT NULL,
	"required" boolean NOT NULL,
	"score" text,
	"threshold" text,
	"position" integer NOT NULL,
	"created_at" bigint NOT NULL,
	CONSTRAINT "check_results_session_id_name_pk" PRIMARY KEY("session_id","name")
);
--> statement-breakpoint
CREATE TABLE "consents" (
	"id" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"session_id" text NOT NULL,
	"text_version" text NOT NULL,
	"locale" text NOT NULL,
	"created_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "decisions" (
	"id" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"session_id" text NOT NULL,
	"outcome" text NOT NULL,
	"reason_codes" json NOT NULL,
	"decided_by" text NOT NULL,
	"comment_sealed" "bytea",
	"policy_version" integer NOT NULL,
	"created_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "evidence" (
	"id" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"session_id" text NOT NULL,
	"slot" text NOT NULL,
	"attempt" integer NOT NULL,
	"state" text NOT NULL,
	"media_type" text NOT NULL,
	"sha256" text NOT NULL,
	"reason_codes" json NOT NULL,
	"created_at" bigint NOT NULL,
	"analyzed_at" bigint
);
--> statement-breakpoint
CREATE TABLE "handoffs" (
	"code_hash" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"session_id" text NOT NULL,
	"created_at" bigint NOT NULL,
	"expires_at" bigint NOT NULL,
	"redeemed_at" bigint
);
--> statement-breakpoint
CREATE TABLE "idempotency_keys" (
	"organization_id" text NOT NULL,
	"environment" text NOT NULL,
	"key" text NOT NULL,
	"request_hash" text NOT NULL,
	"response_sealed" "bytea" NOT NULL,
	"created_at" bigint NOT NULL,
	"expires_at" bigint NOT NULL,
	CONSTRAINT "idempotency_keys_organization_id_environment_key_pk" PRIMARY KEY("organization_id","environment","key")
);
--> statement-breakpoint
CREATE TABLE "jobs" (
	"id" text PRIMARY KEY NOT NULL,
	"lane" text NOT NULL,
	"kind" text NOT NULL,
	"key" text NOT NULL,
	"payload" json NOT NULL,
	"group_key" text,
	"run_at" bigint NOT NULL,
	"attempts" integer NOT NULL,
	"locked_until" bigint,
	"lock_token" text,
	"last_error" text,
	"dead_at" bigint,
	"created_at" bigint NOT NULL,
	CONSTRAINT "jobs_key_unique" UNIQUE("key")
);
--> statement-breakpoint
CREATE TABLE "login_sessions" (
	"id" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"expires_at" bigint NOT NULL,
	"created_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "memberships" (
	"organization_id" text NOT NULL,
	"user_id" text NOT NULL,
	"role" text NOT NULL,
	"created_at" bigint NOT NULL,
	CONSTRAINT "memberships_organization_id_user_id_pk" PRIMARY KEY("organization_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "organization_api_keys" (
	"id" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"environment" text NOT NULL,
	"label" text NOT NULL,
	"secret_key_hash" text NOT NULL,
	"publishable_key_hash" text NOT NULL,
	"secret_key_prefix" text NOT NULL,
	"publishable_key_prefix" text NOT NULL,
	"created_by" text NOT NULL,
	"created_at" bigint NOT NULL,
	"last_used_at" bigint,
	"revoked_at" bigint,
	CONSTRAINT "organization_api_keys_secret_key_hash_unique" UNIQUE("secret_key_hash"),
	CONSTRAINT "organization_api_keys_publishable_key_hash_unique" UNIQUE("publishable_key_hash")
);
--> statement-breakpoint
CREATE TABLE "organization_policies" (
	"organization_id" text NOT NULL,
	"environment" text NOT NULL,
	"version" integer NOT NULL,
	"policy" json NOT NULL,
	"created_by" text NOT NULL,
	"created_at" bigint NOT NULL,
	CONSTRAINT "organization_policies_organization_id_environment_version_pk" PRIMARY KEY("organization_id","environment","version")
);
--> statement-breakpoint
CREATE TABLE "organizations" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"created_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "rate_limit_counters" (
	"bucket" text NOT NULL,
	"window_start" bigint NOT NULL,
	"count" integer NOT NULL,
	CONSTRAINT "rate_limit_counters_bucket_window_start_pk" PRIMARY KEY("bucket","window_start")
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" text PRIMARY KEY NOT NULL,
	"email" text NOT NULL,
	"password_hash" text NOT NULL,
	"created_at" bigint NOT NULL,
	CONSTRAINT "users_email_unique" UNIQUE("email")
);
--> statement-breakpoint
CREATE TABLE "verification_sessions" (
	"id" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"environment" text NOT NULL,
	"external_user_id" text,
	"return_url" text,
	"webhook_url" text,
	"webhook_secret_sealed" "bytea",
	"metadata" json NOT NULL,
	"locale" text,
	"expected_details_sealed" "bytea",
	"policy_input" json NOT NULL,
	"policy_version" integer NOT NULL,
	"status" text NOT NULL,
	"review_status" text NOT NULL,
	"client_secret_hash" text NOT NULL,
	"wrapped_key" "bytea",
	"sequence" integer NOT NULL,
	"created_at" bigint NOT NULL,
	"expires_at" bigint NOT NULL,
	"submitted_at" bigint,
	"completed_at" bigint,
	CONSTRAINT "verification_sessions_client_secret_hash_unique" UNIQUE("client_secret_hash")
);
--> statement-breakpoint
CREATE TABLE "webhook_attempts" (
	"id" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"event_id" text NOT NULL,
	"number" integer NOT NULL,
	"started_at" bigint NOT NULL,
	"duration_ms" integer NOT NULL,
	"status" integer,
	"error" text,
	"response_text" text,
	"next_attempt_at" bigint
);
--> statement-breakpoint
CREATE TABLE "webhook_events" (
	"id" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"environment" text NOT NULL,
	"session_id" text NOT NULL,
	"sequence" integer NOT NULL,
	"type" text NOT NULL,
	"body_sealed" "bytea" NOT NULL,
	"url" text,
	"state" text NOT NULL,
	"created_at" bigint NOT NULL,
	"released_at" bigint,
	"delivered_at" bigint
);
--> statement-breakpoint
ALTER TABLE "analyses" ADD CONSTRAINT "analyses_evidence_id_evidence_id_fk" FOREIGN KEY ("evidence_id") REFERENCES "public"."evidence"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "analyses" ADD CONSTRAINT "analyses_session_id_verification_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."verification_sessions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "applicant_credentials" ADD CONSTRAINT "applicant_credentials_session_id_verification_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."verification_sessions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "artifacts" ADD CONSTRAINT "artifacts_session_id_verification_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."verification_sessions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "artifacts" ADD CONSTRAINT "artifacts_evidence_id_evidence_id_fk" FOREIGN KEY ("evidence_id") REFERENCES "public"."evidence"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "check_results" ADD CONSTRAINT "check_results_session_id_verification_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."verification_sessions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consents" ADD CONSTRAINT "consents_session_id_verification_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."verification_sessions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decisions" ADD CONSTRAINT "decisions_session_id_verification_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."verification_sessions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evidence" ADD CONSTRAINT "evidence_session_id_verification_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."verification_sessions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "handoffs" ADD CONSTRAINT "handoffs_session_id_verification_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."verification_sessions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "login_sessions" ADD CONSTRAINT "login_sessions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "organization_api_keys" ADD CONSTRAINT "organization_api_keys_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "organization_policies" ADD CONSTRAINT "organization_policies_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "verification_sessions" ADD CONSTRAINT "verification_sessions_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhook_attempts" ADD CONSTRAINT "webhook_attempts_event_id_webhook_events_id_fk" FOREIGN KEY ("event_id") REFERENCES "public"."webhook_events"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhook_events" ADD CONSTRAINT "webhook_events_session_id_verification_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."verification_sessions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "analyses_session" ON "analyses" USING btree ("session_id");--> statement-breakpoint
CREATE INDEX "applicant_credentials_session" ON "applicant_credentials" USING btree ("session_id");--> statement-breakpoint
CREATE INDEX "artifacts_session" ON "artifacts" USING btree ("session_id","created_at");--> statement-breakpoint
CREATE INDEX "audit_events_session" ON "audit_events" USING btree ("session_id","created_at");--> statement-breakpoint
CREATE INDEX "audit_events_organization" ON "audit_events" USING btree ("organization_id","created_at");--> statement-breakpoint
CREATE INDEX "consents_session" ON "consents" USING btree ("session_id");--> statement-breakpoint
CREATE INDEX "decisions_session" ON "decisions" USING btree ("session_id","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "evidence_attempt" ON "evidence" USING btree ("session_id","slot","attempt");--> statement-breakpoint
CREATE INDEX "handoffs_session" ON "handoffs" USING btree ("session_id");--> statement-breakpoint
CREATE INDEX "idempotency_keys_expiry" ON "idempotency_keys" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "jobs_due" ON "jobs" USING btree ("lane","dead_at","run_at");--> statement-breakpoint
CREATE INDEX "jobs_locked" ON "jobs" USING btree ("locked_until","group_key");--> statement-breakpoint
CREATE INDEX "login_sessions_user" ON "login_sessions" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "memberships_user" ON "memberships" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "organization_api_keys_organization" ON "organization_api_keys" USING btree ("organization_id","created_at");--> statement-breakpoint
CREATE INDEX "verification_sessions_newest" ON "verification_sessions" USING btree ("organization_id","environment","created_at","id");--> statement-breakpoint
CREATE INDEX "verification_sessions_external" ON "verification_sessions" USING btree ("organization_id","environment","external_user_id","created_at");--> statement-breakpoint
CREATE INDEX "verification_sessions_status" ON "verification_sessions" USING btree ("organization_id","environment","status","created_at");--> statement-breakpoint
CREATE INDEX "verification_sessions_review" ON "verification_sessions" USING btree ("organization_id","environment","review_status","created_at");--> statement-breakpoint
CREATE INDEX "verification_sessions_expiry" ON "verification_sessions" USING btree ("status","expires_at");--> statement-breakpoint
CREATE INDEX "webhook_attempts_event" ON "webhook_attempts" USING btree ("event_id","number");--> statement-breakpoint
CREATE UNIQUE INDEX "webhook_events_sequence" ON "webhook_events" USING btree ("session_id","sequence");