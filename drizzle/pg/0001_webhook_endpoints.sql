CREATE TABLE "rate_limit_buckets" (
	"bucket" text PRIMARY KEY NOT NULL,
	"full_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "webhook_defaults" (
	"organization_id" text NOT NULL,
	"environment" text NOT NULL,
	"url" text NOT NULL,
	"secret_sealed" "bytea" NOT NULL,
	"previous_secret_sealed" "bytea",
	"previous_until" bigint,
	"updated_by" text NOT NULL,
	"updated_at" bigint NOT NULL,
	CONSTRAINT "webhook_defaults_organization_id_environment_pk" PRIMARY KEY("organization_id","environment")
);
--> statement-breakpoint
CREATE TABLE "webhook_endpoints" (
	"id" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"environment" text NOT NULL,
	"url" text NOT NULL,
	"failures" integer NOT NULL,
	"open_until" bigint,
	"paused_at" bigint,
	"last_delivered_at" bigint,
	"last_failed_at" bigint,
	"last_error" text,
	"created_at" bigint NOT NULL
);
--> statement-breakpoint
DROP INDEX "jobs_due";--> statement-breakpoint
ALTER TABLE "webhook_events" ADD COLUMN "uses_default" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "webhook_defaults" ADD CONSTRAINT "webhook_defaults_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "rate_limit_buckets_full" ON "rate_limit_buckets" USING btree ("full_at");--> statement-breakpoint
CREATE INDEX "webhook_endpoints_organization" ON "webhook_endpoints" USING btree ("organization_id","environment","created_at");--> statement-breakpoint
CREATE INDEX "jobs_group" ON "jobs" USING btree ("group_key","run_at");--> statement-breakpoint
CREATE INDEX "webhook_events_state" ON "webhook_events" USING btree ("organization_id","environment","state","created_at");--> statement-breakpoint
CREATE INDEX "jobs_due" ON "jobs" USING btree ("lane","dead_at","run_at","group_key","locked_until");--> statement-breakpoint
UPDATE "jobs" SET "lane" = 'delivery' WHERE "kind" IN ('deliverWebhook', 'resendWebhook');