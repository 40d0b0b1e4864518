CREATE TABLE "insight_counts" (
	"organization_id" text NOT NULL,
	"environment" text NOT NULL,
	"day" bigint NOT NULL,
	"measure" text NOT NULL,
	"key" text NOT NULL,
	"count" integer NOT NULL,
	CONSTRAINT "insight_counts_organization_id_environment_day_measure_key_pk" PRIMARY KEY("organization_id","environment","day","measure","key")
);
--> statement-breakpoint
CREATE TABLE "insight_cursors" (
	"name" text PRIMARY KEY NOT NULL,
	"position" integer NOT NULL
);
--> statement-breakpoint
DROP INDEX "audit_events_organization";--> statement-breakpoint
ALTER TABLE "audit_events" ADD COLUMN "sequence" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "consents" ADD COLUMN "device" text;--> statement-breakpoint
ALTER TABLE "consents" ADD COLUMN "browser" text;--> statement-breakpoint
CREATE INDEX "audit_events_actor" ON "audit_events" USING btree ("organization_id","actor_id","created_at","sequence");--> statement-breakpoint
CREATE INDEX "audit_events_action" ON "audit_events" USING btree ("organization_id","action","created_at","sequence");--> statement-breakpoint
CREATE INDEX "audit_events_target" ON "audit_events" USING btree ("target_id");--> statement-breakpoint
CREATE INDEX "audit_events_organization" ON "audit_events" USING btree ("organization_id","created_at","sequence");