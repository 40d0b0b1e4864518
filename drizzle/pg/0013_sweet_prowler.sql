CREATE TABLE "audit_waiting" (
	"created_at" bigint NOT NULL,
	"sequence" integer NOT NULL,
	"event_id" text NOT NULL,
	CONSTRAINT "audit_waiting_created_at_sequence_event_id_pk" PRIMARY KEY("created_at","sequence","event_id")
);
--> statement-breakpoint
INSERT INTO "audit_waiting" SELECT "created_at", "sequence", "id" FROM "audit_events" WHERE NOT EXISTS (SELECT 1 FROM "audit_links" WHERE "audit_links"."event_id" = "audit_events"."id");
