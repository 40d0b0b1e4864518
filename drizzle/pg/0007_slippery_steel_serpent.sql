CREATE TABLE "saved_views" (
	"id" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"user_id" text NOT NULL,
	"name" text NOT NULL,
	"query" text NOT NULL,
	"created_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "session_marks" (
	"organization_id" text NOT NULL,
	"environment" text NOT NULL,
	"kind" text NOT NULL,
	"value" text NOT NULL,
	"created_at" bigint NOT NULL,
	"session_id" text NOT NULL,
	CONSTRAINT "session_marks_organization_id_environment_kind_value_created_at_session_id_pk" PRIMARY KEY("organization_id","environment","kind","value","created_at","session_id")
);
--> statement-breakpoint
ALTER TABLE "verification_sessions" ADD COLUMN "document_type" text;--> statement-breakpoint
ALTER TABLE "verification_sessions" ADD COLUMN "issuing_state" text;--> statement-breakpoint
ALTER TABLE "verification_sessions" ADD COLUMN "holder_name_sealed" "bytea";--> statement-breakpoint
ALTER TABLE "verification_sessions" ADD COLUMN "assignee_id" text;--> statement-breakpoint
ALTER TABLE "saved_views" ADD CONSTRAINT "saved_views_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "saved_views" ADD CONSTRAINT "saved_views_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session_marks" ADD CONSTRAINT "session_marks_session_id_verification_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."verification_sessions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "saved_views_name" ON "saved_views" USING btree ("organization_id","user_id","name");--> statement-breakpoint
CREATE INDEX "session_marks_session" ON "session_marks" USING btree ("session_id");