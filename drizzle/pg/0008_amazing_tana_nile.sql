CREATE TABLE "field_corrections" (
	"id" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"session_id" text NOT NULL,
	"name" text NOT NULL,
	"body_sealed" "bytea" NOT NULL,
	"corrected_by" text NOT NULL,
	"created_at" bigint NOT NULL,
	"superseded_at" bigint
);
--> statement-breakpoint
CREATE TABLE "resubmissions" (
	"id" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"session_id" text NOT NULL,
	"slot" text NOT NULL,
	"number" integer NOT NULL,
	"reason_codes" json NOT NULL,
	"requested_by" text NOT NULL,
	"comment_sealed" "bytea",
	"applicant_comment_sealed" "bytea",
	"created_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "review_claims" (
	"session_id" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"user_id" text NOT NULL,
	"claimed_at" bigint NOT NULL,
	"expires_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "review_proposals" (
	"id" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"session_id" text NOT NULL,
	"outcome" text NOT NULL,
	"reason_codes" json NOT NULL,
	"proposed_by" text NOT NULL,
	"state" text NOT NULL,
	"comment_sealed" "bytea",
	"applicant_comment_sealed" "bytea",
	"created_at" bigint NOT NULL,
	"closed_at" bigint
);
--> statement-breakpoint
ALTER TABLE "decisions" ADD COLUMN "applicant_comment_sealed" "bytea";--> statement-breakpoint
ALTER TABLE "verification_sessions" ADD COLUMN "requested_slot" text;--> statement-breakpoint
ALTER TABLE "field_corrections" ADD CONSTRAINT "field_corrections_session_id_verification_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."verification_sessions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "resubmissions" ADD CONSTRAINT "resubmissions_session_id_verification_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."verification_sessions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "review_claims" ADD CONSTRAINT "review_claims_session_id_verification_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."verification_sessions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "review_proposals" ADD CONSTRAINT "review_proposals_session_id_verification_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."verification_sessions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "field_corrections_session" ON "field_corrections" USING btree ("session_id","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "resubmissions_number" ON "resubmissions" USING btree ("session_id","number");--> statement-breakpoint
CREATE INDEX "review_claims_user" ON "review_claims" USING btree ("organization_id","user_id");--> statement-breakpoint
CREATE INDEX "review_proposals_session" ON "review_proposals" USING btree ("session_id","state");--> statement-breakpoint
CREATE INDEX "verification_sessions_queue" ON "verification_sessions" USING btree ("organization_id","environment","review_status","status","completed_at","id");