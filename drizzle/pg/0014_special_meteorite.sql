CREATE TABLE "api_requests" (
	"id" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"environment" text NOT NULL,
	"api_key_id" text NOT NULL,
	"method" text NOT NULL,
	"route" text NOT NULL,
	"session_id" text,
	"status" integer NOT NULL,
	"error_code" text,
	"duration_ms" integer NOT NULL,
	"created_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE INDEX "api_requests_log" ON "api_requests" USING btree ("organization_id","environment","created_at","id");--> statement-breakpoint
CREATE INDEX "api_requests_session" ON "api_requests" USING btree ("session_id","created_at");--> statement-breakpoint
CREATE INDEX "api_requests_age" ON "api_requests" USING btree ("created_at");