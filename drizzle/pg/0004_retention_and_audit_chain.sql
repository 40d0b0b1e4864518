CREATE TABLE "audit_links" (
	"position" integer PRIMARY KEY NOT NULL,
	"event_id" text NOT NULL,
	"hash" text NOT NULL,
	CONSTRAINT "audit_links_event_id_unique" UNIQUE("event_id")
);
--> statement-breakpoint
CREATE TABLE "clock_watch" (
	"name" text PRIMARY KEY NOT NULL,
	"trusted_at" bigint NOT NULL,
	"seen_at" bigint NOT NULL,
	"doubted_ms" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "organization_retention" (
	"organization_id" text PRIMARY KEY NOT NULL,
	"selfie_days" integer,
	"document_days" integer,
	"record_days" integer,
	"updated_by" text NOT NULL,
	"updated_at" bigint NOT NULL
);
--> statement-breakpoint
ALTER TABLE "verification_sessions" ADD COLUMN "retention_from" bigint;--> statement-breakpoint
ALTER TABLE "organization_retention" ADD CONSTRAINT "organization_retention_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "verification_sessions_retention" ON "verification_sessions" USING btree ("retention_from");